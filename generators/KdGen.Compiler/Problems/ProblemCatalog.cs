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
            "{0} needs a map but receives a vector of {1} from {2}: {3}", Error),
        new(ProblemCode.KernelTooLarge, Shapes,
            "The kernel is larger than its padded input",
            "kernel {0} does not fit a {1} map{2} from {3}: {4}", Error),
        new(ProblemCode.GroupsDoNotDivide, Shapes,
            "Groups does not divide the channels",
            "{0} has {1} groups, which do not divide {2}: use {3}", Error),
        new(ProblemCode.NoInput, Declaration,
            "A model has no [Input]",
            "{0} has no [Input]: add the shape of one sample, for example {1}", Error),
        new(ProblemCode.OutOfRange, Declaration,
            "An argument is out of its range",
            "{0} has {1}: {2}", Error),
        new(ProblemCode.OperatorsSplit, Declaration,
            "Operators stand on several parts of a class",
            "the operators of {0} stand on several parts of it, whose order is not fixed: put all on one part", Error),
        new(ProblemCode.ClassesDiffer, Distillation,
            "Teacher and student have different classes",
            "{0} needs equal classes: teacher {1} has {2}, student {3} has {4}", Error),
        new(ProblemCode.InputsDiffer, Distillation,
            "Teacher and student have different inputs",
            "one batch feeds both models, but teacher {0} takes {1} and student {2} takes {3}: give both the same [Input]", Error),
        new(ProblemCode.TemperatureNotPositive, Distillation,
            "A temperature is not positive",
            "{0} has T = {1}: a temperature is above 0, for example T = 4", Error),
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
