using System;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using static KdGen.Compiler.Losses.Catalog.Formulas;
using static KdGen.Compiler.Losses.LossMath;

namespace KdGen.Compiler.Losses.Catalog;

/// <summary>Losses with the class of each sample, the label's or the one that the teacher takes for it.</summary>
internal static class LabelLosses
{
    private static readonly OpParameter IgnoreIndex = new("IgnoreIndex", ParameterType.Integer, new Constant.Integer(-100), false, static _ => true, "");

    private static readonly OpParameter ClassWeights = OpParameter.Reals("ClassWeights", static weight => weight >= 0 && OpParameter.IsFinite(weight), "a weight is a finite number, at least 0");

    private static readonly OpParameter SoftTargets = OpParameter.Flag("SoftTargets", false);

    public static readonly LossSpec CE = new(
        LossKind.CE,
        "CE({student}, labels)",
        new(["CE is the mean over the batch of -log q[label], q = softmax({student})."]),
        LossReads.Student | LossReads.Labels,
        null,
        new(
        [
            OpParameter.Real("LabelSmoothing", 0, static value => value is >= 0 and <= 1, "smoothing is between 0 and 1"),
            ClassWeights,
            IgnoreIndex,
            SoftTargets,
        ]),
        static inputs =>
        {
            Expr logQ = LogSoftmax(inputs.Student);
            double smoothing = inputs.Number("LabelSmoothing");
            Expr Smoothed(Expr ofLabel, Func<Expr> ofEachClass) => smoothing == 0 ? ofLabel : ((1 - smoothing) * ofLabel + smoothing * ofEachClass()).As("smoothed");

            if (inputs.Flag("SoftTargets"))
            {
                Expr targets = Smoothed(inputs.Targets, () => 1 / inputs.ClassCount);
                return inputs.MeanOfRows(-Sum(ZeroTimes(inputs.ClassWeights is { } each ? targets * each : targets, logQ)));
            }

            if (inputs.ClassWeights is not { } weights)
            {
                return inputs.MeanOfCounted(Smoothed(-At(logQ, inputs.Label), () => -Sum(logQ) / inputs.ClassCount));
            }

            Expr weight = At(weights, inputs.Label);
            Expr row = Smoothed(weight * -At(logQ, inputs.Label), () => -Sum(weights * logQ) / inputs.ClassCount);
            return inputs.MeanOfWeighed(row, weight);
        })
    {
        LeastClasses = 2,
        ForOneClass = LossKind.BCE,
        Notes = new(
        [
            new OptionNote("LabelSmoothing", "LabelSmoothing takes so much from the label and spreads it over all classes."),
            new OptionNote("ClassWeights", "ClassWeights weigh each class; the mean is weighted by those of the labels."),
            new OptionNote("SoftTargets", "The labels are probabilities: CE is then the mean over the batch of the sum over the classes of -labels log q."),
        ]),
    };

    public static readonly LossSpec BCE = new(
        LossKind.BCE,
        "BCE({student}, labels)",
        new(["BCE is the mean over batch and classes of -y log s - (1 - y) log(1 - s), s = sigmoid({student}), y = 1 for the label's class and 0 for all others; with one class y is the label."]),
        LossReads.Student | LossReads.Labels,
        null,
        new([IgnoreIndex, SoftTargets]),
        static inputs =>
        {
            Expr z = inputs.Student;
            Expr y = inputs.Flag("SoftTargets") ? inputs.Targets : Select(inputs.ClassCount.With(BinaryOp.Equal, inputs.ClassCount.Of(1)), inputs.Label, IsClass(inputs.Label)).As("y");

            // -log(1 - s) = max(z, 0) + log(1 + exp(-|z|)), whatever the size of z; max(z, 0) = (z + |z|) / 2 has the derivative 1/2 at 0.
            Expr softplus = ((z + Abs(z)) / 2 + Log(1 + Exp(-Abs(z)))).As("softplus");
            return inputs.MeanOfCounted(Sum(softplus - z * y)) / inputs.ClassCount;
        })
    {
        IsBinary = true,
        Notes = new([new OptionNote("SoftTargets", "The labels are probabilities: y is the class's.")]),
    };

    public static readonly LossSpec MultiMargin = new(
        LossKind.MultiMargin,
        "MultiMargin({student}, labels)",
        new(["MultiMargin is the mean over the batch of the sum over the classes but the label of max(0, Margin - {student}[label] + {student}[class])^P, divided by C."]),
        LossReads.Student | LossReads.Labels,
        null,
        new(
        [
            OpParameter.Real("Margin", 1, OpParameter.IsFinite, "a margin is a finite number"),
            new OpParameter("P", ParameterType.Integer, new Constant.Integer(1), false, static value => value is 1 or 2, "the power is 1 or 2"),
            ClassWeights,
        ]),
        static inputs =>
        {
            Expr isLabel = IsClass(inputs.Label);
            Expr excess = Maximum(inputs.Student - At(inputs.Student, inputs.Label) + inputs.Number("Margin"), inputs.Student.Of(0)).As("excess");
            Expr sum = Sum((1 - isLabel) * (inputs.Number("P") == 2 ? excess * excess : excess)).As("hinge");
            return inputs.MeanOfCounted(inputs.ClassWeights is { } weights ? At(weights, inputs.Label) * sum : sum) / inputs.ClassCount;
        });

    public static readonly LossSpec HardLabel = new(
        LossKind.HardLabel,
        "CE({student}, argmax {teacher})",
        new(["CE with the teacher's class is the mean over the batch of -log q[argmax {teacher}], q = softmax({student})", "(Touvron et al. 2021, Training data-efficient image transformers, arXiv:2012.12877: hard distillation)."]),
        LossReads.Student | LossReads.Teacher,
        null,
        default,
        static inputs => inputs.MeanOfRows(CrossEntropy(inputs.Student, ArgMax(inputs.Teacher))));
}
