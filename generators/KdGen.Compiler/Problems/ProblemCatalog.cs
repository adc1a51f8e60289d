using KdGen.Compiler.Collections;
using static KdGen.Compiler.Problems.ProblemSeverity;

namespace KdGen.Compiler.Problems;

/// <summary>The rules: every problem that the compiler can find, with its words.</summary>
internal static class ProblemCatalog
{
    public const string Shapes = "KdGen.Shapes";
    public const string Declaration = "KdGen.Declaration";
    public const string Distillation = "KdGen.Distillation";

    /// <summary>All rules, by rising number.</summary>
    public static readonly EquatableArray<ProblemRule> All = new(
    [
        new(ProblemCode.ConvChannels, Shapes,
            "Conv states other input channels than it receives",
            "{0} states {1} input channels but receives {2} from {3}", Error),
        new(ProblemCode.LinearFeatures, Shapes,
            "Linear states other inputs than it receives",
            "{0} states {1} inputs but receives {2} {3}", Error),
        new(ProblemCode.MapNotFlattened, Shapes,
            "A map arrives where a vector is needed",
            "{0} receives a {1} map from {2}: add Flatten or GlobalAvgPool {3}", Error),
        new(ProblemCode.WrongRank, Shapes,
            "A vector arrives where a map is needed",
            "{0} needs {1} but receives {2} from {3}: {4}", Error),
        new(ProblemCode.KernelTooLarge, Shapes,
            "The kernel is larger than its padded input",
            "kernel {0} does not fit {1}{2} from {3}: {4}", Error),
        new(ProblemCode.GroupsDoNotDivide, Shapes,
            "Groups does not divide the channels",
            "{0} has {1} groups, which do not divide {2}: use {3}", Error),
        new(ProblemCode.GroupsDoNotDivideChannels, Shapes,
            "GroupNorm does not divide the channels",
            "{0} has {1} groups, which do not divide {2} channels: use {3}", Error),
        new(ProblemCode.HeadsDoNotDivide, Shapes,
            "Attention heads do not divide the features",
            "{0} heads do not divide {1} features: use {2}", Error),
        new(ProblemCode.PatchDoesNotDivide, Shapes,
            "The patch does not divide the map",
            "patches of {0} do not divide a {1} map from {2}: use {3}", Error),
        new(ProblemCode.ResidualShapesDiffer, Shapes,
            "A residual adds other shapes",
            "Residual adds the input {0} to {1} from {2}: {3}", Error),
        new(ProblemCode.JoinShapesDiffer, Shapes,
            "A sum of different shapes",
            "{0} adds {1} from {2} and {3} from {4}: a sum needs equal shapes", Error),
        new(ProblemCode.CatShapesDiffer, Shapes,
            "Concatenated shapes differ",
            "{0} concatenates {1} from {2} and {3} from {4}: all but the channels must be equal, pool or upsample one of them", Error),
        new(ProblemCode.ChannelsDoNotDivide, Shapes,
            "The channels cannot be split like that",
            "{0} splits {1} channels into {2}, which does not divide them: use {3}", Error),
        new(ProblemCode.ReshapeChangesCount, Shapes,
            "Reshape changes the number of values",
            "Reshape makes {0} ({1} values) of {2} ({3} values): use {4}", Error),
        new(ProblemCode.WrongType, Shapes,
            "Numbers and indices are mixed up",
            "{0} takes {1} but receives {2} from {3}: {4}", Error),
        new(ProblemCode.StatedShapeDiffers, Shapes,
            "[Shape] states another shape",
            "[Shape] states {0} but {1} gives {2}: state {2}", Error),
        new(ProblemCode.ShapeUnknown, Shapes,
            "The shape is unknown from here on",
            "the shape is unknown after {0}: add [Shape(..)] to {1} to check what follows", Info),
        new(ProblemCode.NoInput, Declaration,
            "A model has no [Input]",
            "{0} has no [Input]: add the shape of one sample, for example {1}", Error),
        new(ProblemCode.SizeUnknown, Shapes,
            "A layer needs a size that is unknown",
            "{0} needs {1}, which is unknown after {2}: add [Shape(..)] to {3}", Error),
        new(ProblemCode.RankDiffers, Shapes,
            "A block is used on inputs of different kinds",
            "{0} is used on {1} and on {2}: make a block for each", Error),
        new(ProblemCode.OutOfRange, Declaration,
            "An argument is out of its range",
            "{0} has {1}: {2}", Error),
        new(ProblemCode.OperatorsSplit, Declaration,
            "Operators stand on several parts of a class",
            "the operators of {0} stand on several parts of it, whose order is not fixed: put all on one part", Error),
        new(ProblemCode.NoSuchStage, Declaration,
            "An operator names a class that cannot be used there",
            "{0} names {1}, {2}", Error),
        new(ProblemCode.BlockArguments, Declaration,
            "A block is given wrong arguments",
            "{0} {1}: {2}", Error),
        new(ProblemCode.Composition, Declaration,
            "Composition that cannot be built",
            "{0} {1}: {2}", Error),
        new(ProblemCode.ClassesDiffer, Distillation,
            "Teacher and student have different classes",
            "{0} needs equal classes: teacher {1} has {2}, student {3} has {4}", Error),
        new(ProblemCode.FeatureChannelsDiffer, Distillation,
            "Features of different channels are compared",
            "{0} compares {1} ({2}) with {3} ({4}), which have {5} and {6} {7}: name stages of one shape", Error),
        new(ProblemCode.FeatureSizesDiffer, Distillation,
            "Features of different sizes are compared",
            "{0} compares {1} ({2}) with {3} ({4}), which would broadcast or fail: name stages of one shape", Error),
        new(ProblemCode.TapOfOtherModel, Distillation,
            "A loss names a stage that cannot be read",
            "the loss reads {0}, which is {1}: {2}", Error),
        new(ProblemCode.InputsDiffer, Distillation,
            "Teacher and student have different inputs",
            "one batch feeds both models, but teacher {0} takes {1} and student {2} takes {3}: give both the same [Input]", Error),
        new(ProblemCode.TemperatureNotPositive, Distillation,
            "A temperature is not positive",
            "{0} has T = {1}: a temperature is above 0, for example T = 4", Error),
        new(ProblemCode.NoPreActivation, Distillation,
            "There is nothing before an activation to take",
            "PreAct needs {0} to end in an activation or to have a norm right behind it, but it ends in {1}: leave PreAct out or name another stage", Error),
        new(ProblemCode.NoLoss, Distillation,
            "A recipe has no loss",
            "{0} has no loss with a weight above 0: add {1}", Error),
        new(ProblemCode.NeedsTeacher, Distillation,
            "A loss reads a teacher that the recipe does not have",
            "{0} reads a teacher, which {1} does not have: use [Distill<Teacher, {2}>]", Error),
        new(ProblemCode.NotAModel, Distillation,
            "A recipe needs a model",
            "{0} is no model: give it [Input] and operators, or derive it from torch.nn.Module<Tensor, Tensor>", Error),
        new(ProblemCode.NotOneOptimizer, Declaration,
            "A recipe has no optimizer, or several",
            "{0} has {1}: {2}", Error),
        new(ProblemCode.NotPartial, Declaration,
            "Code cannot be added to the class",
            "code cannot be added to {0}: make {1}", Error),
        new(ProblemCode.WeightsDiffer, Declaration,
            "The weights file does not fit the model",
            "{0} {1}: {2}", Error),
        new(ProblemCode.WeightsUnread, Declaration,
            "The weights file could not be checked",
            "{0} was not checked: {1}", Warning),
    ]);

    /// <summary>What is said about <paramref name="code"/>.</summary>
    public static ProblemRule Of(ProblemCode code)
    {
        foreach (ProblemRule rule in All)
        {
            if (rule.Code == code)
            {
                return rule;
            }
        }

        // A code without a rule is a slip in this table, which a test finds; the compiler itself never throws.
        return new ProblemRule(code, Declaration, code.ToString(), code.ToString(), Error);
    }
}
