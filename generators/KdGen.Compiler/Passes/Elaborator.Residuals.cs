using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

internal sealed partial class Elaborator
{
    /// <summary>A class's input added to a value of it, and when a part of a class is there at all.</summary>
    private sealed partial class Body
    {
        private int Residual(AttributeDecl attribute, int index, int value)
        {
            string? shortcut = attribute.Arguments.FirstOrDefault(static argument => argument.Name == "shortcut")?.Value switch
            {
                null => "Identity",
                Constant.Text text => text.Value,
                _ => null,
            };
            if (shortcut is null)
            {
                return Fail(attribute, value);
            }

            if (value == 0)
            {
                Edit[] removal = declaration.Operators.Count > 1 ? [Edit.Remove(attribute.Node)] : [];
                outer.Report(new Problem(ProblemCode.Composition, attribute.Node, null, "Residual", "stands first", "it adds the input to what operators before it made of it")
                {
                    Fixes = removal.Length == 0 ? default : new([new Fix("Remove", "Remove Residual", removal)]),
                });
                return Fail(attribute, value);
            }

            if (flows[value] is not { } flow || Input is not { } input)
            {
                return isHidden && shortcut == "Identity"
                    ? Add(new Step.Residual(new([value, 0]), attribute.Node, null, null, false, null, default, default), null)
                    : Fail(attribute, value);
            }

            bool differs = flow.Shape != input.Shape;
            if (shortcut == "Identity")
            {
                if (differs)
                {
                    outer.Report(Differ(attribute, flow, input, isIdentity: true));
                }

                return Add(new Step.Residual(new([value, 0]), attribute.Node, null, null, false, flow.Shape, flow.Dims, default), flow);
            }

            string condition = Condition(flow, input, differs, "changesShape" + Index(index), out bool holds);
            if (condition == "false")
            {
                return Add(new Step.Residual(new([value, 0]), attribute.Node, null, null, false, flow.Shape, flow.Dims, default), flow);
            }

            if (shortcut == "IfSame")
            {
                return Add(new Step.Residual(new([value, 0]), attribute.Node, null, condition, holds, flow.Shape, flow.Dims, default), flow);
            }

            if (Projection(attribute, index, flow, input) is not { } projection)
            {
                outer.Report(Differ(attribute, flow, input, isIdentity: false));
                return Fail(attribute, value);
            }

            Cost own = default;
            if (holds)
            {
                long from = input.Shape.Dims[flow.ChannelAxis];
                long to = flow.Shape.Dims[flow.ChannelAxis];
                own = projection.IsConvolution
                    ? new Cost((from * to) + (2 * to), from * flow.Shape.Elements, 2 * flow.Shape.Elements)
                    : new Cost((from * to) + to, from * flow.Shape.Elements, flow.Shape.Elements);
                own = own with { MultiplyAdds = projection.IsConvolution ? own.MultiplyAdds + flow.Shape.Elements : own.MultiplyAdds };
                cost += own;
            }

            return Add(new Step.Residual(new([value, 0]), attribute.Node, projection, condition, holds, flow.Shape, flow.Dims, own), flow);
        }

        /// <summary>The problem that the input and a value of other shape are added, or cannot be brought together.</summary>
        private static Problem Differ(AttributeDecl attribute, Flow flow, Flow input, bool isIdentity)
        {
            string? impossible =
                ProjectionStride(flow, input) is not null ? null
                : flow.Shape.Rank != input.Shape.Rank ? "they are of different kinds, so leave it out (Shortcut.IfSame)"
                : flow.ChannelAxis == 1 ? $"a projection keeps the {Literal.Of(input.Shape.Dims[0])} tokens of the input, so keep them too or leave it out (Shortcut.IfSame)"
                : "no stride of a 1x1 convolution gives that size, so pad or pool to a whole fraction of the input's";
            List<Fix> fixes = [];
            if (isIdentity && impossible is null)
            {
                fixes.Add(new Fix("Project", "Use Shortcut.Project", Edit.Set(attribute.Node, "shortcut", "Shortcut.Project")));
            }

            fixes.Add(new Fix("IfSame", "Use Shortcut.IfSame", Edit.Set(attribute.Node, "shortcut", "Shortcut.IfSame")));
            Problem problem = isIdentity && WouldBroadcast(input.Shape, flow.Shape)
                ? new Problem(
                    ProblemCode.JoinShapesDiffer, attribute.Node, null,
                    attribute.Name, Sum($"the input {input.Shape}", input.Shape, $"{flow.Shape} from {flow.ShapeFrom.Name}", flow.Shape))
                : new Problem(
                    ProblemCode.ResidualShapesDiffer, attribute.Node, null,
                    input.Shape.ToString(), flow.Shape.ToString(), flow.ShapeFrom.Name, impossible ?? "use Residual(Shortcut.Project), or Shortcut.IfSame to leave it out");
            return problem with
            {
                Related = new([.. new[] { flow.ShapeFrom.Node, flow.ChannelsFrom.Node, input.ShapeFrom.Node }.OfType<NodeId>().Distinct().Select(static node => new Spot(node))]),
                Fixes = new(fixes),
            };
        }

