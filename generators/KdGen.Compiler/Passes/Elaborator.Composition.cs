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
    /// <summary>Operators that are made of classes: Repeat, Parallel, Residual.</summary>
    private sealed partial class Body
    {
        private const long MostBlocks = 10_000;

        private int Repeat(AttributeDecl attribute, int index, int value)
        {
            foreach (Argument argument in attribute.Arguments)
            {
                if (Scope.NotFollowed(argument.Value) is { } expression)
                {
                    outer.Report(Scope.CannotFollow(attribute, argument.Name, expression));
                    return Fail(attribute, value);
                }
            }

            Constant? written = attribute.Arguments.FirstOrDefault(static argument => argument.Name == "count")?.Value;
            if (attribute.Types.Count != 1 || written is null || scope.Evaluate(written) is not Constant.Integer { Value: var count })
            {
                return Fail(attribute, value);
            }

            if (count is < 1 or > MostBlocks)
            {
                Report(ProblemCode.BlockArguments, attribute.Node, "count", attribute.Name, $"has {Literal.Of(count)} blocks", $"a repeat has 1 to {Literal.Of(MostBlocks)}");
                return Fail(attribute, value);
            }

            if (Block(attribute, 0) is not { } block || BlockArguments(attribute, block) is not { } given || Stride(attribute, block, given) is not var (strideArg, first))
            {
                return Fail(attribute, value);
            }

            string number = Scope.Code(written is Constant.Arg or Constant.Compute ? written : new Constant.Integer(count));
            string field = repeats == 1 ? "blocks" : "blocks" + Index(index);
            string? prefix = WrittenKey(attribute);
            KeyCode key = prefix is not null || isAlone ? KeyCode.Fixed("0") : Position;
            bool isFixed = Expression.Number(number) is not null;
            EquatableArray<BoundArgument> inherited = outer.nested.Contains(attribute.Types[0]) ? Inherited(block) : default;
            List<ShapedClass> blocks = [];
            Flow? flow = flows[value];
            for (long i = 0; i < count; i++)
            {
                ShapedClass shaped = At(i);
                blocks.Add(shaped);
                flow = Behind(shaped, "block" + Index(index));
                if (!shaped.IsComplete)
                {
                    return Fail(attribute, value);
                }
            }

            ShapedClass? second = count == 1 && !isFixed ? outer.Unreported(() => At(1)) : null;
            if (!isFixed && (second ?? blocks.ElementAtOrDefault(1)) is { Input: { } before } rest && rest.Output != before)
            {
                Report(
                    ProblemCode.Composition, attribute.Node, "count",
                    attribute.Name, $"repeats {block.Type.Name}, which changes the shape each time, {number} times", "state the number: what stands behind depends on it");
                return Fail(attribute, value);
            }

            position += count;
            if (isFixed)
            {
                fixedPosition += count;
            }
            else
            {
                symbolicPosition += (symbolicPosition.Length == 0 ? "" : " + ") + Expression.Operand(number);
            }

            return Add(
                new Step.Repeat(new([value]), blocks.ToEquatableArray(), number, field, key, string.IsNullOrEmpty(prefix) ? "" : prefix + ".", flow?.Shape, flow?.Dims ?? default) { Second = second },
                flow);

            ShapedClass At(long i)
            {
                EquatableArray<BoundArgument> args = given
                    .Select(arg => arg.Name == strideArg ? arg with { Value = new Constant.Integer(i == 0 ? first.Value : 1), Code = i == 0 ? first.Code : "1" } : arg)
                    .Concat(inherited)
                    .ToEquatableArray();
                return outer.Class(block, args, flow, HiddenBy, isOnly: false, isStage: false);
            }
        }

        /// <summary>What runs on behind a child, in this class's words.</summary>
        private Flow? Behind(ShapedClass child, string field)
        {
            isComplete &= child.IsComplete;
            operators = Saturating.Add(operators, child.Operators);
            cost += child.Cost;
            if (child.End is { } end)
            {
                isHidden = false;
                return end with { Dims = Translate(child, field) };
            }

            if (child.IsComplete)
            {
                isHidden = true;
                hiddenBy = child.Declaration.Type.Name;
            }

            return null;
        }

        /// <summary>The class that an attribute names; null when it is no block, which is reported.</summary>
        private ModuleDecl? Block(AttributeDecl attribute, int type)
        {
            if (outer.classes.TryGetValue(attribute.Types[type], out ModuleDecl? block))
            {
                return block;
            }

            Report(ProblemCode.NoSuchStage, attribute.Node, null, attribute.Name, NameOf(attribute.Types[type]), "which is no block: a block has operators or stages, no [Input], and stands in no other model");
            return null;
        }

        private EquatableArray<BoundArgument>? BlockArguments(AttributeDecl attribute, ModuleDecl block)
            => outer.Arguments(block, attribute, "args", scope, attribute.Name);

        /// <summary>The [Arg] constant that the stride goes to, and the first block's value of it; ("", _) without one, null when there is none to give it to.</summary>
        private (string Arg, (long Value, string Code) First)? Stride(AttributeDecl attribute, ModuleDecl block, EquatableArray<BoundArgument> given)
        {
            if (attribute.Arguments.FirstOrDefault(static argument => argument.Name == "Stride")?.Value is not { } written)
            {
                return ("", (1, "1"));
            }

            BoundArgument? arg = given.FirstOrDefault(static arg => arg.Name is "S" or "Stride");
            if (arg is null || arg.IsWritten || scope.Evaluate(written) is not Constant.Integer { Value: >= 1 } stride)
            {
                Report(
                    ProblemCode.BlockArguments, attribute.Node, "Stride",
                    attribute.Name,
                    arg is null ? $"gives a stride to {block.Type.Name}, which has no [Arg] constant called S or Stride"
                        : arg.IsWritten ? $"gives {arg.Name} of {block.Type.Name} twice"
                        : "has a stride below 1",
                    arg is null ? "add one" : arg.IsWritten ? "leave one of them out" : "a stride is at least 1");
                return null;
            }

            return (arg.Name, (stride.Value, Scope.Code(written is Constant.Arg or Constant.Compute ? written : stride)));
        }

        /// <summary>The [Arg] constants that a nested class sees from here, as it is used in this class.</summary>
        private EquatableArray<BoundArgument> Inherited(ModuleDecl nested)
            => scope.Args
                .Where(arg => !nested.Args.Any(own => own.Name == arg.Name))
                .Select(static arg => arg with { Code = Identifier.Escape(arg.Name) })
                .ToEquatableArray();

        private int Parallel(AttributeDecl attribute, int index, int value)
        {
            if (attribute.Types.Count < 2 || attribute.Arguments.FirstOrDefault(static argument => argument.Name == "join")?.Value is not Constant.Text { Value: var join })
            {
                return Fail(attribute, value);
            }

            bool splits = attribute.Arguments.Any(static argument => argument is { Name: "Split", Value: Constant.Bool { Value: true } });
            string? prefix = WrittenKey(attribute);
            List<int> results = [];
            for (int i = 0; i < attribute.Types.Count; i++)
            {
                if (Block(attribute, i) is not { } branch)
                {
                    return Fail(attribute, value);
                }

                int branchValue = value;
                if (splits && flows[value] is { } whole)
                {
                    branchValue = Share(attribute, whole, value, i, attribute.Types.Count);
                    if (branchValue < 0)
                    {
                        return Fail(attribute, value);
                    }
                }

                bool isNested = outer.nested.Contains(attribute.Types[i]);
                bool isOnlyBranch = isNested && outer.branches[attribute.Types[i]] == 1;
                EquatableArray<BoundArgument> args = isNested ? Defaults(branch).Concat(Inherited(branch)).ToEquatableArray() : Defaults(branch);
                string name = branch.Field + (attribute.Types.Count(type => type == attribute.Types[i]) > 1 ? Index(i) : "");
                ShapedClass shaped = outer.Class(branch, args, flows[branchValue], HiddenBy, isOnly && isOnlyBranch, isStage: isNested);
                Flow? flow = Behind(shaped, name);
                string key = KeyOf(branch, name);
                results.Add(Add(
                    new Step.Child(new([branchValue]), shaped, name, string.IsNullOrEmpty(prefix) ? key : $"{prefix}.{key}", null, true, flow?.Shape, flow?.Dims ?? default),
                    flow));
            }

            return Join(attribute, join, results, attribute.Types.Select(NameOf).ToArray());
        }

        /// <summary>One branch's part of the channels; -1 when they do not divide, which is reported.</summary>
        private int Share(AttributeDecl attribute, Flow whole, int value, int index, int of)
        {
            int axis = whole.ChannelAxis;
            long channels = whole.Shape.Dims[axis];
            if (channels % of != 0)
            {
                Report(
                    ProblemCode.ChannelsDoNotDivide, attribute.Node, null,
                    attribute.Name, Literal.Of(channels), Literal.Of(of), $"a multiple of {Literal.Of(of)}");
                return -1;
            }

            long[] sizes = [.. whole.Shape.Dims];
            sizes[axis] = channels / of;
            Dim[] dims = [.. whole.Dims];
            dims[axis] = new Dim(Expression.Number(dims[axis].Code) is { } number ? Literal.Of(number / of) : $"{Expression.Operand(dims[axis].Code)} / {Literal.Of(of)}");
            Flow flow = new(new Shape(sizes), dims.ToEquatableArray(), whole.ShapeFrom, whole.ChannelsFrom) { IsSignal = whole.IsSignal };
            return Add(new Step.Share(new([value]), index, of, axis == 1 ? -1 : 1, flow.Shape, flow.Dims), flow);
        }

        /// <summary>Several values as one; the names are those of whoever made them.</summary>
        private int Join(AttributeDecl attribute, string join, IReadOnlyList<int> inputs, string[] names)
        {
            JoinKind kind = Enum.TryParse(join, out JoinKind parsed) ? parsed : JoinKind.Add;
            Flow?[] given = [.. inputs.Select(input => flows[input])];
            if (given.Any(static flow => flow is null))
            {
                return Add(new Step.Joined(inputs.ToEquatableArray(), kind, 1, null, default), null);
            }

            // One of them may have come straight from the input, which is a signal where the others are.
            bool isSignal = given.Any(static flow => flow!.IsSignal);
            Flow first = given[0]! with { IsSignal = isSignal };
            for (int i = 1; i < given.Length && kind != JoinKind.First; i++)
            {
                Flow other = given[i]!;
                if (kind == JoinKind.Cat ? !CanCat(first, other) : first.Shape != other.Shape)
                {
                    ProblemCode code = kind == JoinKind.Cat ? ProblemCode.CatShapesDiffer : ProblemCode.JoinShapesDiffer;
                    Report(code, attribute.Node, null, attribute.Name, first.Shape.ToString(), names[0], other.Shape.ToString(), names[i]);
                    return Fail(attribute, inputs[0]);
                }
            }

            if (kind != JoinKind.Cat)
            {
                return Add(new Step.Joined(inputs.ToEquatableArray(), kind, 1, first.Shape, first.Dims), first);
            }

            int axis = first.ChannelAxis;
            long[] sizes = [.. first.Shape.Dims];
            sizes[axis] = given.Sum(flow => flow!.Shape.Dims[axis]);
            Dim[] dims = [.. first.Dims];
            string[] parts = [.. given.Select(flow => flow!.Dims[axis].Code)];
            dims[axis] = new Dim(parts.All(static part => Expression.Number(part) is not null) ? Literal.Of(sizes[axis]) : string.Join(" + ", parts.Select(Expression.Operand)));
            Origin origin = new(attribute.Name, attribute.Node);
            Flow cat = new(new Shape(sizes), dims.ToEquatableArray(), origin, origin) { IsSignal = isSignal };
            return Add(new Step.Joined(inputs.ToEquatableArray(), kind, axis == 1 ? -1 : 1, cat.Shape, cat.Dims), cat);
        }

        private static bool CanCat(Flow first, Flow other)
            => first.Shape.Rank == other.Shape.Rank
                && Enumerable.Range(0, first.Shape.Rank).All(i => i == first.ChannelAxis || first.Shape.Dims[i] == other.Shape.Dims[i]);

        private int Residual(AttributeDecl attribute, int index, int value)
        {
            string? shortcut = attribute.Arguments.FirstOrDefault(static argument => argument.Name == "shortcut")?.Value switch
            {
                null => "Identity",
                Constant.Text text => text.Value,
                _ => null,
            };
            if (shortcut is null || value == 0)
            {
                if (value == 0)
                {
                    Report(ProblemCode.Composition, attribute.Node, null, "Residual", "stands first", "it adds the input to what operators before it made of it");
                }

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
                    Report(
                        ProblemCode.ResidualShapesDiffer, attribute.Node, null,
                        input.Shape.ToString(), flow.Shape.ToString(), flow.ShapeFrom.Name, "use Residual(Shortcut.Project), or Shortcut.IfSame to leave it out");
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
                Report(
                    ProblemCode.ResidualShapesDiffer, attribute.Node, null,
                    input.Shape.ToString(), flow.Shape.ToString(), flow.ShapeFrom.Name, "no stride of a 1x1 convolution gives that size, so pad or pool to a whole fraction of the input's");
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
            if (rank != input.Shape.Rank)
            {
                return null;
            }

            if (flow.ChannelAxis == 1 || rank == 1)
            {
                return rank == 2 && flow.Shape.Dims[0] != input.Shape.Dims[0] ? null
                    : new ProjectionIr(field, key, 0, input.Dims[rank - 1].Code, flow.Dims[rank - 1].Code, "1");
            }

            long stride = (input.Shape.Dims[1] + flow.Shape.Dims[1] - 1) / flow.Shape.Dims[1];
            int[] axes = [.. Enumerable.Range(1, rank - 1)];
            if (!axes.All(axis => ((input.Shape.Dims[axis] - 1) / stride) + 1 == flow.Shape.Dims[axis]))
            {
                return null;
            }

            string code =
                isClosed || axes.All(axis => flow.Dims[axis].Code == input.Dims[axis].Code) ? Literal.Of(stride)
                : axes.All(axis => flow.Dims[axis].Of == input.Dims[axis].Code && flow.Dims[axis].Stride == flow.Dims[1].Stride) ? flow.Dims[1].Stride!
                : Named("stride" + Index(index), stride).Code;
            return new ProjectionIr(field, key, rank - 1, input.Dims[0].Code, flow.Dims[0].Code, code);
        }
    }
}
