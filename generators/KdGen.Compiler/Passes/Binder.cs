using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>Model as written to model understood: looks each operator up in the table, checks its arguments, gives it its field and its key.</summary>
internal static class Binder
{
    public static ModuleIr Bind(ModuleDecl declaration)
    {
        List<Problem> problems = [.. FormChecks.Of(declaration.Type, declaration.Form)];
        if (declaration.IsSplit)
        {
            problems.Add(new Problem(ProblemCode.OperatorsSplit, NodeId.Class, null, declaration.Type.Name));
        }

        Shape? input = BindInput(declaration, problems);
        List<LayerIr> layers = [];
        foreach (AttributeDecl attribute in declaration.Operators)
        {
            layers.Add(BindLayer(attribute, layers.Count, problems));
        }

        return new ModuleIr(declaration.Type, declaration.Form, input, layers.ToEquatableArray(), problems.ToEquatableArray());
    }

    private static LayerIr BindLayer(AttributeDecl attribute, int index, List<Problem> problems)
    {
        OpSpec? spec = OpCatalog.Find(attribute.Name);
        BoundAttribute bound = spec is null ? BoundAttribute.Unknown : ArgumentBinder.Bind(attribute, spec.Parameters);
        problems.AddRange(bound.Problems);
        string key = index.ToString(CultureInfo.InvariantCulture);
        bool hasModule = spec?.Lowering is Lowering.Module;
        return new LayerIr(
            attribute.Node,
            index,
            attribute.Name,
            bound.State,
            bound.Arguments,
            hasModule ? char.ToLowerInvariant(attribute.Name[0]) + attribute.Name.Substring(1) + key : null,
            hasModule ? key : null);
    }

    /// <summary>The shape in [Input]; null when there is none to go on with.</summary>
    private static Shape? BindInput(ModuleDecl declaration, List<Problem> problems)
    {
        if (declaration.Input is not { } attribute)
        {
            problems.Add(new Problem(ProblemCode.NoInput, NodeId.Class, null, declaration.Type.Name, ExampleInput(declaration)));
            return null;
        }

        Shape? stated = attribute.Arguments.Count switch
        {
            0 => new Shape(),
            1 when attribute.Arguments[0] is { Name: "shape", Value: Constant.Integers sizes } => new Shape(sizes.Values),
            _ => null,
        };
        if (stated is not { } shape)
        {
            return null;
        }

        string? wrong =
            shape.Rank is not (1 or 3) ? "give channels, height and width of a map, or the features of a vector"
            : shape.Dims.Any(size => size < 1) ? "sizes are at least 1"
            : shape.Elements > Limits.Elements ? $"a sample holds at most {Literal.Grouped(Limits.Elements)} values"
            : null;
        if (wrong is null)
        {
            return shape;
        }

        problems.Add(new Problem(
            ProblemCode.OutOfRange, attribute.Node, attribute.Arguments.Count == 0 ? null : "shape",
            "Input", shape.Rank == 0 ? "no sizes" : $"the shape {shape}", wrong));
        return null;
    }

    /// <summary>An [Input] that fits the first operator with a say in it: [Input(784)] before Linear(784, 256).</summary>
    private static string ExampleInput(ModuleDecl declaration)
    {
        foreach (AttributeDecl attribute in declaration.Operators)
        {
            foreach (Argument argument in attribute.Arguments)
            {
                if (argument.Value is Constant.Integer { Value: > 0 } stated)
                {
                    switch (argument.Name)
                    {
                        case "inFeatures":
                            return $"[Input({Literal.Of(stated.Value)})]";
                        case "inChannels":
                            return $"[Input({Literal.Of(stated.Value)}, 32, 32)]";
                    }
                }
            }

            if (attribute.Name is "Flatten" or "GlobalAvgPool")
            {
                break;
            }
        }

        return "[Input(3, 32, 32)]";
    }
}
