using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>Value and gradient: in one pass over the rows where the tensors allow it, and else by autograd.</summary>
internal static partial class LossEmitter
{
    /// <summary>The method that has the terms that are not computed row by row, in a recipe that has others too.</summary>
    public const string OtherTerms = "OtherTerms";

    private const string RowLoss = "KdGen::Kernels.RowLoss";

    private static bool IsMixed(LossPlan plan) => plan.Fused.Count > 0 && plan.Composed.Count > 0;

    private static void Differentiable(CodeWriter writer, RecipeIr recipe, LossPlan plan)
    {
        writer.Line($"/// <summary>{RecipeText.Formula(recipe)}.</summary>");
        Remarks(writer, recipe);
        Parameters(writer, recipe);
        writer.Line("/// <returns>A scalar that can be differentiated.</returns>");
        string signature = Signature(recipe, Names.Tensor, "Loss");
        if (plan.Fused.Count == 0)
        {
            writer.Lines(signature, $"    => ComposedLoss({Arguments(recipe)});");
            return;
        }

        string[] learned = [.. RecipeText.LearnedInputs(recipe)];
        string[] gradients = GradientNames(recipe, learned);
        writer.Open(signature);
        writer.Lines(
            $"if (!{(plan.Fused.Count == 1 ? Taken(plan) : $"({Taken(plan)})")}) return ComposedLoss({Arguments(recipe)});",
            "",
            "using var scope = TorchSharp::torch.NewDisposeScope();",
            $"var (value, {string.Join(", ", gradients)}) = LossAndGradient({Arguments(recipe)});",
            $"var loss = KdGen::Kernels.LossInputs.Differentiable(value, [{string.Join(", ", learned)}], [{string.Join(", ", gradients)}]);",
            $"return (loss ?? ComposedLoss({Arguments(recipe)})).MoveToOuterDisposeScope();");
        writer.Close();
    }

    private static void WithGradient(CodeWriter writer, RecipeIr recipe, LossPlan plan)
    {
        string[] learned = [.. RecipeText.LearnedInputs(recipe)];
        writer.Line($"/// <summary>The value of <c>Loss</c> and its gradient for {Listed(learned)}, both without a graph.</summary>");
        writer.Line(SameParameters(recipe));
        writer.Open(Signature(recipe, Gradients(learned), "LossAndGradient"));
        bool isOnePass = plan is { Fused.Count: 1, Composed.Count: 0 } && learned.Length == 1;
        if (plan.Fused.Count > 0)
        {
            writer.Line("settings ??= LossSettings.Declared;");
        }

        if (isOnePass)
        {
            writer.Open($"if ({Taken(plan)})");
            writer.Line($"return {Evaluated(plan.Fused[0], SimdEmitter.NamesOf(PassNames.LogitsOf(plan.Fused))[0])};");
            writer.Close();
            writer.Line();
        }

        string[] read = [.. learned.Where(ReadBy(plan.Graph, plan.Graph.Terms).Contains)];
        writer.Lines("using var scope = TorchSharp::torch.NewDisposeScope();", "using var tracked = TorchSharp::torch.enable_grad();");
        writer.Lines([.. read.Select(static name => $"{name} = {name}.detach().requires_grad_();")]);
        if (plan.Fused.Count > 0 && !isOnePass)
        {
            writer.Open($"if ({Taken(plan)})");
            ByParts(writer, recipe, plan, learned);
            writer.Close();
            writer.Line();
        }

        writer.Lines($"var loss = ComposedLoss({Arguments(recipe)});", $"var gradients = TorchSharp::torch.autograd.grad([loss], [{string.Join(", ", read)}]);");
        writer.Line($"return ({string.Join(", ", learned.Select(name => System.Array.IndexOf(read, name) is >= 0 and var place ? $"gradients[{place}]" : $"{name}.zeros_like()").Prepend("loss.detach()").Select(Moved))});");
        writer.Close();
        if (IsMixed(plan))
        {
            writer.Lines("", "// What is not computed row by row.");
            writer.Open(Signature(recipe, Names.Tensor, OtherTerms, "private"));
            ComposedEmitter.Write(writer, recipe, plan.Graph, [.. plan.Composed.Select(term => plan.Graph.Terms[term])]);
            writer.Close();
        }
    }

