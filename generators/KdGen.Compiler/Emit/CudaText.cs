using System.Globalization;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>An expression in CUDA C and how tightly it binds; parentheses are written only where they are needed.</summary>
/// <param name="Code">Its text.</param>
/// <param name="Binding">How tightly its outermost operator binds.</param>
/// <param name="IsTruth">It is a bool, which stands for 1 or 0.</param>
internal readonly record struct CudaText(string Code, Binding Binding, bool IsTruth = false)
{
    public static CudaText Name(string name, bool isTruth = false) => new(name, Binding.Primary, isTruth);

    public static CudaText Call(string function, params CudaText[] arguments)
        => Name($"{function}({string.Join(", ", System.Array.ConvertAll(arguments, static argument => argument.Number.Code))})");

    /// <summary>A float; the shortest digits, of which the compiler makes the nearest one.</summary>
    public static CudaText Literal(double value)
    {
        double nearest = (float)value;
        if (double.IsNaN(nearest))
        {
            return Name("notANumber()");
        }

        if (double.IsInfinity(nearest))
        {
            return nearest > 0 ? Name("infinity()") : new("-infinity()", Binding.Unary);
        }

        string text = nearest == 0 && value != 0 ? "0" : Emit.Literal.Text(value).ToLower(CultureInfo.InvariantCulture);
        return new(text + (text.IndexOfAny(['.', 'e']) < 0 ? ".0f" : "f"), text[0] == '-' ? Binding.Unary : Binding.Primary);
    }

    public static CudaText Truth(CudaText left, string comparison, CudaText right)
    {
        Binding binding = comparison is "==" or "!=" ? Binding.Equality : Binding.Comparison;
        return new($"{left.Within(binding + 1)} {comparison} {right.Within(binding + 1)}", binding, IsTruth: true);
    }

    public static CudaText Choice(CudaText condition, CudaText whereTrue, CudaText whereFalse)
        => new($"{condition.Condition.Within(Binding.Equality)} ? {whereTrue.Number.Within(Binding.Choice + 1)} : {whereFalse.Number.Within(Binding.Choice + 1)}", Binding.Choice);

    public static CudaText Binary(CudaText left, char sign, CudaText right)
    {
        Binding binding = sign is '*' or '/' ? Binding.Product : Binding.Sum;
        return new($"{left.Number.Within(binding)} {sign} {right.Number.Within(binding + 1)}", binding);
    }

    public static CudaText Negative(CudaText operand) => new("-" + operand.Number.Within(Binding.Primary), Binding.Unary);

    /// <summary>As a float.</summary>
    public CudaText Number => IsTruth ? new($"{Within(Binding.Equality)} ? 1.0f : 0.0f", Binding.Choice) : this;

    /// <summary>As a bool.</summary>
    public CudaText Condition => IsTruth ? this : Truth(this, "!=", Literal(0));

    private string Within(Binding least) => Binding >= least ? Code : $"({Code})";
}

/// <summary>How tightly an operator binds, loosest first.</summary>
internal enum Binding
{
    Choice,
    Equality,
    Comparison,
    Sum,
    Product,
    Unary,
    Primary,
}
