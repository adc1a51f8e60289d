namespace KdGen.Compiler.Emit;

/// <summary>An expression in the C# of a row kernel and how tightly it binds; parentheses are written only where they are needed.</summary>
/// <param name="Code">Its text.</param>
/// <param name="Type">What it is.</param>
/// <param name="Strength">How tightly its outermost operator binds.</param>
internal readonly record struct SimdText(string Code, SimdType Type, SimdStrength Strength = SimdStrength.Primary)
{
    /// <summary>The factors, where it is a product of floats: a sum that it is part of is rounded once.</summary>
    public (string Left, string Right)? Factors { get; init; }

    public static SimdText Number(double value, bool isOfClasses)
        => isOfClasses ? new($"V.Of({Literal.Of(value)})", SimdType.Floats) : new(Literal.Of(value), SimdType.Number, value < 0 ? SimdStrength.Unary : SimdStrength.Primary);

    public static SimdText Binary(SimdText left, char sign, SimdText right)
    {
        (SimdText one, SimdText other) = (left.AsNumber(), right.AsNumber());
        if (sign == '+' && one.Type == SimdType.Floats && (one.Factors ?? other.Factors) is { } factors)
        {
            return new($"V.MultiplyAdd({factors.Left}, {factors.Right}, {(one.Factors is null ? one : other).Code})", SimdType.Floats);
        }

        SimdStrength strength = sign is '*' or '/' ? SimdStrength.Product : SimdStrength.Sum;
        return new($"{one.Within(strength)} {sign} {other.Within(strength + 1)}", one.Type, strength)
        {
            Factors = sign == '*' && one.Type == SimdType.Floats ? (one.Code, other.Code) : null,
        };
    }

    /// <summary>The value where the condition holds, else 0.</summary>
    public static SimdText Where(SimdText condition, SimdText value)
        => condition.Type is SimdType.Mask or SimdType.Floats
            ? new($"{condition.AsCondition().Within(SimdStrength.And)} & {value.AsNumber().Within(SimdStrength.Unary)}", SimdType.Floats, SimdStrength.And)
            : Choice(condition, value, Number(0, isOfClasses: false));

    public static SimdText Choice(SimdText condition, SimdText whereTrue, SimdText whereFalse)
        => condition.Type is SimdType.Mask or SimdType.Floats
            ? new($"V.Select({condition.AsCondition().Code}, {whereTrue.AsNumber().Code}, {whereFalse.AsNumber().Code})", SimdType.Floats)
            : new($"{condition.AsCondition().Within(SimdStrength.Choice + 1)} ? {whereTrue.AsNumber().Within(SimdStrength.Choice + 1)} : {whereFalse.AsNumber().Within(SimdStrength.Choice + 1)}", SimdType.Number, SimdStrength.Choice);

    public static SimdText Negative(SimdText value) => new("-" + value.AsNumber().Within(SimdStrength.Primary), value.AsNumber().Type, SimdStrength.Unary);

    /// <summary>1 where a condition holds, else 0.</summary>
    public SimdText AsNumber() => Type switch
    {
        SimdType.Mask => new($"{Within(SimdStrength.And)} & V.Of(1f)", SimdType.Floats, SimdStrength.And),
        SimdType.Truth => new($"{Within(SimdStrength.Choice + 1)} ? 1.0 : 0.0", SimdType.Number, SimdStrength.Choice),
        _ => this,
    };

    /// <summary>Where it is not 0.</summary>
    public SimdText AsCondition() => Type switch
    {
        SimdType.Floats => new($"V.NotZero({Code})", SimdType.Mask),
        SimdType.Number => new($"{Within(SimdStrength.Comparison + 1)} != 0", SimdType.Truth, SimdStrength.Comparison),
        _ => this,
    };

    public string Within(SimdStrength least) => Strength >= least ? Code : $"({Code})";
}

/// <summary>What an expression is.</summary>
internal enum SimdType
{
    /// <summary>A double: a value of the row.</summary>
    Number,

    /// <summary>A bool.</summary>
    Truth,

    /// <summary>A V: values of some classes.</summary>
    Floats,

    /// <summary>A V in which all bits of a lane are set, or none.</summary>
    Mask,
}

/// <summary>How tightly an operator binds, loosest first.</summary>
internal enum SimdStrength
{
    Choice,
    And,
    Comparison,
    Sum,
    Product,
    Unary,
    Primary,
}