    /// <summary>Several passes over the rows, or some beside terms that autograd differentiates: gradients of the same logits are added.</summary>
    private static void ByParts(CodeWriter writer, RecipeIr recipe, LossPlan plan, string[] learned)
    {
        HashSet<string> reads = ReadBy(plan.Graph, plan.Composed.Select(term => plan.Graph.Terms[term]));
        string[] read = [.. learned.Where(reads.Contains)], summed = [.. learned.Where(name => plan.Fused.Count(program => program.Student == name) + (reads.Contains(name) ? 1 : 0) > 1)];
        UniqueNames locals = new(RecipeText.LossParameters(recipe, "labels"));
        Dictionary<string, string> types = summed.ToDictionary(static name => name, name => locals.Free(name + "Type"));
        if (summed.Length > 0)
        {
            writer.Line("// What is added is added as it is computed, and rounded once.");
            writer.Lines([.. summed.Select(name => $"var {types[name]} = {name}.dtype;")]);
            writer.Lines([.. summed.Select(static name => $"{name} = KdGen::Kernels.LossInputs.Logits({name}).detach().requires_grad_();")]);
        }

        List<string> values = [];
        Dictionary<string, List<string>> parts = learned.ToDictionary(static name => name, static _ => new List<string>());
        IReadOnlyList<string> passes = plan.Fused.Count == 1 ? ["row"] : PassNames.Of(PassNames.LogitsOf(plan.Fused)), kernels = SimdEmitter.NamesOf(PassNames.LogitsOf(plan.Fused));
        for (int pass = 0; pass < plan.Fused.Count; pass++)
        {
            (string value, string gradient) = (locals.Free(passes[pass] + "Loss"), locals.Free(passes[pass] + "Gradient"));
            writer.Line($"var ({value}, {gradient}) = {Evaluated(plan.Fused[pass], kernels[pass])};");
            values.Add(value);
            parts[plan.Fused[pass].Student].Add(gradient);
        }

        if (plan.Composed.Count > 0)
        {
            writer.Lines($"var others = {OtherTerms}({Arguments(recipe)});", $"var otherGradients = TorchSharp::torch.autograd.grad([others], [{string.Join(", ", read)}]);");
            values.Add("others.detach()");
            for (int i = 0; i < read.Length; i++)
            {
                parts[read[i]].Add($"otherGradients[{i}]");
            }
        }

        IEnumerable<string> results = learned.Select(Result).Prepend(Sum(values));
        writer.Line($"return ({string.Join(", ", results.Select(Moved))});");

        string Result(string name) => parts[name].Count == 0 ? $"{name}.zeros_like()" : Sum(parts[name]) + (types.TryGetValue(name, out string type) ? $".to({type})" : "");

        static string Sum(List<string> parts) => parts.Count == 1 ? parts[0] : $"({string.Join(" + ", parts)})";
    }

    /// <summary>The condition that all passes over the rows take the tensors that they read.</summary>
    private static string Taken(LossPlan plan) => string.Join(" && ", plan.Fused.Select(static program => $"{RowLoss}.Takes({Inputs(program)})").Distinct());

    private static string Evaluated(RowProgram program, string kernel)
        => $"{RowLoss}.Evaluate(new {kernel}(settings{(SimdEmitter.TakesPermutationKey(program) ? ", KdGen::Kernels.LossInputs.PermutationKey(settings.PermutationKey)" : "")}), {Inputs(program)}, settings.Rows)";

    private static string Inputs(RowProgram program)
        => $"{program.Student}, {program.Teacher ?? "null"}, {(program.Nodes.Any(static node => node.Node is Node.Label or Node.Counted or Node.Targets) ? "labels" : "null")}";

    private static string[] GradientNames(RecipeIr recipe, string[] learned)
    {
        UniqueNames locals = new(RecipeText.LossParameters(recipe, "labels"));
        return learned.Length == 1 ? ["gradient"] : [.. learned.Select(name => locals.Free(name + "Gradient"))];
    }

    private static string Moved(string tensor) => tensor + ".MoveToOuterDisposeScope()";

    /// <summary>The parameters that terms read.</summary>
    private static HashSet<string> ReadBy(Graph graph, IEnumerable<GraphTerm> terms)
    {
        HashSet<string> names = [];
        HashSet<int> seen = [];
        foreach (GraphTerm term in terms)
        {
            Visit(term.Value);
        }

        return names;

        void Visit(int index)
        {
            if (!seen.Add(index))
            {
                return;
            }

            Node node = graph.Nodes[index].Node;
            if (node switch { Node.StudentLogits logits => logits.Variable, Node.Feature feature => feature.Variable, Node.LearnedLoss loss => loss.Variable, _ => null } is { } name)
            {
                names.Add(name);
            }

            foreach (int operand in node.Operands())
            {
                Visit(operand);
            }
        }
    }
}
