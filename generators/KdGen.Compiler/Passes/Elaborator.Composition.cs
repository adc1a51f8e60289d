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
    /// <summary>Operators that are made of classes: Repeat and Parallel.</summary>
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
                long nearest = count < 1 ? 1 : MostBlocks;
                Problem wrong = new(
                    ProblemCode.BlockArguments, attribute.Node, "count",
                    attribute.Name, $"has {Literal.Counted(count, "block")}", $"a repeat has 1 to {Literal.Of(MostBlocks)}")
                {
                    Fixes = written is Constant.Integer or Constant.Arg ? new([new Fix("UseNearest", $"Use {Literal.Of(nearest)}", Edit.Set(attribute.Node, "count", Literal.Of(nearest)))]) : default,
                };
                outer.Report(outer.OfGiver(wrong, attribute));
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
                outer.Report(new Problem(
                    ProblemCode.Composition, attribute.Node, "count",
                    attribute.Name, $"repeats {block.Type.Name}, which changes the shape each time, {number} times", "state the number: what stands behind depends on it")
                {
                    Fixes = new([new Fix("StateNumber", $"Use {Literal.Of(count)}", Edit.Set(attribute.Node, "count", Literal.Of(count)))]),
                });
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
                return outer.Class(block, args, flow, HiddenBy, isOnly: false, isStage: false, attribute);
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

            if (child.IsHidden)
            {
                isHidden = true;
                hiddenBy = child.Declaration.Type.Name;
                hiddenAt = outer.hidden[child.Declaration.Type.GlobalName];
                outer.hiddenFor[hiddenBy] = hiddenAt;
            }

            return null;
        }

        /// <summary>The class that an attribute names; null when it is no block, which is reported.</summary>
        private ModuleDecl? Block(AttributeDecl attribute, int type)
        {
            if (outer.classes.TryGetValue(attribute.Types[type], out ModuleDecl? block) && !block.LacksCode)
            {
                return block;
            }

            if (block is not null)
            {
                // Its sizes depend on where it stands, so that its code is written where a model uses it first.
                Report(ProblemCode.NoSuchStage, attribute.Node, null, attribute.Name, block.Type.Name, "which has no code in its project: use it in a model there, or declare it in this project");
                return null;
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
                outer.Report(new Problem(
                    ProblemCode.BlockArguments, attribute.Node, "Stride",
                    attribute.Name,
                    arg is null ? $"gives a stride to {block.Type.Name}, which has no [Arg] constant called S or Stride"
                        : arg.IsWritten ? $"gives {arg.Name} of {block.Type.Name} twice"
                        : "has a stride below 1",
                    arg is null ? "add one" : arg.IsWritten ? "leave one of them out" : "a stride is at least 1")
                {
                    Related = new([new Spot(outer.ClassNode(block))]),
                    Fixes = new([new Fix("RemoveStride", "Remove Stride", Edit.Drop(attribute.Node, "Stride"))]),
                });
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

            return Join(attribute, join, results, [.. attribute.Types.Select(type => PartyOf(type, branch => outer.nested.Contains(type) && outer.branches[type] == 1))]);
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
    }
}
