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
    /// <summary>The work on one class at one of its places.</summary>
    private sealed partial class Body(Elaborator outer, ModuleDecl declaration, Scope scope, Flow? given, string? hiddenBefore, bool isOnly, bool isStage)
    {
        /// <summary>Written in numbers: this is its only place and no [Arg] is in scope.</summary>
        private readonly bool isClosed = isOnly && scope.Args.Count == 0;
        private readonly bool isModel = outer.path.Count == 1;
        private readonly List<Step> steps = [];
        private readonly List<NamedSize> sizes = [];

        /// <summary>What runs in each value; 0 is the input. Null where the shape is unknown.</summary>
        private readonly List<Flow?> flows = [];
        private Cost cost;
        private bool isComplete = true;

        private long operators;

        public ShapedClass Run()
        {
            flows.Add(given is null ? null : given with { Dims = Received(given) });
            isHidden = hiddenBefore is not null;
            for (int axis = 0; axis < flows[0]?.Dims.Count && !isModel; axis++)
            {
                if (Expression.Number(flows[0]!.Dims[axis].Code) is null)
                {
                    sizes.Add(new NamedSize(flows[0]!.Dims[axis].Code, given!.Shape.Dims[axis]));
                }
            }

            AttributeDecl[] list = [.. declaration.Operators.Skip(Heads(declaration)).Where(static op => op.Name != "OnlyIfShapeChanges")];
            ModuleDecl[] stages = [.. declaration.Stages.Where(stage => !outer.branches.ContainsKey(stage.Type.GlobalName))];
            if (HasNoOrder(list, stages))
            {
                return Broken(declaration, scope.Args, given);
            }

            if (list.Length > 0 && declaration.HasForward)
            {
                Report(
                    ProblemCode.Composition, outer.ClassNode(declaration), null,
                    declaration.Type.Name, "has operators and a Forward of its own", "put the operators into a stage");
                return Broken(declaration, scope.Args, given);
            }

            Dictionary<string, int> values = [];
            int result = list.Length > 0 ? List(list) : Wire(stages, values);
            if (declaration.HasForward)
            {
                Flow? last = flows[result];
                steps.Add(new Step.HandWritten(null, default));
                flows.Add(null);
                result = steps.Count;
                Hide("Forward", last);
            }

            HeadsIr? heads = isModel && declaration.Output is { } output ? JoinHeads(output, values, ref result) : null;
            Flow? end = StateShape(result, values);
            return new ShapedClass(
                declaration, isClosed, scope.Args,
                given?.Shape, flows[0]?.Dims ?? default, given?.Dims ?? default,
                sizes.ToEquatableArray(), steps.ToEquatableArray(), result,
                end, heads, cost, operators, isComplete)
            {
                IsHidden = end is null && isHidden && isComplete,
            };
        }

        /// <summary>Whether the order of what the class does is not to be seen from its source, which is reported: then nothing in it has a known input.</summary>
        private bool HasNoOrder(AttributeDecl[] list, ModuleDecl[] stages)
        {
            if (declaration.IsSplit)
            {
                // Whatever uses the class or not, the binder has said so.
                return true;
            }

            bool isMixed = list.Length > 0 && stages.Length > 0;
            if (!isMixed && (declaration.HasForward || stages.Select(static stage => stage.Part).Distinct().Count() < 2))
            {
                return false;
            }

            Report(
                ProblemCode.OrderNotFixed, outer.ClassNode(declaration), null,
                declaration.Type.Name, isMixed ? "operators and stages" : "stages on several parts", isMixed ? "the operators into a stage" : "all on one part");
            return true;
        }

        /// <summary>The sizes that it receives in its own words: in its only place numbers stay numbers.</summary>
        private EquatableArray<Dim> Received(Flow flow)
            => isClosed || isModel ? flow.Dims
                : Dims.Received(flow.Shape).Zip(flow.Dims, (own, given) => isOnly && Expression.Number(given.Code) is not null ? new Dim(given.Code) : own).ToEquatableArray();

        /// <summary>The wiring attributes at the head of a stage's list, which the class around reads.</summary>
        private static int Heads(ModuleDecl stage) => stage.Operators.Count > 0 && stage.Operators[0].Name is "From" or "Add" or "Cat" ? 1 : 0;

        /// <summary>Adds a step; its value is its place.</summary>
        private int Add(Step step, Flow? flow)
        {
            steps.Add(step);
            flows.Add(flow);
            operators = Saturating.Add(operators, 1);
            return steps.Count;
        }

        private int Fail(AttributeDecl attribute, int value)
        {
            isComplete = false;
            isHidden = false;
            LayerIr layer = new(attribute.Node, steps.Count, attribute.Name, LayerState.Unknown, default, null, null);
            return Add(new Step.Operator(new([value]), new ShapedLayer(layer, flows[value]?.Shape, flows[value]?.Dims ?? default, null, default, default), null), null);
        }

        private void Report(ProblemCode code, NodeId node, string? argument, params string[] arguments) => outer.Report(new Problem(code, node, argument, arguments));

        /// <summary>The class's input in its own words: where an absent stage or a residual takes its value from.</summary>
        private Flow? Input => flows[0];

        /// <summary>A size by a name of its own, a parameter of the constructor where code uses it.</summary>
        private Dim Named(string name, long value, string? of = null, string? stride = null)
        {
            if (!sizes.Any(size => size.Name == name))
            {
                sizes.Add(new NamedSize(name, value));
            }

            return new Dim(name, of, stride);
        }

        /// <summary>Sizes of a step's output: numbers in a closed class; elsewhere what the step can say, and names for the rest.</summary>
        private EquatableArray<Dim> NameAll(Shape shape, Dim?[] dims, string suffix)
        {
            if (isClosed)
            {
                return Dims.Numbers(shape);
            }

            string[] axes = Dims.Axes(shape.Rank);
            return Enumerable.Range(0, shape.Rank)
                .Select(axis => (axis < dims.Length ? dims[axis] : null) switch
                {
                    null => Named("out" + Identifier.Capital(axes[axis]) + suffix, shape.Dims[axis]),
                    { Code: "" } part => Named("out" + Identifier.Capital(axes[axis]) + suffix, shape.Dims[axis], part.Of, part.Stride),
                    { } known => known,
                })
                .ToEquatableArray();
        }

        /// <summary>A child's output in this class's words.</summary>
        private EquatableArray<Dim> Translate(ShapedClass child, string field)
        {
            if (child.Output is not { } output)
            {
                return default;
            }

            if (isClosed)
            {
                return Dims.Numbers(output);
            }

            Dictionary<string, string> words = [];
            foreach (BoundArgument arg in child.Args)
            {
                words[Identifier.Escape(arg.Name)] = arg.Code;
            }

            for (int axis = 0; axis < child.InputDims.Count; axis++)
            {
                words[child.InputDims[axis].Code] = child.GivenDims[axis].Code;
            }

            List<Dim> dims = [];
            for (int axis = 0; axis < output.Rank; axis++)
            {
                Dim dim = child.OutputDims[axis];
                if (dim.Of is { } of && dim.Stride is { } stride)
                {
                    int given = child.InputDims.ToList().FindIndex(own => own.Code == of);
                    string step = Dims.Translate(stride, words);
                    if (given >= 0 && step == "1")
                    {
                        dims.Add(child.GivenDims[given]);
                        continue;
                    }

                    if (given >= 0 && Expression.Number(child.GivenDims[given].Code) is not null && Expression.Number(step) is not null)
                    {
                        dims.Add(new Dim(Literal.Of(output.Dims[axis])));
                        continue;
                    }

                    bool isPlain = given >= 0 && child.GivenDims[given].Of is null;
                    dims.Add(Named(field + Identifier.Capital(dim.Code), output.Dims[axis], isPlain ? child.GivenDims[given].Code : null, isPlain ? step : null));
                    continue;
                }

                // A size that only the child has a name for gets one here too.
                if (child.Sizes.FirstOrDefault(size => size.Name == dim.Code && !words.ContainsKey(size.Name)) is { } own)
                {
                    dims.Add(Named(field + Identifier.Capital(own.Name), output.Dims[axis]));
                    continue;
                }

                dims.Add(new Dim(Dims.Translate(dim.Code, words)));
            }

            return dims.ToEquatableArray();
        }

        private static string NameOf(string type) => type.Split('<')[0].Split('.', ':').Last().TrimStart('@');
    }
}
