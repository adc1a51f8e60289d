using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Losses.Catalog;

/// <summary>What several losses are made of.</summary>
internal static class Formulas
{
    /// <summary>As good as minus infinity in a softmax, and yet a number that differences can be taken of.</summary>
    private const double Lowest = -1e30;

    /// <summary>The teacher's log-probabilities at the temperature.</summary>
    public static Expr LogP(TermInputs inputs) => LogSoftmax(inputs.Teacher / inputs.T);

    /// <summary>The student's log-probabilities at the temperature.</summary>
    public static Expr LogQ(TermInputs inputs) => LogSoftmax(inputs.Student / inputs.T);

    /// <summary>-log q of one class of each row, at T = 1.</summary>
    public static Expr CrossEntropy(Expr logits, Expr @class) => -At(LogSoftmax(logits), @class);

    /// <summary>KL(p || q) of each row, from the logits of both.</summary>
    public static Expr Divergence(Expr p, Expr q) => Sum(ZeroTimes(Softmax(p), LogSoftmax(p) - LogSoftmax(q))).As("divergence");

    /// <summary>A value times T².</summary>
    public static Expr TimesSquareOf(this Expr value, Expr temperature) => value * (temperature * temperature);

    /// <summary>The logits where <paramref name="isKept"/> is 1; a softmax gives nothing to the others.</summary>
    public static Expr Only(Expr isKept, Expr logits) => Select(isKept, logits, logits.Of(Lowest));

    /// <summary>The logits of all classes but one; a softmax gives nothing to that one.</summary>
    public static Expr Without(Expr isLeftOut, Expr logits) => Select(isLeftOut, logits.Of(Lowest), logits);

    /// <summary>
    /// (z - mean) / (standard deviation + 1e-7) of each row, to be read by a softmax; the deviation's divisor is C - 1. Neither a softmax nor the deviation changes with what is added to all classes, and so
    /// no gradient flows through the mean. It is told by the first class, so that it is exact where the classes do not differ.
    /// </summary>
    public static Expr Standardized(TermInputs inputs, Expr logits)
    {
        Expr first = At(logits, logits.Of(0)).As("first");
        Expr centred = (logits - Detach(first + Sum(logits - first) / inputs.ClassCount).As("mean")).As("centred");
        Expr deviation = Sqrt(Sum(centred * centred) / Maximum(inputs.ClassCount - 1, inputs.ClassCount.Of(1))).As("deviation");
        return (centred / (deviation + 1e-7)).As("standardized");
    }
}
