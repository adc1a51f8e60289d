using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>How the layers of two stages go together.</summary>
internal static class LayerMaps
{
    /// <summary>Maps that mend a term's: one list stays, the other spreads as many layers evenly over its stage, the last of them its last.</summary>
    /// <param name="term">The term, whose map is wrong.</param>
    /// <param name="insides">The models.</param>
    public static EquatableArray<Fix> Fixes(AttributeDecl term, Insides insides)
    {
        if (StagePairs.IsList(term))
        {
            return OfLists(term, insides);
        }

        if (StagePairs.Of(term) is not { Count: 1 } pairs)
        {
            return default;
        }

        (TapRequest Teacher, TapRequest Student) stages = pairs[0];

        Side teacher = Side.Of(term, "TeacherLayers", stages.Teacher, insides.Teacher);
        Side student = Side.Of(term, "StudentLayers", stages.Student, insides.Student);
        Side[] kept = [.. new[] { student, teacher }.Where(static side => side.IsRight).OrderByDescending(static side => side.Layers.Count)];
        Fix[] uniform = [.. kept.Select(side => Uniform(side == student ? teacher : student, side.Layers.Count, term.Node)).OfType<Fix>()];
        return new(uniform.Length > 0 || (teacher.IsRepeat && student.IsRepeat) ? uniform
            : [new Fix("DropLayers", "Remove the layers", [.. new[] { teacher, student }.Where(static side => side.Layers.Count > 0).Select(side => Edit.Drop(term.Node, side.Argument))])]);
    }

    /// <summary>Lists of unequal length whose stages go by the same names: the longer one's are those of the other model too, or the other list's are all meant.</summary>
    private static EquatableArray<Fix> OfLists(AttributeDecl term, Insides insides)
    {
        (EquatableArray<string> teachers, EquatableArray<string> students) = (StagePairs.List(term, "TeacherStages"), StagePairs.List(term, "StudentStages"));
        Fix[] student = Like("StudentStages", students, teachers, insides.Student);
        Fix[] teacher = Like("TeacherStages", teachers, students, insides.Teacher);
        return teachers.Count == students.Count ? default : new(teachers.Count > students.Count ? [.. student, .. teacher] : [.. teacher, .. student]);

        Fix[] Like(string argument, EquatableArray<string> list, EquatableArray<string> other, ShapedModule? module)
        {
            // Of the list that is changed everything is there again, or nothing new: the same names in their order.
            return other.Count >= (TapProblems.NeedsOf(term)?.LeastPairs ?? 1) && (list.All(other.Contains) || other.All(list.Contains)) && Names(other, module) is { } names
                ? [new Fix("Use" + argument, $"Use {argument} = [{string.Join(", ", other)}]", Edit.Set(term.Node, argument, names))] : [];
        }
    }

    /// <summary>A term's lists without one pair.</summary>
    /// <param name="term">The term.</param>
    /// <param name="place">Which pair.</param>
    /// <param name="insides">The models.</param>
    public static EquatableArray<Fix> Without(AttributeDecl term, int place, Insides insides)
    {
        return Rest("Teacher", insides.Teacher) is { } teacher && Rest("Student", insides.Student) is { } student ? new([new Fix("RemovePair", "Remove the second", teacher, student)]) : default;

        Edit? Rest(string side, ShapedModule? module)
            => !StagePairs.IsList(term) ? Edit.Set(term.Node, side + "Layers", $"[{string.Join(", ", Others(Side.LayersOf(term, side + "Layers")).Select(Literal.Of))}]")
                : Names(Others(StagePairs.List(term, side + "Stages")).ToEquatableArray(), module) is { } names ? Edit.Set(term.Node, side + "Stages", names) : null;

        IEnumerable<T> Others<T>(EquatableArray<T> list) where T : System.IEquatable<T> => list.Where((_, at) => at != place);
    }

    /// <summary>"[nameof(Net.Stage1), nameof(Net.Stage2)]" of a model's stages by their names; null where one is not there.</summary>
    private static string? Names(EquatableArray<string> stages, ShapedModule? module)
    {
        if (module is not { HasErrors: false, Body: { } body })
        {
            return null;
        }

        TapFinder finder = new(body, module.Module.Type.Name, "");
        string?[] classes = [.. stages.Select(stage => finder.ClassOf(new TapRequest(stage, PreAct: false, Layer: null) { IsNamed = true }))];
        return classes.Any(static stage => stage is null) ? null : $"[{string.Join(", ", classes.Select(static stage => $"nameof({stage})"))}]";
    }

    private static Fix? Uniform(Side side, int count, NodeId node)
    {
        if (side.Blocks is not { } blocks || blocks % count != 0 || (side.IsRight && side.Layers.Count == count))
        {
            return null;
        }

        string layers = $"[{string.Join(", ", Enumerable.Range(1, count).Select(i => Literal.Of((i * blocks / count) - 1)))}]";
        return new Fix("Uniform" + side.Argument, $"Use a uniform map: {side.Argument} = {layers}", Edit.Set(node, side.Argument, layers));
    }

    /// <param name="Argument">The list of layers.</param>
    /// <param name="Layers">What it holds.</param>
    /// <param name="Blocks">How many blocks the stage has; null when that is unknown, or it is no Repeat.</param>
    /// <param name="IsRepeat">False where it is known to have no blocks.</param>
    private sealed record Side(string Argument, EquatableArray<long> Layers, long? Blocks, bool IsRepeat)
    {
        /// <summary>The stage has the layers.</summary>
        public bool IsRight => Layers.Count > 0 && Blocks is { } blocks && Layers.All(layer => layer >= 0 && layer < blocks);

        public static EquatableArray<long> LayersOf(AttributeDecl term, string argument) => term.Arguments.FirstOrDefault(known => known.Name == argument)?.Value is Constant.Integers layers ? layers.Values : default;

        public static Side Of(AttributeDecl term, string argument, TapRequest stage, ShapedModule? module)
        {
            TapFinder? finder = module is { HasErrors: false, Body: { } body } ? new TapFinder(body, module.Module.Type.Name, "") : null;
            long? blocks = finder?.Blocks(stage);
            return new(argument, LayersOf(term, argument), blocks, blocks is not null || finder is null || !finder.Has(stage));
        }
    }
}
