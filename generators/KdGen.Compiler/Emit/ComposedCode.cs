namespace KdGen.Compiler.Emit;

/// <summary>An expression of generated code.</summary>
/// <param name="Text">The expression.</param>
/// <param name="Rank">How tightly it binds.</param>
/// <param name="Form">What it gives.</param>
internal readonly record struct ComposedCode(string Text, CodeRank Rank, CodeForm Form)
{
    /// <summary>A C# number or condition, not a tensor.</summary>
    public bool IsHost => Form is CodeForm.Number or CodeForm.Condition;

    /// <summary>The text where an operand that binds as tightly as <paramref name="rank"/> is wanted.</summary>
    public string As(CodeRank rank) => Rank >= rank ? Text : $"({Text})";
}

internal enum CodeRank
{
    Choice,
    Comparison,
    Sum,
    Product,
    Unary,
    Primary,
}

internal enum CodeForm
{
    /// <summary>A double of C#.</summary>
    Number,

    /// <summary>A bool of C#.</summary>
    Condition,

    /// <summary>A tensor of floating-point numbers.</summary>
    Values,

    /// <summary>A tensor of classes, [B, 1] int64.</summary>
    Classes,

    /// <summary>A tensor of bool.</summary>
    Flags,
}
