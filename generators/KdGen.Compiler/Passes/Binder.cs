using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>What can be said about a model before any shape is known: whether code can be added to its classes, and what it receives.</summary>
internal static class Binder
{
    public static ModuleIr Bind(ModuleDecl declaration)
    {
        List<Problem> problems = [];

        // [Args] on a class whose base is no model says so; the base class is that mistake, not another.
        bool isOrphan = declaration is { FamilyArgs: not null, Template: null, Input: null };
        CheckForms(isOrphan ? declaration with { Form = declaration.Form with { Base = BaseClass.None } } : declaration, NodeId.Class, problems);
        foreach (ModuleDecl block in declaration.Blocks.Where(static block => !block.IsForeign))
        {
            CheckForms(block, new NodeId(0, block.Type.GlobalName), problems);
        }

        Shape? input = BindInput(declaration, problems, out bool isIndices);
        return new ModuleIr(declaration, input, isIndices, problems.ToEquatableArray());
    }

    /// <summary>Whether code can be added to a class and to the classes in it.</summary>
    private static void CheckForms(ModuleDecl declaration, NodeId node, List<Problem> problems)
    {
        problems.AddRange(FormChecks.Of(declaration.Type, declaration.Form, node));
        if (declaration.IsSplit)
        {
            problems.Add(new Problem(ProblemCode.OrderNotFixed, node, null, declaration.Type.Name, "operators on several parts", "all on one part"));
        }

        foreach (ModuleDecl stage in declaration.Stages)
        {
            CheckForms(stage, new NodeId(0, stage.Type.GlobalName), problems);
        }
    }

    /// <summary>The shape in [Input], a family's own or its template's; null when there is none to go on with.</summary>
    private static Shape? BindInput(ModuleDecl declaration, List<Problem> problems, out bool isIndices)
    {
        isIndices = false;
        if ((declaration.Input ?? declaration.Template?.Input) is not { } attribute)
        {
            // What a template lacks is its own problem, said there; a member of a family has its values already.
            if (declaration is { FamilyArgs: { } given, Template: { FamilyArgs: not null } member })
            {
                problems.Add(new Problem(
                    ProblemCode.BlockArguments, given.Node, null,
                    declaration.Type.Name, $"gives values to {member.Type.Name}, which has those of its own [Args]", $"derive it from {(member.Template ?? member).Type.Name}"));
            }
            else if (declaration.Template is null)
            {
                problems.Add(declaration.FamilyArgs is { } values ? NoTemplate(declaration, values) : NoInput(declaration));
            }

            return null;
        }

        EquatableArray<Argument> sizes = attribute.Arguments.Where(static argument => argument.Name != "DType").ToEquatableArray();
        isIndices = attribute.Arguments.Any(static argument => argument is { Name: "DType", Value: Constant.Text { Value: "I64" } });
        Shape? stated = sizes.Count switch
        {
            0 => new Shape(),
            1 when sizes[0] is { Name: "shape", Value: Constant.Integers list } => new Shape(list.Values),
            _ => null,
        };
        if (stated is not { } shape)
        {
            // Code is written in numbers where they are the same for all of a family: its input's are.
            if (sizes.Count == 1 && sizes[0].Value is Constant.List list)
            {
                problems.Add(new Problem(
                    ProblemCode.OutOfRange, attribute.Node, "shape",
                    "Input", $"the shape {string.Join("x", list.Items.Select(Scope.Code))}", "its sizes are numbers, not [Arg] constants: models of other inputs are models of their own"));
            }

            return null;
        }

        string? wrong =
            shape.Rank is < 1 or > 3 ? "give channels, height and width of a map, tokens and features of a sequence, or the features of a vector"
            : shape.Dims.Any(size => size < 1) ? "sizes are at least 1"
            : shape.Elements > Limits.Elements ? $"a sample holds at most {Literal.Grouped(Limits.Elements)} values"
            : null;
        if (wrong is null)
        {
            return shape;
        }

        problems.Add(new Problem(
            ProblemCode.OutOfRange, attribute.Node, sizes.Count == 0 ? null : "shape",
            "Input", shape.Rank == 0 ? "no sizes" : $"the shape {shape}", wrong));
        return null;
    }

    private static Problem NoTemplate(ModuleDecl declaration, AttributeDecl values) => new(
        ProblemCode.BlockArguments, values.Node, null,
        declaration.Type.Name, "gives values to no model", "derive it from a model with [Arg] constants");

    private static Problem NoInput(ModuleDecl declaration)
    {
        string example = ExampleInput(declaration);
        return new Problem(ProblemCode.NoInput, NodeId.Class, null, declaration.Type.Name, $"[{example}]")
        {
            Fixes = new([new Fix("AddInput", $"Add [{example}]", Edit.AddAttribute(NodeId.Class, example))]),
        };
    }

    /// <summary>An [Input] that fits the first operator with a say in it: Input(784) before Linear(784, 256).</summary>
    private static string ExampleInput(ModuleDecl declaration)
    {
        if (declaration.Operators.Count == 0 && declaration.Stages.Count > 0)
        {
            return ExampleInput(declaration.Stages[0]);
        }

        foreach (AttributeDecl attribute in declaration.Operators)
        {
            foreach (Argument argument in attribute.Arguments)
            {
                if (argument.Value is Constant.Integer { Value: > 0 } stated)
                {
                    switch (argument.Name)
                    {
                        case "inFeatures":
                            return $"Input({Literal.Of(stated.Value)})";
                        case "inChannels":
                            return $"Input({Literal.Of(stated.Value)}, 32, 32)";
                    }
                }
            }

            switch (attribute.Name)
            {
                case "Linear":
                    return "Input(784)";
                case "Embedding":
                    return "Input(128, DType = DType.I64)";
                case "Flatten" or "GlobalAvgPool" or "Conv" or "PatchEmbed":
                    return "Input(3, 32, 32)";
            }
        }

        return "Input(3, 32, 32)";
    }
}
