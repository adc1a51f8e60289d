using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Ops;

namespace KdGen.Compiler.Tests.Cuda;

/// <summary>Every loss of the language that is fused, as a test names it.</summary>
internal static class CudaLosses
{
    private static readonly double[] classWeights = [0.5, 1, 2];

    public static IReadOnlyList<(string Name, LossKind Kind, (string Name, Constant Value)[] Options)> All { get; } =
    [
        .. LossCatalog.All.Where(static spec => spec.Features is null && spec.Kind != LossKind.DIST).Select(static spec => (spec.Kind.ToString(), spec.Kind, Array.Empty<(string, Constant)>())),
        ("CE, smoothed", LossKind.CE, [("LabelSmoothing", new Constant.Real(0.1))]),
        ("CE, weighted", LossKind.CE, [("ClassWeights", new Constant.Reals(new(classWeights)))]),
        ("CE, weighted and smoothed", LossKind.CE, [("ClassWeights", new Constant.Reals(new(classWeights))), ("LabelSmoothing", new Constant.Real(0.1))]),
        ("CE, soft", LossKind.CE, [("SoftTargets", new Constant.Bool(true))]),
        ("BCE, soft", LossKind.BCE, [("SoftTargets", new Constant.Bool(true))]),
        ("MultiMargin, squared and weighted", LossKind.MultiMargin, [("P", new Constant.Integer(2)), ("ClassWeights", new Constant.Reals(new(classWeights)))]),
        ("KL, standardized", LossKind.KL, [("Standardize", new Constant.Bool(true))]),
        ("DKD, standardized", LossKind.DKD, [("Standardize", new Constant.Bool(true))]),
        ("JSD, 0", LossKind.JSD, [("Beta", new Constant.Real(0))]),
        ("JSD, 1", LossKind.JSD, [("Beta", new Constant.Real(1))]),
        ("TopKKL, 2", LossKind.TopKKL, [("K", new Constant.Integer(2))]),
        ("TopKKL, tail", LossKind.TopKKL, [("K", new Constant.Integer(2)), ("Tail", new Constant.Bool(true))]),
    ];

    /// <summary>One of them by name, or several: "CE + KL". The temperature 4 is a setting, and so are the weights.</summary>
    public static Graph Graph(string names)
    {
        GraphBuilder graph = new();
        List<GraphTerm> terms = [];
        foreach (string name in names.Split(" + "))
        {
            (_, LossKind kind, (string Name, Constant Value)[] options) = All.Single(loss => loss.Name == name);
            LossSpec spec = LossCatalog.Of(kind);
            LossTerm declared = new(kind, 0.7, 4) { Options = options.Select(static option => new BoundArgument(option.Name, option.Value, IsWritten: true, "")).ToEquatableArray() };
            bool isSoft = options.Any(static option => option.Name == "SoftTargets");
            TermInputs inputs = new(graph, new Node.StudentLogits("student"), new Node.TeacherLogits("teacher"), new Node.Setting("T", 4), declared, isSoft);
            string term = kind.ToString().ToLowerInvariant();
            terms.Add(new(term, spec.Build(inputs).Index, graph.Add(new Node.Setting(char.ToUpperInvariant(term[0]) + term[1..] + "Weight", 0.7))));
        }

        return new(graph.Nodes, terms.ToEquatableArray());
    }

    /// <summary>Rows and classes that it is tried with.</summary>
    public static IEnumerable<(int Rows, int Classes)> Shapes(string name)
    {
        if (name.Contains("weighted", StringComparison.Ordinal))
        {
            return [(1, 3), (5, 3)];
        }

        // Two standardised classes are the same whatever the logits: their gradient is nothing but rounding.
        if (name.Contains("standardized", StringComparison.Ordinal))
        {
            return [(3, 1), (1, 3), (5, 17), (2, 1000)];
        }

        return name.StartsWith("TopKKL", StringComparison.Ordinal) ? [(3, 17), (4, 3), (2, 1000)] : [(3, 1), (4, 2), (1, 3), (5, 17), (2, 1000)];
    }
}
