using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Passes;

/// <summary>From the values that are read to the way that computes them: steps that none of them needs are left out, classes with one of them inside are opened.</summary>
internal static class TapReaders
{
    /// <summary>The reader of a model.</summary>
    /// <param name="model">The model's class.</param>
    /// <param name="points">The values.</param>
    /// <param name="readsResult">Whether the model's result is needed too.</param>
    public static TapReader Build(ShapedClass model, IReadOnlyList<NamedPoint> points, bool readsResult) => new Work(model, points, readsResult).Run();

    /// <summary>The way from a value of a model to its result; null where that reads something else too.</summary>
    /// <param name="model">The model's class.</param>
    /// <param name="value">The value.</param>
    /// <param name="shape">Its shape.</param>
    public static TapReader? Rest(ShapedClass model, int value, Shape? shape)
    {
        HashSet<int> needed = [model.Result];
        for (int i = model.Steps.Count - 1; i >= value; i--)
        {
            if (needed.Contains(i + 1))
            {
                needed.UnionWith(model.Steps[i] is Step.Child { IsPresent: false } ? new([0]) : model.Steps[i].Inputs);
            }
        }

        return needed.Any(index => index < value) ? null : Build(
            model with
            {
                Input = shape,
                InputDims = default,
                Steps = model.Steps.Skip(value).Select(step => step with { Inputs = step.Inputs.Select(input => System.Math.Max(input - value, 0)).ToEquatableArray() }).ToEquatableArray(),
                Result = model.Result - value,
            },
            [],
            readsResult: true);
    }

    /// <summary>The work on one class. Paths begin in it.</summary>
    private sealed class Work(ShapedClass place, IReadOnlyList<NamedPoint> points, bool readsResult)
    {
        private readonly NamedPoint[] own = [.. points.Where(static point => point.Point.Path.Count == 0)];
        private readonly HashSet<int> needed = [];
        private readonly HashSet<int> run = [];

        /// <summary>The steps that are run, their inputs by new numbers.</summary>
        private readonly List<Step> steps = [];
        private readonly Dictionary<int, int> renumbered = new() { [0] = 0 };
        private readonly List<InnerReader> inner = [];
        private readonly List<ReadValue> values = [];

        public TapReader Run()
        {
            Need();
            foreach (int i in Enumerable.Range(0, place.Steps.Count).Where(run.Contains))
            {
                Copy(i);
            }

            foreach (NamedPoint point in own.Where(static point => point.Point.Block is null))
            {
                values.Add(new ReadValue(point.Name, renumbered[point.Point.Value], point.Shape) { IsScores = point.Point.IsScores });
            }

            ShapedClass cut = Named(place) with
            {
                Args = place.Args.Select(static arg => arg with { Code = "" }).ToEquatableArray(),
                Input = place.Input,
                InputDims = place.InputDims,
                Sizes = place.Sizes,
                Steps = steps.ToEquatableArray(),
                Result = readsResult ? renumbered[place.Result] : 0,
            };
            return new TapReader(cut, inner.ToEquatableArray(), values.ToEquatableArray(), readsResult);
        }

        private void Need()
        {
            foreach (NamedPoint point in own.Where(static point => point.Point is { Block: null, IsScores: false }))
            {
                needed.Add(point.Point.Value);
            }

            if (readsResult)
            {
                needed.Add(place.Result);
            }

            for (int i = place.Steps.Count - 1; i >= 0; i--)
            {
                // A split is one call for all its parts.
                bool isOfSplit = place.Steps[i] is Step.Share share && place.Steps.Skip(i + 1).Where((_, later) => run.Contains(i + 1 + later)).OfType<Step.Share>().Any(other => other.Inputs == share.Inputs);
                if (!needed.Contains(i + 1) && !Inside(i).Any() && !Behind(i).Any() && !isOfSplit && !own.Any(point => point.Point.IsScores && point.Point.Value == i + 1))
                {
                    continue;
                }

                run.Add(i);
                foreach (int input in InputsOf(place.Steps[i]))
                {
                    needed.Add(input);
                }
            }
        }

        /// <summary>A stage that does not exist here gives the class's input.</summary>
        private static EquatableArray<int> InputsOf(Step step) => step is Step.Child { IsPresent: false } ? new([0]) : step.Inputs;

