using System;
using KdGen.Compiler.Losses.Catalog;

namespace KdGen.Compiler.Losses;

/// <summary>
/// Arithmetic as people write it: the same values as in <see cref="LossMath"/>, in the form that stays exact where the written one loses digits, becomes 0 or infinite on the way: log softmax for
/// the logarithm of a softmax, the other classes' share for 1 - softmax[y], 0 log 0 = 0.
/// </summary>
internal static class WrittenMath
{
    public static Expr Subtract(Expr left, Expr right)
    {
        // 1 - p[y] has no digits left where p[y] is nearly 1: the other classes' share has all.
        if (left.IsNumber(1) && right.Node is Node.At at && right.Inside(at.Operand) is { Node: Node.Softmax of } softmax)
        {
            Expr logits = softmax.Inside(of.Operand);
            return LossMath.Exp(LossMath.LogSumExp(Formulas.Without(LossMath.IsClass(right.Inside(at.Class)), logits)) - LossMath.LogSumExp(logits));
        }

        // 1 - sigmoid(x) is sigmoid(-x).
        return left.IsNumber(1) && ArgumentOfSigmoid(right) is { } argument ? Sigmoid(-argument) : left - right;
    }

    public static Expr Multiply(Expr left, Expr right)
    {
        if (left.Axes.HasFlag(Axes.Class) && right.Axes.HasFlag(Axes.Class))
        {
            if (Exponent(left) is { } a && Exponent(right) is { } b && (left.Node, right.Node) is not (Node.Softmax, Node.Softmax))
            {
                return Exp(a + b);
            }

            if (Vanishes(left) && MayBeInfinite(right))
            {
                return LossMath.ZeroTimes(left, right);
            }

            if (Vanishes(right) && MayBeInfinite(left))
            {
                return LossMath.ZeroTimes(right, left);
            }
        }

        return left * right;
    }

    /// <summary>Of two positive values, of which a sum over the classes is never too small to divide by, the power of their logarithms' difference: where the divisor is too small or large for a number, so is mostly what is divided.</summary>
    public static Expr Divide(Expr left, Expr right)
        => IsPositive(left) && IsPositive(right) && ((right.Node is not Node.Reduce && !IsBounded(right)) || OnePlus(right) is not null) ? Exp(Log(left) - Log(right)) : left / right;

    public static Expr Exp(Expr value) => value.Node switch
    {
        Node.LogSoftmax of => LossMath.Softmax(value.Inside(of.Operand)),
        Node.At at when value.Inside(at.Operand) is { Node: Node.LogSoftmax of } => LossMath.At(LossMath.Softmax(value.Inside(of.Operand)), value.Inside(at.Class)),
        _ => LossMath.Exp(value),
    };

    public static Expr Log(Expr value)
    {
        switch (value.Node)
        {
            case Node.Softmax softmax:
                return LossMath.LogSoftmax(value.Inside(softmax.Operand));
            case Node.Unary { Op: UnaryOp.Exp } exp:
                return value.Inside(exp.Operand);
            case Node.Detach detach:
                return LossMath.Detach(Log(value.Inside(detach.Operand)));
            case Node.Select select when IsPositive(value):
                return LossMath.Select(value.Inside(select.Condition), Log(value.Inside(select.WhereTrue)), Log(value.Inside(select.WhereFalse)));
            case Node.At at when IsPositive(value.Inside(at.Operand)):
                return LossMath.At(Log(value.Inside(at.Operand)), value.Inside(at.Class));
            case Node.Reduce { Op: ReduceOp.Max, Axis: Axes.Class } max when IsPositive(value.Inside(max.Operand)):
                return LossMath.Max(Log(value.Inside(max.Operand)));
            case Node.Reduce { Op: ReduceOp.Sum, Axis: Axes.Class } sum when value.Inside(sum.Operand) is { Axes: Axes.Both } summand && IsPositive(summand) && !IsBounded(summand):
                return LossMath.LogSumExp(Log(summand));
            case Node.Binary { Op: BinaryOp.Multiply } product when IsPositive(value):
                return Log(value.Inside(product.Left)) + Log(value.Inside(product.Right));
            case Node.Binary { Op: BinaryOp.Divide } quotient when IsPositive(value):
                return Log(value.Inside(quotient.Left)) - Log(value.Inside(quotient.Right));
            case Node.Binary { Op: BinaryOp.Power } power when IsPositive(value):
                return value.Inside(power.Right) * Log(value.Inside(power.Left));
            case Node.Binary when OnePlus(value) is { } exponent:
                // log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)), whatever the size of x; max(x, 0) = (x + |x|) / 2 has the derivative 1/2 at 0.
                return (exponent + LossMath.Abs(exponent)) / 2 + LossMath.Log(1 + LossMath.Exp(-LossMath.Abs(exponent)));
            case Node.Binary { Op: BinaryOp.Add } sum when IsPositive(value) && !IsBounded(value):
                // log(p + q), both of which may be too small for a number: the larger one is taken out, as of a sum over the classes.
                Expr left = Log(value.Inside(sum.Left)), right = Log(value.Inside(sum.Right));
                Expr larger = LossMath.Detach(LossMath.Maximum(left, right));
                return larger + LossMath.Log(LossMath.Exp(left - larger) + LossMath.Exp(right - larger));
            default:
                return LossMath.Log(value);
        }
    }

