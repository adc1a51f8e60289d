using System;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>Changes of one of a recipe's models that make it fit the other. Each is tried before it is offered: the changed model has no new problem and gives what is wanted.</summary>
internal static class ModelChanges
{
    /// <summary>Where a model says what it takes.</summary>
    public static Spot InputOf(ShapedModule module) => new((module.Module.InputNode ?? NodeId.Class).In(module));

    /// <summary>Where a model says how many classes it has: its last Linear, or the model itself.</summary>
    public static Spot LogitsOf(ShapedModule module)
        => Logits(module).FirstOrDefault() is { } last ? new Spot(last.Layer.Node.In(module), last.Layer.Written("outFeatures")) : new Spot(NodeId.Class.In(module));

    /// <summary>One model with the other's [Input].</summary>
    public static EquatableArray<Fix> InputFixes(Insides insides)
        => insides is { Teacher: { } teacher, Student: { } student }
            ? new[] { InputFix("UseTeacherInput", student, teacher), InputFix("UseStudentInput", teacher, student) }.OfType<Fix>().ToEquatableArray()
            : default;

    /// <summary>One model with as many classes as the other: the student's, as the teacher has learned what it knows; the teacher's where the student's cannot be changed.</summary>
    public static EquatableArray<Fix> ClassFixes(Insides insides, Shape teacher, Shape student)
        => (ClassFix(insides.Student, teacher) ?? ClassFix(insides.Teacher, student)) is { } fix ? new([fix]) : default;

    /// <summary>A pool at the end of a model that gives a map where logits are needed.</summary>
    public static EquatableArray<Fix> PoolFixes(ShapedModule? module)
    {
        if (module is not { Body: { Heads: null, Output: { IsMap: true } map } body } || Position.Ends(body).FirstOrDefault() is not { Place.IsClosed: true } end)
        {
            return default;
        }

        AttributeDecl pool = new(default, "GlobalAvgPool", default);
        ModuleDecl changed = Changed(module.Module.Declaration, end.Layer.Node, op => [op, pool]);
        return Fits(module, changed, new Shape(map.Channels)) ? new([new Fix("InsertGlobalAvgPool", "Insert GlobalAvgPool", Edit.InsertAfter(end.Layer.Node.In(module), pool.Name))]) : default;
    }

    /// <summary>The trained numbers of a model; null when it is not known, or has code of its own in it, which may have some too.</summary>
    public static long? ParametersOf(ShapedModule? module) => module is { HasErrors: false, Body: { } body } && IsKnown(body) ? body.Cost.Parameters : null;

    private static bool IsKnown(ShapedClass place) => place.Steps.All(static step => step switch
    {
        Step.HandWritten or Step.Call => false,
        Step.Child { IsPresent: true } child => IsKnown(child.Class),
        Step.Repeat repeat => repeat.Blocks.All(IsKnown),
        _ => step.Output is not null,
    });

    private static Fix? InputFix(string key, ShapedModule changed, ShapedModule wanted)
    {
        if (changed.Module is not { Input: not null, Declaration: { Input: { } attribute } declaration } || wanted.Module.Input is not { } input)
        {
            return null;
        }

        Argument shape = new("shape", new Constant.Integers(input.Dims));
        AttributeDecl other = attribute with { Arguments = attribute.Arguments.Where(static argument => argument.Name == "DType").Prepend(shape).ToEquatableArray() };
        string text = $"Input({string.Join(", ", input.Dims.Select(Literal.Of))}{(changed.Module.InputIsIndices ? ", DType = DType.I64" : "")})";
        return changed.Module.InputIsIndices == wanted.Module.InputIsIndices && Fits(changed, declaration with { Input = other }, changed.Output)
            ? new Fix(key, $"Use [{text}] on {declaration.Type.Name}", Edit.Replace(attribute.Node.In(changed), text))
            : null;
    }

    private static Fix? ClassFix(ShapedModule? module, Shape wanted)
    {
        if (module is null || wanted.Rank != 1 || module.Output is not { Rank: 1 } || module.Body?.Heads?.Join == JoinKind.Cat)
        {
            return null;
        }

        Position[] last = Logits(module);
        string classes = Literal.Of(wanted.Channels);
        if (last.Length == 0 || last.Any(static position => !position.Place.IsClosed || position.Layer.Written("outFeatures") is null))
        {
            return null;
        }

        NodeId[] nodes = [.. last.Select(static position => position.Layer.Node).Distinct()];
        ModuleDecl changed = nodes.Aggregate(module.Module.Declaration, (declaration, node) => Changed(declaration, node, op => [WithClasses(op, wanted.Channels)]));
        return Fits(module, changed, wanted)
            ? new Fix("SetClasses", $"Change the last Linear of {module.Module.Type.Name} to {classes}", [.. nodes.Select(node => Edit.Set(node.In(module), "outFeatures", classes))])
            : null;
    }

    /// <summary>The Linear that gives a model's result, for each of its heads; none where one of them comes from something else.</summary>
    private static Position[] Logits(ShapedModule module)
    {
        if (module.Body is not { } body)
        {
            return [];
        }

        Position?[] last = [.. Position.Ends(body).Select(static end => end.Behind([.. TapFinder.Activations, "Softmax", "Dropout", "Identity"]))];
        return last.Length == (body.Heads?.Heads.Count ?? 1) && last.All(static position => position is { Layer.Operator: "Linear" }) ? [.. last.OfType<Position>()] : [];
    }

    private static AttributeDecl WithClasses(AttributeDecl op, long classes) => op with
    {
        Arguments = op.Arguments.Select(argument => argument.Name == "outFeatures" ? new Argument(argument.Name, new Constant.Integer(classes)) : argument).ToEquatableArray(),
    };

    /// <summary>A model with something else in the place of one of its operators.</summary>
    private static ModuleDecl Changed(ModuleDecl declaration, NodeId node, Func<AttributeDecl, AttributeDecl[]> change) => declaration with
    {
        Operators = declaration.Operators.SelectMany(op => op.Node == node ? change(op) : [op]).ToEquatableArray(),
        Stages = declaration.Stages.Select(stage => Changed(stage, node, change)).ToEquatableArray(),
    };

    private static bool Fits(ShapedModule module, ModuleDecl changed, Shape? wanted)
    {
        ShapedModule trial = ShapeInference.Infer(Binder.Bind(changed));
        return !trial.HasErrors && trial.Problems.Count <= module.Problems.Count && trial.Output == wanted;
    }
}
