using System;
using System.Globalization;
using System.Linq;

namespace KdGen.Compiler.Emit;

/// <summary>An expression in CUDA C; parentheses are written only where they are needed.</summary>
/// <param name="Code">Its text.</param>
/// <param name="Binding">How tightly its outermost operator binds.</param>
/// <param name="Type">Its type.</param>
internal readonly record struct CudaText(string Code, Binding Binding, CudaType Type)
{
    /// <summary>Holds always.</summary>
    public static CudaText True => Name("true", CudaType.Bool);

    public static CudaText Name(string name, CudaType type) => new(name, Binding.Primary, type);

    /// <summary>A function of C, which has an f behind its name for floats.</summary>
    public static CudaText Call(CudaType type, string function, params CudaText[] arguments)
        => Name($"{function}{(type == CudaType.Float ? "f" : "")}({string.Join(", ", arguments.Select(argument => argument.As(type).Code))})", type);

    /// <summary>A number; the shortest digits, of which the compiler makes the nearest one.</summary>
    public static CudaText Literal(double value, CudaType type)
    {
        double nearest = type == CudaType.Float ? (float)value : value;
        if (double.IsNaN(nearest))
        {
            return Name("notANumber()", CudaType.Float);
        }

        if (double.IsInfinity(nearest))
        {
            return nearest > 0 ? Name("infinity()", CudaType.Float) : new("-infinity()", Binding.Unary, CudaType.Float);
        }

        string text = nearest == 0 ? "0" : Emit.Literal.Text(value).ToLower(CultureInfo.InvariantCulture);
        return new(text + (text.IndexOfAny(['.', 'e']) < 0 ? ".0" : "") + (type == CudaType.Float ? "f" : ""), text[0] == '-' ? Binding.Unary : Binding.Primary, type);
    }

    public static CudaText Truth(CudaText left, string comparison, CudaText right)
    {
        Binding binding = comparison is "==" or "!=" ? Binding.Equality : Binding.Comparison;
        return new($"{left.Within(binding + 1)} {comparison} {right.Within(binding + 1)}", binding, CudaType.Bool);
    }

    public static CudaText Choice(CudaType type, CudaText condition, CudaText whereTrue, CudaText whereFalse)
        => condition == True ? whereTrue.As(type) : new($"{condition.Condition.Within(Binding.Or)} ? {whereTrue.As(type).Within(Binding.Choice + 1)} : {whereFalse.As(type).Within(Binding.Choice + 1)}", Binding.Choice, type);

    public static CudaText Binary(CudaType type, CudaText left, char sign, CudaText right)
    {
        Binding binding = sign is '*' or '/' ? Binding.Product : Binding.Sum;
        return new($"{left.As(type).Within(binding)} {sign} {right.As(type).Within(binding + 1)}", binding, type);
    }

    public static CudaText Negative(CudaType type, CudaText operand) => new("-" + operand.As(type).Within(Binding.Primary), Binding.Unary, type);

    /// <summary>As a float or a double.</summary>
    public CudaText As(CudaType type)
        => type == Type ? this
            : Type == CudaType.Bool ? Choice(type, this, Literal(1, type), Literal(0, type))
            : new($"({(type == CudaType.Float ? "float" : "double")}){Within(Binding.Unary)}", Binding.Unary, type);

    /// <summary>It is a variable.</summary>
    public bool IsVariable => Code.All(static letter => char.IsLetterOrDigit(letter) || letter == '_') && !char.IsDigit(Code[0]);

    /// <summary>As a bool.</summary>
    public CudaText Condition => Type == CudaType.Bool ? this : Truth(this, "!=", Literal(0, Type));

    private string Within(Binding least) => Binding >= least ? Code : $"({Code})";
}

internal enum CudaType
{
    /// <summary>Values at the classes.</summary>
    Float,

    /// <summary>Values of a row, and what is the same for all.</summary>
    Double,

    /// <summary>True or false, which stand for 1 and 0.</summary>
    Bool,

    /// <summary>A class.</summary>
    Int,
}

/// <summary>How tightly an operator binds, loosest first.</summary>
internal enum Binding
{
    Choice,
    Or,
    Equality,
    Comparison,
    Sum,
    Product,
    Unary,
    Primary,
}