    /// <summary>The root of a probability too small for a number is one that is not.</summary>
    public static Expr Sqrt(Expr value) => value.Axes.HasFlag(Axes.Class) && IsPositive(value) && !IsBounded(value) ? Power(value, 0.5) : LossMath.Sqrt(value);

    /// <summary>Of a value that is positive, a power that is no whole number as exp(exponent log value): neither it nor its derivative becomes infinite where the value is too small for a number.</summary>
    public static Expr Power(Expr value, double exponent)
        => IsPositive(value) && (exponent < 0 || exponent != Math.Floor(exponent)) ? Exp(exponent * Log(value)) : LossMath.Power(value, exponent);

    private static Expr Sigmoid(Expr value) => Divide(value.Of(1), 1 + LossMath.Exp(-value));

    /// <summary>x where the value is 1 / (1 + exp(-x)) or exp(x) / (1 + exp(x)), which are an exponential by now; null for all others.</summary>
    private static Expr? ArgumentOfSigmoid(Expr value)
    {
        if (value.Node is not Node.Unary { Op: UnaryOp.Exp } exp || SizeIn(value.Inside(exp.Operand)) is not { } size)
        {
            return null;
        }

        // The size is that of x or of -x: equal values of a graph are one.
        Expr? found = null;
        foreach (Expr argument in (Expr[])[size, -size])
        {
            if (Sigmoid(argument) == value || Divide(LossMath.Exp(argument), 1 + LossMath.Exp(argument)) == value)
            {
                found = argument;
            }
        }

        return found;

        static Expr? SizeIn(Expr part) => part.Node switch
        {
            Node.Unary { Op: UnaryOp.Abs } abs => part.Inside(abs.Operand),
            Node.Unary unary => SizeIn(part.Inside(unary.Operand)),
            Node.Binary both => SizeIn(part.Inside(both.Left)) ?? SizeIn(part.Inside(both.Right)),
            _ => null,
        };
    }

    /// <summary>x where the value is exp(x), as of a softmax; null for all others.</summary>
    private static Expr? Exponent(Expr value) => value.Node switch
    {
        Node.Unary { Op: UnaryOp.Exp } exp => value.Inside(exp.Operand),
        Node.Softmax softmax => LossMath.LogSoftmax(value.Inside(softmax.Operand)),
        _ => null,
    };

    /// <summary>x where the value is 1 + exp(x); null for all others.</summary>
    private static Expr? OnePlus(Expr value)
        => value.Node is not Node.Binary { Op: BinaryOp.Add } sum ? null
            : value.Inside(sum.Left).IsNumber(1) && value.Inside(sum.Right).Node is Node.Unary { Op: UnaryOp.Exp } right ? value.Inside(right.Operand)
            : value.Inside(sum.Right).IsNumber(1) && value.Inside(sum.Left).Node is Node.Unary { Op: UnaryOp.Exp } left ? value.Inside(left.Operand)
            : null;

