using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

internal sealed partial class Elaborator
{
    /// <summary>Several values as one: Add, Cat, the branches of Parallel, the heads of a model.</summary>
    private sealed partial class Body
    {
        /// <summary>Whoever made a value that is joined.</summary>
        /// <param name="Name">Its class.</param>
        /// <param name="Class">Where that class is declared; null when it is the one around, whose input is meant.</param>
        /// <param name="End">Where an operator can be put that only the join sees; null when others read the value too.</param>
        private sealed record Party(string Name, NodeId? Class, NodeId? End);

        private Party PartyOf(string type, Func<ModuleDecl, bool> isOwn)
        {
            ModuleDecl? made = outer.classes.TryGetValue(type, out ModuleDecl? known) && type != declaration.Type.GlobalName ? known : null;
            return new Party(NameOf(type), made is null ? null : outer.ClassNode(made), made is not null && isOwn(made) ? EndOf(made) : null);
        }

        /// <summary>The last operator of a list that another one can follow.</summary>
        private static NodeId? EndOf(ModuleDecl made) =>
            made.Operators.Count > 0 && made.Stages.Count == 0 && !made.HasForward && made.Shape is null && made.Operators.All(static op => op.Name != "OnlyIfShapeChanges")
                ? made.Operators[made.Operators.Count - 1].Node
                : null;

        /// <summary>Whether no stage but <paramref name="reader"/>, and nothing else in the class, reads what a stage gives.</summary>
        private bool IsReadOnlyBy(ModuleDecl stage, ModuleDecl reader)
        {
            string name = stage.Type.GlobalName;
            ModuleDecl? before = null;
            foreach (ModuleDecl other in declaration.Stages)
            {
                bool reads = Heads(other) == 1 ? other.Operators[0].Types.Contains(name) : before == stage;
                if (reads && other != reader)
                {
                    return false;
                }

                before = other;
            }

            return !declaration.HasForward && declaration.Output?.Types.Contains(name) != true && declaration.Shape?.Types.Contains(name) != true;
        }

        /// <summary>Several values as one.</summary>
        private int Join(AttributeDecl attribute, string join, IReadOnlyList<int> inputs, Party[] parties)
        {
            JoinKind kind = Enum.TryParse(join, out JoinKind parsed) ? parsed : JoinKind.Add;
            Flow?[] known = [.. inputs.Select(input => flows[input])];
            if (known.Any(static flow => flow is null))
            {
                return Add(new Step.Joined(inputs.ToEquatableArray(), kind, 1, null, default), null);
            }

            // One of them may have come straight from the input, which is a signal where the others are.
            bool isSignal = known.Any(static flow => flow!.IsSignal);
            Flow[] given = [.. known.Select(flow => flow! with { IsSignal = isSignal })];
            Flow first = given[0];
            for (int i = 1; i < given.Length && kind != JoinKind.First; i++)
            {
                if (!Fits(kind, first, given[i]))
                {
                    outer.Report(Differ(attribute, kind, given, parties, i));
                    return Fail(attribute, inputs[0]);
                }
            }

            outer.fine.Add(attribute.Node);
            if (kind != JoinKind.Cat)
            {
                return Add(new Step.Joined(inputs.ToEquatableArray(), kind, 1, first.Shape, first.Dims), first);
            }

            int axis = first.ChannelAxis;
            long[] sizes = [.. first.Shape.Dims];
            sizes[axis] = given.Sum(flow => flow.Shape.Dims[axis]);
            Dim[] dims = [.. first.Dims];
            string[] parts = [.. given.Select(flow => flow.Dims[axis].Code)];
            dims[axis] = new Dim(parts.All(static part => Expression.Number(part) is not null) ? Literal.Of(sizes[axis]) : string.Join(" + ", parts.Select(Expression.Operand)));
            Origin origin = new(attribute.Name, attribute.Node);
            Flow cat = new(new Shape(sizes), dims.ToEquatableArray(), origin, origin) { IsSignal = isSignal };
            return Add(new Step.Joined(inputs.ToEquatableArray(), kind, axis == 1 ? -1 : 1, cat.Shape, cat.Dims), cat);
        }

