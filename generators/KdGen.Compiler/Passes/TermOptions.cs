using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>The options of terms: those that all have, those of a form, those that the table gives a loss.</summary>
internal static class TermOptions
{
    // What is wrong about a weight has a rule of its own, KDG2014, and about T KDG2012.
    private static readonly EquatableArray<OpParameter> OfAll = new([OpParameter.Real("Weight", 1, static _ => true, ""), OpParameter.Optional("Phase", 1, "phases count from 1, Phase is"), .. TermSchedule.Parameters]);

    private static IEnumerable<OpParameter> BetweenStages(FeatureNeeds needs) =>
    [
        .. needs.ReadsAttention ? (OpParameter[])[] : [OpParameter.Flag("PreAct", needs.IsBeforeActivation)], OpParameter.List("TeacherLayers"), OpParameter.List("StudentLayers"),
        Named("Teacher"), Named("Student"), OpParameter.Texts("TeacherStages"), OpParameter.Texts("StudentStages"),
        .. needs.Pretraining is null ? (OpParameter[])[] : [OpParameter.Optional("Pretrain", 1, "phases count from 1, Pretrain is")],
        .. needs.Projects && needs.Module is null ? [OpParameter.Choice("Project", nameof(ProjectorKind.None))] : (OpParameter[])[],
    ];

    /// <summary>More than these are not listed one by one.</summary>
    private const int ManyLosses = 8;

    /// <summary>A number that is no projector, which only a cast gives.</summary>
    private static readonly string ProjectorNames = "the projectors are " + string.Join(", ", ProjectorCatalog.All.Select(static spec => $"Projector.{spec.Kind}")) + " and Projector.Auto";

    /// <summary>Whether a loss compares features, which stages of both models are named for.</summary>
    public static bool IsBetweenStages(LossSpec spec) => spec.Features is not null;

    /// <summary>The options of a loss.</summary>
    public static EquatableArray<OpParameter> Of(LossSpec spec)
        => OfAll.Concat(spec.Features is { } needs ? BetweenStages(needs).Concat(Temperature(spec)) : OnLogits(spec)).Concat(spec.Options).ToEquatableArray();

    /// <summary>The attribute as it is bound: without its loss, and without options that the loss does not have, of which the user is told.</summary>
    /// <param name="attribute">The term.</param>
    /// <param name="spec">Its loss.</param>
    /// <param name="own">The options of that, see <see cref="Of"/>.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static AttributeDecl Read(AttributeDecl attribute, LossSpec spec, EquatableArray<OpParameter> own, List<Problem> problems)
    {
        List<Argument> arguments = [];
        foreach (Argument argument in attribute.Arguments.Where(static argument => argument.Name != "kind"))
        {
            if (argument.Value is Constant.Integer number && NamesOf(argument.Name) is { } names)
            {
                problems.Add(new Problem(ProblemCode.OutOfRange, attribute.Node, argument.Name, attribute.Name, $"{argument.Name} = {Scope.Code(number)}", names));
            }

            if (argument.Value is Constant.Invalid || own.Any(option => option.Name == argument.Name) || Reason(spec, argument.Name) is not { } reason)
            {
                arguments.Add(argument);
                continue;
            }

            // Two lists that go together are one slip.
            string? other = argument.Name == "TeacherLayers" ? "StudentLayers" : argument.Name == "StudentLayers" ? "TeacherLayers" : null;
            bool isPair = attribute.Arguments.Any(written => written.Name == other);
            if (isPair && argument.Name == "StudentLayers")
            {
                continue;
            }

            problems.Add(new Problem(ProblemCode.OptionIgnored, attribute.Node, argument.Name, spec.Name, isPair ? $"{argument.Name} and {other}" : argument.Name, isPair ? reason.Replace("it is an option", "they are options") : reason)
            {
                Fixes = new(
                [
                    isPair ? new Fix("DropLayers", "Remove the layers", Edit.Drop(attribute.Node, argument.Name), Edit.Drop(attribute.Node, other!))
                        : new Fix("Drop" + argument.Name, $"Remove {argument.Name}", Edit.Drop(attribute.Node, argument.Name)),
                ]),
            });
        }

        return attribute with { Arguments = arguments.ToEquatableArray() };
    }

    /// <summary>What an option that takes a member of an enum takes; null for others. Only a cast gives it another number.</summary>
    private static string? NamesOf(string option) => option switch
    {
        "Project" => ProjectorNames,
        "Schedule" => TermSchedule.Courses,
        _ => null,
    };

    private static IEnumerable<OpParameter> OnLogits(LossSpec spec) =>
    [
        .. Temperature(spec),
        Named("Student"),
        .. (spec.Reads & LossReads.Teacher) != 0 ? [Named("Teacher")] : (OpParameter[])[],
    ];

    private static OpParameter[] Temperature(LossSpec spec) => spec.Temperature is { } temperature ? [OpParameter.Real("T", temperature, static _ => true, "")] : [];

    /// <summary>The name of a stage, or none.</summary>
    private static OpParameter Named(string name) => OpParameter.Text(name) with { IsRequired = false };

    /// <summary>Why a loss does not have an option; null for what is an option of no loss.</summary>
    private static string? Reason(LossSpec loss, string option)
    {
        LossSpec[] have = [.. LossCatalog.All.Where(spec => Of(spec).Any(other => other.Name == option))];
        string[] others = [.. have.Select(static spec => spec.Kind.ToString())];
        return others.Length == 0 ? null
            : option == "T" ? "it has no temperature"
            : option == "Teacher" ? "it does not read the teacher's logits"
            : loss.Features is { ReadsAttention: true } && option == "PreAct" ? "it compares attention scores"
            : have.Contains(LossCatalog.Of(LossKind.Hint)) && have.Length > ManyLosses ? "it is an option of losses between stages"
            : $"it is an option of {(others.Length == 1 ? "" : string.Join(", ", others.Take(others.Length - 1)) + " and ")}{others[others.Length - 1]}";
    }
}