    /// <summary>Above 0 whatever the logits are, by the way it is made.</summary>
    private static bool IsPositive(Expr value) => value.Node switch
    {
        Node.Softmax or Node.Unary { Op: UnaryOp.Exp } => true,
        Node.Number number => number.Value > 0,
        Node.ClassCount => true,
        Node.At at => IsPositive(value.Inside(at.Operand)),
        Node.Reduce reduce => IsPositive(value.Inside(reduce.Operand)),
        Node.Select select => IsPositive(value.Inside(select.WhereTrue)) && IsPositive(value.Inside(select.WhereFalse)),
        Node.Detach detach => IsPositive(value.Inside(detach.Operand)),
        Node.Binary { Op: BinaryOp.Add or BinaryOp.Multiply or BinaryOp.Divide } both => IsPositive(value.Inside(both.Left)) && IsPositive(value.Inside(both.Right)),
        Node.Binary { Op: BinaryOp.Power } power => IsPositive(value.Inside(power.Left)),
        _ => false,
    };

    /// <summary>Of a positive value: whether it stays away from 0, whatever the logits are.</summary>
    private static bool IsBounded(Expr value) => value.Node switch
    {
        Node.Number or Node.ClassCount => true,
        Node.Select select => IsBounded(value.Inside(select.WhereTrue)) && IsBounded(value.Inside(select.WhereFalse)),
        Node.Binary { Op: BinaryOp.Add } sum => IsBounded(value.Inside(sum.Left)) || IsBounded(value.Inside(sum.Right)),
        Node.Binary { Op: BinaryOp.Multiply or BinaryOp.Divide } both => IsBounded(value.Inside(both.Left)) && IsBounded(value.Inside(both.Right)),
        _ => false,
    };

    /// <summary>Whether it becomes 0 with a probability that is too small for a number, and its derivative for the logits as well.</summary>
    private static bool Vanishes(Expr value) => value.Node switch
    {
        Node.Softmax or Node.Unary { Op: UnaryOp.Exp } => true,
        Node.Detach detach => Vanishes(value.Inside(detach.Operand)),
        Node.Unary { Op: UnaryOp.Negate } negated => Vanishes(value.Inside(negated.Operand)),
        Node.Binary { Op: BinaryOp.Add } sum => IsPositive(value) && Vanishes(value.Inside(sum.Left)) && Vanishes(value.Inside(sum.Right)),
        Node.Binary { Op: BinaryOp.Multiply } product => Vanishes(value.Inside(product.Left)) || Vanishes(value.Inside(product.Right)),
        Node.Binary { Op: BinaryOp.Divide } quotient => Vanishes(value.Inside(quotient.Left)),
        Node.Binary { Op: BinaryOp.Power } power => value.Inside(power.Right).Node is Node.Number { Value: >= 1 } && Vanishes(value.Inside(power.Left)),
        _ => false,
    };

    /// <summary>Whether it can be infinite at a class, whose logit may be.</summary>
    private static bool MayBeInfinite(Expr value) => value.Node switch
    {
        Node.LogSoftmax or Node.StudentLogits or Node.TeacherLogits or Node.Unary { Op: UnaryOp.Log or UnaryOp.Reciprocal } => true,
        Node.Unary unary => MayBeInfinite(value.Inside(unary.Operand)),
        Node.Binary { Op: BinaryOp.Divide } quotient => MayBeInfinite(value.Inside(quotient.Left)) || value.Inside(quotient.Right).Axes.HasFlag(Axes.Class),
        Node.Binary { Op: BinaryOp.Power } power => value.Inside(power.Right).Node is Node.Number { Value: < 0 } || MayBeInfinite(value.Inside(power.Left)),
        Node.Binary { Op: not (BinaryOp.Greater or BinaryOp.Equal) } both => MayBeInfinite(value.Inside(both.Left)) || MayBeInfinite(value.Inside(both.Right)),
        Node.Detach detach => MayBeInfinite(value.Inside(detach.Operand)),
        Node.Select select => MayBeInfinite(value.Inside(select.WhereTrue)) || MayBeInfinite(value.Inside(select.WhereFalse)),
        _ => false,
    };
}
