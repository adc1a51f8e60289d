using System.Globalization;

namespace KdGen;

/// <summary>
/// A number for each class of one sample: logits, or what <see cref="RowMath"/> makes of them. What a loss of one's own is written over, see <see cref="LossAttribute"/>. The build translates such a method; called
/// as ordinary C# it computes the same in double precision.
/// </summary>
public sealed class Row
{
    private readonly double[] values;

    /// <summary>A row of these values.</summary>
    /// <param name="values">One for each class; at least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Row(params double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0)
        {
            throw new ArgumentException("a row has at least 1 class, receives 0", nameof(values));
        }

        this.values = [.. values];
    }

    /// <summary>The number of classes.</summary>
    public int Length => values.Length;

    /// <summary>The value of one class.</summary>
    /// <param name="index">The class, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row has no such class.</exception>
    public double this[int index] => index >= 0 && index < values.Length
        ? values[index]
        : throw new ArgumentOutOfRangeException(nameof(index), $"the row has classes 0 to {values.Length - 1}, receives {index}");

    /// <summary>Class by class.</summary>
    public static Row operator +(Row left, Row right) => Join(left, right, static (a, b) => a + b);

    /// <summary>Class by class.</summary>
    public static Row operator +(Row left, double right) => left.Map(value => value + right);

    /// <summary>Class by class.</summary>
    public static Row operator +(double left, Row right) => right.Map(value => left + value);

    /// <summary>Class by class.</summary>
    public static Row operator -(Row operand) => operand.Map(static value => -value);

    /// <summary>Class by class.</summary>
    public static Row operator -(Row left, Row right) => Join(left, right, static (a, b) => a - b);

    /// <summary>Class by class.</summary>
    public static Row operator -(Row left, double right) => left.Map(value => value - right);

    /// <summary>Class by class.</summary>
    public static Row operator -(double left, Row right) => right.Map(value => left - value);

    /// <summary>Class by class; 0 where a factor is 0, whatever the other is there: 0 log 0 is 0.</summary>
    public static Row operator *(Row left, Row right) => Join(left, right, static (a, b) => a == 0 || b == 0 ? 0 : a * b);

    /// <summary>Class by class.</summary>
    public static Row operator *(Row left, double right) => left.Map(value => value * right);

    /// <summary>Class by class.</summary>
    public static Row operator *(double left, Row right) => right.Map(value => left * value);

    /// <summary>Class by class.</summary>
    public static Row operator /(Row left, Row right) => Join(left, right, static (a, b) => a / b);

    /// <summary>Class by class.</summary>
    public static Row operator /(Row left, double right) => left.Map(value => value / right);

    /// <summary>Class by class.</summary>
    public static Row operator /(double left, Row right) => right.Map(value => left / value);

    /// <summary>The values, copied.</summary>
    public double[] ToArray() => [.. values];

    /// <summary>"[1, 2.5, -3]".</summary>
    public override string ToString() => $"[{string.Join(", ", values.Select(static value => value.ToString(CultureInfo.InvariantCulture)))}]";

    internal static Row Join(Row left, Row right, Func<double, double, double> of)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return left.Length == right.Length
            ? new Row([.. left.values.Zip(right.values, of)])
            : throw new ArgumentException($"rows of as many classes go together, receives {left.Length} and {right.Length}");
    }

    internal Row Map(Func<double, double> of) => new([.. values.Select(of)]);

    internal double Fold(Func<double, double, double> of) => values.Aggregate(of);
}
