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
    /// <summary>A list of operators, one behind the other.</summary>
    private sealed partial class Body
    {
        // The next operator's place in the list as torch.nn.Sequential counts it: a repeat counts as so many.
        private long position;
        private long fixedPosition;
        private string symbolicPosition = "";
        private bool isAlone;
        private int repeats;

        private int List(AttributeDecl[] list)
        {
            isAlone = isStage && list.Length == 1;
            repeats = list.Count(static op => op.Name == "Repeat");
            int value = 0;
            for (int index = 0; index < list.Length; index++)
            {
                AttributeDecl attribute = list[index];
                value = attribute.Name switch
                {
                    "Repeat" => Repeat(attribute, index, value),
                    "Parallel" => Parallel(attribute, index, value),
                    "Residual" => Residual(attribute, index, value),
                    "Call" => Call(attribute, value),
                    "From" or "Add" or "Cat" => Misplaced(attribute, value),
                    _ => Operator(attribute, index, value),
                };
                if (attribute.Name != "Repeat")
                {
                    position++;
                    fixedPosition++;
                }
            }

            return value;
        }

        private int Misplaced(AttributeDecl attribute, int value)
        {
            string types = string.Join(", ", attribute.Types);
            outer.Report(new Problem(
                ProblemCode.Composition, attribute.Node, null,
                attribute.Name, "stands in the middle of a list", "it says where a stage's input comes from: put it first in the list of a stage")
            {
                Fixes = isStage && attribute.Types.Count > 0 && Heads(declaration) == 0
                    ? new([new Fix("PutFirst", $"Put {attribute.Name} first", Edit.Remove(attribute.Node), Edit.InsertBefore(declaration.Operators[0].Node, $"{attribute.Name}<{types}>"))])
                    : default,
            });
            return Fail(attribute, value);
        }

        private int Call(AttributeDecl attribute, int value)
        {
            if (attribute.Arguments.FirstOrDefault(static argument => argument.Name == "method")?.Value is not Constant.Text { Value: { Length: > 0 } method })
            {
                return Fail(attribute, value);
            }

            Hide(method, flows[value]);
            return Add(new Step.Call(new([value]), method), null);
        }

        private int Operator(AttributeDecl attribute, int index, int value)
        {
            OpSpec? spec = OpCatalog.Find(attribute.Name);
            BoundAttribute bound = spec is null ? BoundAttribute.Unknown : ArgumentBinder.Bind(attribute, spec.Parameters, scope);
            foreach (Problem problem in bound.Problems)
            {
                outer.Report(outer.OfGiver(problem, attribute));
            }

            KeyCode? key = spec?.Lowering is Lowering.Module module ? Key(attribute, module.StandsUnderOwnName) : null;
            LayerIr layer = new(
                attribute.Node, index, attribute.Name, bound.State, bound.Arguments,
                key is null ? null : Identifier.Small(attribute.Name) + Index(index),
                key?.Text);
            Flow? flow = flows[value] ?? Assumed(attribute, layer, spec);
            if (spec is null || bound.State == LayerState.Unknown || (bound.State == LayerState.OutOfRange && spec.Effect != Effect.KeepsShape))
            {
                return Fail(attribute, value);
            }

            if (flow is null)
            {
                return Blind(attribute, layer, spec, value);
            }

            if (flow.IsIndices && spec.Name != "Embedding")
            {
                outer.Report(Dense.NeedsEmbedding(layer, flow));
                return Fail(attribute, value);
            }

            // An argument out of its range is reported already; what keeps any shape keeps it all the same.
            ShapeAnswer answer = bound.State == LayerState.OutOfRange ? flow.Shape : spec.Shape(layer, flow);
            foreach (Problem problem in answer.Problems)
            {
                outer.Report(outer.OfGiver(WithFlattenBehindMaps(problem, attribute), attribute));
            }

            if (answer.Output is not { } output)
            {
                return Fail(attribute, value);
            }

            if (answer.Problems.Count == 0)
            {
                outer.fine.Add(attribute.Node);
            }

            Place place = new(layer, flow.Shape, output, flow.Dims);
            Work work = bound.State == LayerState.OutOfRange ? default : spec.Cost(place);
            string? excess = output.Elements > Limits.Elements ? $"an output of {output} values a sample"
                : work.Parameters > Limits.Elements ? $"{Literal.Grouped(work.Parameters)} parameters"
                : null;
            if (excess is not null)
            {
                Report(ProblemCode.OutOfRange, attribute.Node, null, spec.Name, excess, $"at most {Literal.Grouped(Limits.Elements)} are possible");
                return Fail(attribute, value);
            }

            EquatableArray<Dim> dims = spec.Effect == Effect.KeepsShape ? flow.Dims
                : IsTheSameEverywhere(layer, flow) ? Dims.Numbers(output)
                : NameAll(output, Said(spec, place), Index(index));
            Flow next = flow.After(spec, attribute.Node, output, dims);
            Cost own = new(work.Parameters, work.MultiplyAdds, output.Elements);
            cost += own;
            return Add(new Step.Operator(new([value]), new ShapedLayer(layer, flow.Shape, flow.Dims, output, next.Dims, own), key), next);
        }

        /// <summary>A Flatten that came too early goes behind all operators on maps that follow, or away where one of them makes a vector or sequence anyway.</summary>
        private Problem WithFlattenBehindMaps(Problem problem, AttributeDecl attribute)
        {
            if (problem.Fixes.FirstOrDefault() is not { Key: "MoveFlatten" } move)
            {
                return problem;
            }

            AttributeDecl last = attribute;
            foreach (AttributeDecl next in declaration.Operators.SkipWhile(op => op != attribute))
            {
                switch (next.Name)
                {
                    case "Conv" or "DepthwiseConv" or "ConvTranspose" or "MaxPool" or "AvgPool" or "AdaptiveAvgPool" or "GroupNorm" or "Upsample" or "Pad" or "SE" or "Shuffle":
                        last = next;
                        break;
                    case "GlobalAvgPool" or "GlobalMaxPool" or "PatchEmbed" or "Flatten":
                        return problem with { Fixes = new([new Fix("RemoveFlatten", move.Title.Replace($"Move Flatten behind {attribute.Name}", "Remove Flatten"), move.Edits[0])]) };
                    case "Linear":
                        return Moved();
                }
            }

            return Moved();

            Problem Moved() => problem with
            {
                Fixes = new([move with { Title = move.Title.Replace($"behind {attribute.Name}", $"behind {last.Name}"), Edits = new([move.Edits[0], Edit.InsertAfter(last.Node, "Flatten")]) }]),
            };
        }

        /// <summary>Numbers in and no [Arg] constant in its arguments: its output is the same at every place of the class.</summary>
        private bool IsTheSameEverywhere(LayerIr layer, Flow flow)
            => flow.Dims.All(static dim => Expression.Number(dim.Code) is not null)
                && !layer.Arguments.Any(argument => scope.Args.Any(arg => Dims.Mentions(argument.Code, Identifier.Escape(arg.Name))));

        private static Dim?[] Said(OpSpec spec, Place place) =>
            spec.Dims is { } dims ? dims(place)
            : spec.Effect == Effect.ResizesMap ? [place.InputDims[0], .. Enumerable.Repeat<Dim?>(null, place.Output.Rank - 1)]
            : [];

        /// <summary>The state_dict name of an operator's weights.</summary>
        private KeyCode Key(AttributeDecl attribute, bool standsUnderOwnName) =>
            WrittenKey(attribute) is { } written ? KeyCode.Fixed(written)
            : isAlone || standsUnderOwnName ? KeyCode.Fixed("")
            : Position;

        private static string? WrittenKey(AttributeDecl attribute)
            => (attribute.Arguments.FirstOrDefault(static argument => argument.Name == "Key")?.Value as Constant.Text)?.Value;

        private KeyCode Position => new(
            Literal.Of(position),
            symbolicPosition.Length == 0 ? null : fixedPosition == 0 ? symbolicPosition : $"{symbolicPosition} + {Literal.Of(fixedPosition)}");
    }
}