        /// <summary>The values inside the class that a step runs.</summary>
        private IEnumerable<NamedPoint> Inside(int step) => points.Where(point => point.Point.Path.Count > 0 && point.Point.Path[0].Step == step);

        /// <summary>The values behind blocks of a Repeat.</summary>
        private IEnumerable<NamedPoint> Behind(int step) => own.Where(point => point.Point.Block is not null && point.Point.Value == step + 1);

        private void Copy(int index)
        {
            EquatableArray<int> inputs = InputsOf(place.Steps[index]).Select(input => renumbered[input]).ToEquatableArray();
            switch (place.Steps[index])
            {
                case Step.Repeat repeat:
                    Blocks(repeat, index, inputs[0]);
                    return;
                case Step.Child child:
                    Open(Inside(index), child.Class, needed.Contains(index + 1));
                    Add(child with { Inputs = inputs, Class = Named(child.Class), Key = "", Presence = child.Presence is null ? null : "true", OutputDims = default });
                    break;
                case Step.Operator op:
                    Add(op with { Inputs = inputs, Key = null, Layer = op.Layer with { Cost = default, Layer = op.Layer.Layer with { Key = null } } });
                    break;
                case Step.Residual residual:
                    Add(residual with { Inputs = inputs, OutputDims = default, Cost = default });
                    break;
                case Step.Joined joined:
                    Add(joined with { Inputs = inputs, OutputDims = default });
                    break;
                case Step.Share share:
                    Add(share with { Inputs = inputs, OutputDims = default });
                    break;
                case var other:
                    Add(other);
                    break;
            }

            renumbered[index + 1] = steps.Count;
        }

        /// <summary>A Repeat falls into the blocks that are opened, and what lies between them.</summary>
        private void Blocks(Step.Repeat repeat, int index, int input)
        {
            bool isNeeded = needed.Contains(index + 1);
            int[] opened = [.. Inside(index).Select(static point => point.Point.Path[0].Block ?? 0).Distinct()];
            int[] ends = [.. Behind(index).Select(static point => point.Point.Block ?? 0).Distinct()];
            int count = isNeeded ? repeat.Blocks.Count : opened.Concat(ends).Max() + 1;
            for (int from = 0; from < count;)
            {
                int to = from + 1;
                while (to < count && !opened.Contains(to) && !opened.Contains(from) && !ends.Contains(to - 1))
                {
                    to++;
                }

                bool isWhole = from == 0 && to == repeat.Blocks.Count;
                Shape? output = repeat.Blocks[to - 1].Output;
                if (to == from + 1 && !(isWhole && !opened.Contains(from)))
                {
                    Open(
                        Inside(index).Where(point => point.Point.Path[0].Block == from),
                        repeat.Blocks[from],
                        isNeeded || to < count || ends.Contains(from));
                    Add(new Step.Child(new([input]), Named(repeat.Blocks[from]), $"{repeat.Field}[{Literal.Of(from)}]", "", null, true, output, default));
                }
                else
                {
                    Add(new BlockRange(new([input]), repeat.Field, from, isWhole ? null : to, output));
                }

                input = steps.Count;
                values.AddRange(Behind(index).Where(point => point.Point.Block == to - 1).Select(point => new ReadValue(point.Name, input, point.Shape)));
                from = to;
            }

            renumbered[index + 1] = input;
        }

        private void Open(IEnumerable<NamedPoint> inside, ShapedClass into, bool needsResult)
        {
            NamedPoint[] below = [.. inside.Select(static point => point with { Point = point.Point with { Path = point.Point.Path.Skip(1).ToEquatableArray() } })];
            if (below.Length > 0)
            {
                inner.Add(new InnerReader(steps.Count, Build(into, below, needsResult)));
            }
        }

        private void Add(Step step) => steps.Add(step);

        /// <summary>A class by name alone, which its code is called by.</summary>
        private static ShapedClass Named(ShapedClass known) => known with
        {
            Declaration = new ModuleDecl(known.Declaration.Type, known.Declaration.Form, null, default, false),
            Args = default,
            Input = null,
            InputDims = default,
            GivenDims = default,
            Sizes = default,
            Steps = default,
            Result = 0,
            End = null,
            Heads = null,
            Cost = default,
            Operators = 0,
        };
    }
}
