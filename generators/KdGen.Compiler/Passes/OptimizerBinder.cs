using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>The one optimizer of a recipe (KDG3001).</summary>
internal static class OptimizerBinder
{
    /// <summary>The optimizer; null when there is not one that can be used.</summary>
    /// <param name="isKnown">False when its attribute does not compile, which C# reports.</param>
    public static OptimizerIr? Bind(RecipeDecl declaration, List<Problem> problems, out bool isKnown)
    {
        isKnown = true;
        if (declaration.Optimizers.Count == 0)
        {
            problems.Add(new Problem(ProblemCode.NotOneOptimizer, NodeId.Class, null, declaration.Type.Name, "no optimizer", "add [Adam(1e-3)] or [Sgd(0.1)]")
            {
                Fixes = new([Add("Adam(0.001)"), Add("Sgd(0.1)")]),
            });
            return null;
        }

        AttributeDecl attribute = declaration.Optimizers[0];
        if (declaration.Optimizers.Count > 1)
        {
            AttributeDecl second = declaration.Optimizers[1];
            AttributeDecl[] others = [.. declaration.Optimizers.Skip(1)];
            string count = others.Length == 1 ? "two" : Literal.Of(others.Length + 1);
            problems.Add(new Problem(
                ProblemCode.NotOneOptimizer, second.Node, null,
                declaration.Type.Name, $"{count} optimizers, {Names(declaration.Optimizers)}", "keep one")
            {
                Related = new([new Spot(attribute.Node)]),
                Fixes = new([Remove("RemoveSecond", others), Remove("RemoveFirst", [attribute, .. others.Skip(1)])]),
            });
            return null;

            Fix Remove(string key, AttributeDecl[] all) => new(key, $"Remove {Names(all)}", [.. all.Select(static one => Edit.Remove(one.Node))]);
        }

        OptimizerSpec? spec = OptimizerCatalog.Find(attribute.Name);
        BoundAttribute bound = spec is null ? BoundAttribute.Unknown : ArgumentBinder.Bind(attribute, spec.Parameters);
        problems.AddRange(bound.Problems);
        isKnown = bound.State != LayerState.Unknown;
        if (spec is null || bound.State != LayerState.Bound || !NesterovHasMomentum(attribute, bound, problems))
        {
            return null;
        }

        return new OptimizerIr(
            spec.Name,
            ((Constant.Real)bound.Arguments[0].Value).Value,
            bound.Arguments.Where(argument => IsOption(argument, spec)).ToEquatableArray());
    }

    private static string Names(IEnumerable<AttributeDecl> optimizers) => string.Join(" and ", optimizers.Select(static one => one.Name));

    private static Fix Add(string optimizer) => new("Add" + optimizer.Split('(')[0], $"Add [{optimizer}]", Edit.AddAttribute(new NodeId(1), optimizer));

    /// <summary>An argument that says something else than the default of its option.</summary>
    private static bool IsOption(BoundArgument argument, OptimizerSpec spec)
        => spec.Options.Any(option => option.Parameter.Name == argument.Name && !argument.Value.Equals(option.Parameter.Default));

    /// <summary>torch refuses Nesterov's step without a momentum or with dampening.</summary>
    private static bool NesterovHasMomentum(AttributeDecl attribute, BoundAttribute bound, List<Problem> problems)
    {
        if (!bound.Arguments.Any(static argument => argument is { Name: "Nesterov", Value: Constant.Bool { Value: true } })
            || (Real("Momentum") > 0 && Real("Dampening") == 0))
        {
            return true;
        }

        problems.Add(new Problem(
            ProblemCode.OutOfRange, attribute.Node, "Nesterov",
            attribute.Name, "Nesterov = true", "it needs a momentum above 0 and no dampening, for example Momentum = 0.9"));
        return false;

        double Real(string name) => bound.Arguments.Select(a => a.Name == name && a.Value is Constant.Real real ? real.Value : 0).Sum();
    }
}