        private static bool Fits(JoinKind kind, Flow first, Flow other) => kind == JoinKind.Cat
            ? first.Shape.Rank == other.Shape.Rank
                && Enumerable.Range(0, first.Shape.Rank).All(i => i == first.ChannelAxis || first.Shape.Dims[i] == other.Shape.Dims[i])
            : first.Shape == other.Shape;

        /// <summary>The problem that the first value and another one cannot be joined.</summary>
        private static Problem Differ(AttributeDecl attribute, JoinKind kind, Flow[] given, Party[] parties, int other)
        {
            Flow left = given[0];
            Flow right = given[other];
            string[] words = kind == JoinKind.Cat
                ? [attribute.Name, left.Shape.ToString(), parties[0].Name, right.Shape.ToString(), parties[other].Name]
                : [attribute.Name, Sum($"{left.Shape} from {parties[0].Name}", left.Shape, $"{right.Shape} from {parties[other].Name}", right.Shape)];
            return new Problem(kind == JoinKind.Cat ? ProblemCode.CatShapesDiffer : ProblemCode.JoinShapesDiffer, attribute.Node, null, words)
            {
                Related = new([.. new[] { parties[0], parties[other] }.Where(static party => party.Class is not null).Select(static party => new Spot(party.Class!.Value))]),
                Fixes = Resizes(kind, given, parties).Distinct().ToEquatableArray(),
            };
        }

        /// <summary>What a sum of two shapes would do: torch refuses some, and broadcasts others in silence.</summary>
        private static string Sum(string left, Shape leftShape, string right, Shape rightShape) =>
            !WouldBroadcast(leftShape, rightShape) ? $"adds {left} and {right}"
            : leftShape.Elements <= rightShape.Elements ? $"would broadcast {left} against {right}"
            : $"would broadcast {right} against {left}";

        private static bool WouldBroadcast(Shape left, Shape right)
            => left != right && left.Rank == right.Rank && left.Dims.Zip(right.Dims, static (a, b) => a == b || a == 1 || b == 1).All(static goes => goes);

        /// <summary>A pool at the end of a larger map, or an upsampling at the end of a smaller one, where that makes all of them fit.</summary>
        private static IEnumerable<Fix> Resizes(JoinKind kind, Flow[] given, Party[] parties)
        {
            foreach (bool pools in new[] { true, false })
            {
                for (int i = 0; i < given.Length; i++)
                {
                    foreach (Flow target in given)
                    {
                        if (parties[i].End is { } end && Factor(pools ? given[i] : target, pools ? target : given[i]) is { } factor && (pools || target.Shape.IsMap)
                            && WouldFit(kind, given, i, target))
                        {
                            string text = $"{(pools ? "AvgPool" : "Upsample")}({Literal.Of(factor)})";
                            yield return new Fix(pools ? "Pool" : "Upsample", $"Add {text} to {parties[i].Name}", Edit.InsertAfter(end, text));
                        }
                    }
                }
            }
        }

        /// <summary>How many times larger one map or signal is along all its axes; null where that is no whole number above 1.</summary>
        private static long? Factor(Flow large, Flow small)
        {
            if (large.Shape.Rank != small.Shape.Rank || large.Shape.Rank < 2 || large.ChannelAxis != 0)
            {
                return null;
            }

            long factor = large.Shape.Dims[1] / small.Shape.Dims[1];
            return factor > 1 && Enumerable.Range(1, large.Shape.Rank - 1).All(axis => small.Shape.Dims[axis] * factor == large.Shape.Dims[axis]) ? factor : null;
        }

        /// <summary>Whether all fit once value <paramref name="resized"/> has the target's size.</summary>
        private static bool WouldFit(JoinKind kind, Flow[] given, int resized, Flow target)
        {
            Flow[] after = [.. given];
            after[resized] = given[resized] with { Shape = new Shape([given[resized].Shape.Dims[0], .. target.Shape.Dims.Skip(1)]) };
            return after.All(flow => Fits(kind, after[0], flow));
        }
    }
}