        /// <summary>When a value's shape differs from the input's, in code; as PyTorch's definitions say it, a stride other than 1 or other channels.</summary>
        private string Condition(Flow flow, Flow input, bool differs, string flag, out bool holds)
        {
            holds = differs;
            if (flow.Shape.Rank != input.Shape.Rank)
            {
                return "true";
            }

            List<string> parts = [];
            foreach ((Dim left, Dim right) in flow.Dims.Zip(input.Dims, static (left, right) => (left, right)))
            {
                string? part = Dims.Differ(left, right);
                if (part is null)
                {
                    sizes.Add(new NamedSize(flag, differs ? 1 : 0, IsFlag: true));
                    return flag;
                }

                if (part == "true")
                {
                    return "true";
                }

                if (part != "false" && !parts.Contains(part))
                {
                    parts.Add(part);
                }
            }

            // The code decides by the stride alone, also where a map of one pixel keeps its size under it.
            holds = differs || flow.Dims.Any(dim => dim.Stride is { } stride && Value(stride) is not 1);
            return parts.Count == 0 ? "false" : string.Join(" || ", parts);
        }

        /// <summary>The value of a name or number at this place.</summary>
        private long? Value(string code)
            => Expression.Number(code)
                ?? (scope.Args.FirstOrDefault(arg => Identifier.Escape(arg.Name) == code)?.Value as Constant.Integer)?.Value
                ?? sizes.FirstOrDefault(size => size.Name == code)?.Value;

        private ProjectionIr? Projection(AttributeDecl attribute, int index, Flow flow, Flow input)
        {
            string field = "shortcut" + Index(index);
            KeyCode key = Key(attribute, standsUnderOwnName: false);
            int rank = flow.Shape.Rank;
            if (ProjectionStride(flow, input) is not { } stride)
            {
                return null;
            }

            if (flow.ChannelAxis == 1 || rank == 1)
            {
                return new ProjectionIr(field, key, 0, input.Dims[rank - 1].Code, flow.Dims[rank - 1].Code, "1");
            }

            int[] axes = [.. Enumerable.Range(1, rank - 1)];
            string code =
                isClosed || axes.All(axis => flow.Dims[axis].Code == input.Dims[axis].Code) ? Literal.Of(stride)
                : axes.All(axis => flow.Dims[axis].Of == input.Dims[axis].Code && flow.Dims[axis].Stride == flow.Dims[1].Stride) ? flow.Dims[1].Stride!
                : Named("stride" + Index(index), stride).Code;
            return new ProjectionIr(field, key, rank - 1, input.Dims[0].Code, flow.Dims[0].Code, code);
        }

        /// <summary>The stride that brings the input to a value's size, 1 where a Linear does; null where none does.</summary>
        private static long? ProjectionStride(Flow flow, Flow input)
        {
            int rank = flow.Shape.Rank;
            if (rank != input.Shape.Rank)
            {
                return null;
            }

            if (flow.ChannelAxis == 1 || rank == 1)
            {
                return rank == 2 && flow.Shape.Dims[0] != input.Shape.Dims[0] ? null : 1;
            }

            long stride = (input.Shape.Dims[1] + flow.Shape.Dims[1] - 1) / flow.Shape.Dims[1];
            return Enumerable.Range(1, rank - 1).All(axis => ((input.Shape.Dims[axis] - 1) / stride) + 1 == flow.Shape.Dims[axis]) ? stride : null;
        }
    }
}
