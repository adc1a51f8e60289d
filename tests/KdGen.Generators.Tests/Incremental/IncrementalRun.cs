using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Incremental;

/// <summary>Two runs of one driver, before and after an edit: why each step's value is what it is, by step and declaration.</summary>
internal sealed class IncrementalRun
{
    private readonly Dictionary<(string Step, string Declaration), IncrementalStepRunReason> steps = [];
    private readonly Dictionary<(string Step, string Declaration), IncrementalStepRunReason> outputs = [];

    public IncrementalRun(Compilation before, params Compilation[] after)
    {
        GeneratorDriver driver = GeneratorHarness.Driver().RunGenerators(before);
        Before = GeneratorHarness.FilesOf(driver);
        foreach (Compilation compilation in after)
        {
            driver = driver.RunGenerators(compilation);
        }

        After = GeneratorHarness.FilesOf(driver);
        GeneratorRunResult result = driver.GetRunResult().Results[0];
        foreach (IncrementalGeneratorRunStep step in result.TrackedSteps.Where(step => TrackingNamesOfOurs.Contains(step.Key)).SelectMany(step => step.Value))
        {
            foreach ((object value, IncrementalStepRunReason reason) in step.Outputs)
            {
                steps.Add((step.Name!, DeclarationOf(value)), reason);
            }
        }

        foreach (IncrementalGeneratorRunStep step in result.TrackedOutputSteps.SelectMany(step => step.Value))
        {
            (string name, string declaration) = Origin(step);
            outputs.Add((name, declaration), Assert.Single(step.Outputs).Reason);
        }
    }

    public static ImmutableHashSet<string> TrackingNamesOfOurs { get; } =
        [.. typeof(TrackingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    public ImmutableSortedDictionary<string, string> Before { get; }

    public ImmutableSortedDictionary<string, string> After { get; }

    /// <summary>The reason of a step for a declaration.</summary>
    public IncrementalStepRunReason this[string step, string declaration] => steps[(step, declaration)];

    /// <summary>Every value that some step worked out anew and found different, as "Step Declaration".</summary>
    public IEnumerable<string> Changed => Where(steps, reason => reason is IncrementalStepRunReason.Modified or IncrementalStepRunReason.New or IncrementalStepRunReason.Removed);

    /// <summary>Every step that ran, whatever it found, as "Step Declaration".</summary>
    public IEnumerable<string> Ran => Where(steps, reason => reason is not IncrementalStepRunReason.Cached);

    /// <summary>The files that were written anew, by the step that holds their text, as "EmitLoss Declaration".</summary>
    public IEnumerable<string> Written => Where(outputs, reason => reason is not IncrementalStepRunReason.Cached);

    private static IEnumerable<string> Where(Dictionary<(string Step, string Declaration), IncrementalStepRunReason> reasons, Func<IncrementalStepRunReason, bool> condition) =>
        reasons.Where(entry => condition(entry.Value)).Select(entry => $"{entry.Key.Step} {entry.Key.Declaration}").Order(StringComparer.Ordinal);

    private static string DeclarationOf(object attempt) => (string)attempt.GetType().GetProperty("Name")!.GetValue(attempt)!;

    // An output's step has no value that tests can read: the text that it adds lies in the named step above it.
    private static (string Step, string Declaration) Origin(IncrementalGeneratorRunStep step)
    {
        (IncrementalGeneratorRunStep source, int index) = step.Inputs[0];
        return source.Name is { } name && TrackingNamesOfOurs.Contains(name) ? (name, DeclarationOf(source.Outputs[index].Value)) : Origin(source);
    }
}
