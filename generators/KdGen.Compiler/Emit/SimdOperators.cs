using System;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>What is computed element by element, in the C# of a row kernel: on doubles of a row, or on the floats of some classes.</summary>
internal static class SimdOperators
{
    public static SimdText Of(Node node, Func<int, SimdText> operand, bool isOfClasses) => node switch
    {
        Node.GivenRows given => new($"settings.Rows ?? {operand(given.Otherwise).AsNumber().Within(SimdStrength.Choice + 1)}", SimdType.Number, SimdStrength.Choice),
        Node.Unary unary => Unary(unary.Op, operand(unary.Operand).AsNumber(), isOfClasses),
        Node.Binary { Op: BinaryOp.Multiply } product => Product(operand(product.Left), operand(product.Right)),
        Node.Binary binary => Binary(binary.Op, operand(binary.Left), operand(binary.Right), isOfClasses),
        Node.Masked masked => SimdText.Where(operand(masked.Where), operand(masked.Operand)),
        Node.Select select => SimdText.Choice(operand(select.Condition), operand(select.WhereTrue), operand(select.WhereFalse)),
        Node.PowerOfExp power when !isOfClasses => Call("Exp", false, operand(power.Argument)),
        Node.Detach detach => operand(detach.Operand),
        _ => throw new InvalidOperationException($"{node.GetType().Name} is not lowered"),
    };

    private static SimdText Product(SimdText left, SimdText right)
        => left.Type is SimdType.Truth or SimdType.Mask ? SimdText.Where(left, right)
            : right.Type is SimdType.Truth or SimdType.Mask ? SimdText.Where(right, left)
            : SimdText.Binary(left, '*', right);

    private static SimdText Unary(UnaryOp op, SimdText operand, bool isOfClasses) => op switch
    {
        UnaryOp.Negate => SimdText.Negative(operand),
        UnaryOp.Exp => Call("Exp", isOfClasses, operand),
        UnaryOp.Log => Call("Log", isOfClasses, operand),
        UnaryOp.Sqrt => Call("Sqrt", isOfClasses, Call("Max", isOfClasses, operand, SimdText.Number(1e-30, isOfClasses))),
        UnaryOp.Abs => Call("Abs", isOfClasses, operand),
        UnaryOp.Sign => isOfClasses ? Call("Sign", isOfClasses, operand) : new($"KdGen::Kernels.RowScalars.Sign({operand.Code})", SimdType.Number),
        UnaryOp.Reciprocal => SimdText.Binary(SimdText.Number(1, isOfClasses), '/', operand),
        _ => throw new InvalidOperationException($"{op} is not known"),
    };

    private static SimdText Binary(BinaryOp op, SimdText left, SimdText right, bool isOfClasses) => op switch
    {
        BinaryOp.Add => SimdText.Binary(left, '+', right),
        BinaryOp.Subtract => SimdText.Binary(left, '-', right),
        BinaryOp.Divide => SimdText.Binary(left, '/', right),
        BinaryOp.Maximum => Call("Max", isOfClasses, left, right),
        BinaryOp.Minimum => Call("Min", isOfClasses, left, right),
        BinaryOp.Greater => Comparison(left.AsNumber(), ">", "Greater", right.AsNumber(), isOfClasses),
        BinaryOp.Equal => Comparison(left.AsNumber(), "==", "Equal", right.AsNumber(), isOfClasses),
        BinaryOp.LogNearOne => LogNearOne(left.AsNumber(), right.AsNumber(), isOfClasses),
        BinaryOp.Power => isOfClasses ? throw new InvalidOperationException("a power is written with its number") : Call("Pow", false, left, right),
        _ => throw new InvalidOperationException($"{op} is not known"),
    };

    /// <summary>What rounding has done to the ratio is taken back, in first order.</summary>
    private static SimdText LogNearOne(SimdText ratio, SimdText lessOne, bool isOfClasses)
    {
        SimdText one = SimdText.Number(1, isOfClasses), rounding = SimdText.Binary(lessOne, '-', SimdText.Binary(ratio, '-', one));
        return SimdText.Binary(Call("Log", isOfClasses, ratio), '+', SimdText.Binary(rounding, '/', Call("Max", isOfClasses, ratio, one)));
    }

    private static SimdText Comparison(SimdText left, string sign, string function, SimdText right, bool isOfClasses)
        => isOfClasses ? new($"V.{function}({left.Code}, {right.Code})", SimdType.Mask)
            : new($"{left.Within(SimdStrength.Comparison + 1)} {sign} {right.Within(SimdStrength.Comparison + 1)}", SimdType.Truth, SimdStrength.Comparison);

    private static SimdText Call(string function, bool isOfClasses, params SimdText[] arguments)
        => new($"{(isOfClasses ? "V" : "System::Math")}.{function}({string.Join(", ", Array.ConvertAll(arguments, static argument => argument.AsNumber().Code))})", isOfClasses ? SimdType.Floats : SimdType.Number);
}
