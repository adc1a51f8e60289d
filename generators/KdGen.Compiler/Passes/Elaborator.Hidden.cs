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
    private const string AddShape = "AddShape";

    /// <summary>The classes whose code hides what they give, by their global names: for a class around such a one, the one inside.</summary>
    private readonly Dictionary<string, HiddenClass> hidden = [];

    // The same by the words in which problems speak of them, as they were met last.
    private readonly Dictionary<string, HiddenClass> hiddenFor = [];

    /// <summary>What a layer that states its inputs says about what a hidden class gives, by the class.</summary>
    private readonly Dictionary<NodeId, (string Layer, string Sizes)> stated = [];

    /// <summary>A class that lacks a [Shape].</summary>
    /// <param name="Node">The class.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="IsOnly">It has one place: a shape in numbers is the shape.</param>
    /// <param name="Guess">A [Shape] to start from; null when nothing suggests one.</param>
    private sealed record HiddenClass(NodeId Node, string Name, bool IsOnly, Fix? Guess)
    {
        public EquatableArray<Fix> Fixes => Guess is null ? default : new([Guess]);
    }

    /// <summary>A shape that the layer behind states is better than a guess; it is known only when that layer is met.</summary>
    private void OfferStatedShapes()
    {
        for (int i = 0; i < problems.Count; i++)
        {
            if (problems[i].Code == ProblemCode.ShapeUnknown && stated.TryGetValue(problems[i].Node, out (string Layer, string Sizes) known))
            {
                string text = $"Shape({known.Sizes})";
                problems[i] = problems[i] with { Fixes = new([new Fix(AddShape, $"Add [{text}], which {known.Layer} states", Edit.AddAttribute(problems[i].Node, text))]) };
            }
        }
    }

    /// <summary>Shapes that code of the user's hides, and what is stated about them.</summary>
    private sealed partial class Body
    {
        // A Call or a Forward of the user's made the shape unknown, not a mistake; here, or in a class inside.
        private bool isHidden;
        private bool isHiddenHere;
        private string hiddenBy = hiddenBefore ?? "";

        /// <summary>The class before this point that a [Shape] would help; null where it is a Call in this list.</summary>
        private HiddenClass? hiddenAt = hiddenBefore is not null && outer.hiddenFor.TryGetValue(hiddenBefore, out HiddenClass? known) ? known : null;
        private Flow? beforeHidden;

        private string? HiddenBy => isHidden ? hiddenBy : null;

        private void Hide(string by, Flow? before)
        {
            isHidden = true;
            isHiddenHere = true;
            hiddenAt = null;
            beforeHidden = before;
            hiddenBy = by == "Forward" ? $"{declaration.Type.Name}.Forward" : by;
        }

        /// <summary>Behind a hidden shape a Linear that states its inputs says what arrives.</summary>
        private Flow? Assumed(AttributeDecl attribute, LayerIr layer, OpSpec? spec)
        {
            if (!isHidden || spec?.Name != "Linear" || layer.Integer("inFeatures") is not { } features || layer.Code("inFeatures") is not { } code)
            {
                return null;
            }

            if (hiddenAt is { IsOnly: true } && isOnly)
            {
                outer.stated[hiddenAt.Node] = (attribute.Name, Literal.Of(features));
            }

            isHidden = false;
            return new Flow(new Shape(features), new([new Dim(code)]), new Origin(hiddenBy, null), new Origin(hiddenBy, null));
        }

        /// <summary>An operator behind a hidden shape: one that keeps any shape works, another one needs sizes that nobody stated.</summary>
        private int Blind(AttributeDecl attribute, LayerIr layer, OpSpec spec, int value)
        {
            if (spec.IgnoresShape)
            {
                return Add(new Step.Operator(new([value]), new ShapedLayer(layer, null, default, null, default, default), null), null);
            }

            if (isHidden)
            {
                outer.Report(new Problem(
                    ProblemCode.SizeUnknown, attribute.Node, null,
                    spec.Name, "the shape of its input", hiddenBy,
                    hiddenAt is null ? "end a stage behind the Call and add [Shape(..)] to it" : $"add [Shape(..)] to {hiddenAt.Name}")
                {
                    Related = hiddenAt is null ? default : new([new Spot(hiddenAt.Node)]),
                    Fixes = hiddenAt?.Fixes ?? default,
                });
            }

            return Fail(attribute, value);
        }

        /// <summary>[Shape]: the output where it is hidden, a check where it is known.</summary>
        private Flow? StateShape(int result, Dictionary<string, int> values)
        {
            Flow? end = flows[result];
            if (declaration.Shape is { } attribute)
            {
                Flow? said = Stated(attribute, values);
                if (end is null || said is null || Compare(attribute, said, end))
                {
                    return said ?? end;
                }

                // Which of the two is meant, what stands behind may tell its author, but not us: nothing is said there.
                isComplete = false;
                isHidden = false;
                return null;
            }

            if (end is null && isHidden && isComplete)
            {
                HiddenClass here = isHiddenHere || hiddenAt is null
                    ? new HiddenClass(outer.ClassNode(declaration), declaration.Type.Name, isOnly, Guess(values))
                    : hiddenAt;
                outer.hidden[declaration.Type.GlobalName] = here;
                if (isHiddenHere)
                {
                    outer.Report(new Problem(ProblemCode.ShapeUnknown, here.Node, null, hiddenBy, declaration.Type.Name) { Fixes = here.Fixes });
                }
            }

            return end;
        }

        /// <summary>Whether [Shape] states what the operators give; a problem where it does not.</summary>
        private bool Compare(AttributeDecl attribute, Flow said, Flow end)
        {
            if (said.Shape == end.Shape)
            {
                outer.fine.Add(attribute.Node);
                return true;
            }

            // A number is right at every place of the class only where what is inferred is one.
            bool isNumber = attribute.Arguments.Any(static argument => argument is { Name: "shape", Value: Constant.Integers });
            string text = $"Shape({string.Join(", ", end.Shape.Dims)})";
            outer.Report(new Problem(
                ProblemCode.StatedShapeDiffers, attribute.Node, attribute.Types.Count == 0 ? "shape" : null,
                said.Shape.ToString(), declaration.Type.Name, end.Shape.ToString())
            {
                Related = end.ShapeFrom.Node is { } from ? new([new Spot(from)]) : default,
                Fixes = isNumber && end.Dims.All(static dim => Expression.Number(dim.Code) is not null)
                    ? new([new Fix("UseInferred", $"Use [{text}]", Edit.Replace(attribute.Node, text))])
                    : default,
            });
            return false;
        }

        /// <summary>A [Shape] to start from: behind a Forward that of the last stage, behind a Call that before it. Only its author knows whether it is right.</summary>
        private Fix? Guess(Dictionary<string, int> values)
        {
            NodeId node = outer.ClassNode(declaration);
            ModuleDecl? last = declaration.HasForward ? declaration.Stages.LastOrDefault(stage => values.TryGetValue(stage.Type.GlobalName, out int value) && value > 0 && flows[value] is not null) : null;
            if (last is not null)
            {
                return new Fix(AddShape, $"Add [Shape<{last.Type.Name}>], if Forward gives the shape of {last.Type.Name}", Edit.AddAttribute(node, $"Shape<{last.Type.GlobalName}>"));
            }

            if (!isClosed || (beforeHidden ?? Input) is not { } before)
            {
                return null;
            }

            string text = $"Shape({string.Join(", ", before.Shape.Dims)})";
            return new Fix(AddShape, $"Add [{text}], if {hiddenBy} keeps the shape", Edit.AddAttribute(node, text));
        }

        private Flow? Stated(AttributeDecl attribute, Dictionary<string, int> values)
        {
            if (attribute.Types.Count == 1)
            {
                if (values.TryGetValue(attribute.Types[0], out int value))
                {
                    return flows[value];
                }

                Report(ProblemCode.NoSuchStage, attribute.Node, null, "Shape", NameOf(attribute.Types[0]), $"which is no stage of {declaration.Type.Name}: name one of its stages");
                return null;
            }

            Constant? written = attribute.Arguments.FirstOrDefault(static argument => argument.Name == "shape")?.Value;
            if (written is null || scope.Evaluate(written) is not Constant.Integers sizes || sizes.Values.Count is < 1 or > 3 || sizes.Values.Any(static size => size < 1))
            {
                if (written is null or Constant.Integers)
                {
                    Report(ProblemCode.OutOfRange, attribute.Node, written is null ? null : "shape", "Shape", "sizes that no sample has", "give one to three sizes of at least 1");
                }

                return null;
            }

            Shape shape = new(sizes.Values);
            EquatableArray<Dim> dims = written is Constant.List list && !isClosed ? list.Items.Select(static item => new Dim(Scope.Code(item))).ToEquatableArray() : Dims.Numbers(shape);
            Origin origin = new(declaration.Type.Name, attribute.Node);
            return new Flow(shape, dims, origin, origin);
        }
    }
}
