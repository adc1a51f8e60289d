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
    /// <summary>Nested stages: in source order, unless From, Add or Cat say where a stage's input comes from.</summary>
    private sealed partial class Body
    {
        /// <param name="stages">The stages.</param>
        /// <param name="values">Becomes each stage's value by the stage's global name.</param>
        private int Wire(ModuleDecl[] stages, Dictionary<string, int> values)
        {
            string own = outer.path[outer.path.Count - 1];
            values[own] = 0;
            int last = 0;
            foreach (ModuleDecl stage in stages)
            {
                last = Stage(stage, last, values);
                values[stage.Type.GlobalName] = last;
            }

            return last;
        }

        private int Stage(ModuleDecl stage, int before, Dictionary<string, int> values)
        {
            int input = before;
            if (Heads(stage) == 1)
            {
                AttributeDecl head = stage.Operators[0];
                List<int> sources = [];
                foreach (string source in head.Types)
                {
                    if (!values.TryGetValue(source, out int value))
                    {
                        outer.Report(NotBefore(stage, head, source));
                        return Fail(head, before);
                    }

                    sources.Add(value);
                }

                if (sources.Count == 0)
                {
                    return Fail(head, before);
                }

                input = head.Name == "From" ? sources[0] : Join(head, head.Name, sources, [.. head.Types.Select(type => PartyOf(type, made => IsReadOnlyBy(made, stage)))]);
            }

            bool isOptional = stage.Operators.Any(static op => op.Name == "OnlyIfShapeChanges");
            if (stage.Stages.Count == 0 && !stage.HasForward && stage.Operators.Count == Heads(stage))
            {
                return input;
            }

            string field = stage.Field;
            EquatableArray<BoundArgument> args = Defaults(stage).Concat(Inherited(stage)).ToEquatableArray();
            ShapedClass shaped = outer.Class(stage, args, flows[input], HiddenBy, isOnly, isStage: true);
            Flow? flow = Behind(shaped, field);
            string key = KeyOf(stage, field);
            if (!isOptional || flow is null || flows[input] is not { } received || Input is not { } whole)
            {
                return Add(new Step.Child(new([input]), shaped, field, key, null, true, flow?.Shape, flow?.Dims ?? default), flow);
            }

            string presence = Condition(flow, received, flow.Shape != received.Shape, field + "ChangesShape", out bool isPresent);
            if (!isPresent)
            {
                cost = new Cost(cost.Parameters - shaped.Cost.Parameters, cost.MultiplyAdds - shaped.Cost.MultiplyAdds, cost.Activations - shaped.Cost.Activations);
                flow = whole;
            }

            return Add(new Step.Child(new([input]), shaped, field, key, presence == "true" ? null : presence, isPresent, flow.Shape, flow.Dims), flow);
        }

        /// <summary>The problem that a stage's input is no stage before it: a later one, or none of this class.</summary>
        private Problem NotBefore(ModuleDecl stage, AttributeDecl head, string source)
        {
            ModuleDecl? later = outer.classes.TryGetValue(source, out ModuleDecl? known) ? known : null;
            return new Problem(ProblemCode.NoSuchStage, head.Node, null, head.Name, NameOf(source), $"which is no stage of {declaration.Type.Name} before {stage.Type.Name}: name an earlier one")
            {
                Related = later is null ? default : new([new Spot(outer.ClassNode(later))]),
                Fixes = head.Name == "From" && stage.Operators.Count > 1 ? new([new Fix("Remove", "Remove From", Edit.Remove(head.Node))]) : default,
            };
        }

        /// <summary>The result of a model with several heads.</summary>
        private HeadsIr? JoinHeads(AttributeDecl output, Dictionary<string, int> values, ref int result)
        {
            List<NamedValue> heads = [];
            foreach (string type in output.Types)
            {
                if (!values.TryGetValue(type, out int value) || value == 0)
                {
                    Report(ProblemCode.NoSuchStage, output.Node, null, "Output", NameOf(type), $"which is no stage of {declaration.Type.Name}: name two of its stages");
                    isComplete = false;
                    return null;
                }

                if (heads.Any(head => head.Value == value))
                {
                    Report(ProblemCode.Composition, output.Node, null, "Output", $"names {NameOf(type)} twice", "name two stages");
                    isComplete = false;
                    return null;
                }

                heads.Add(new NamedValue(NameOf(type), value, flows[value]?.Shape));
            }

            if (heads.Count < 2)
            {
                isComplete = false;
                return null;
            }

            string join = output.Arguments.FirstOrDefault(static argument => argument.Name == "Eval")?.Value is Constant.Text text ? text.Value : nameof(JoinKind.Mean);
            result = Join(output, join, [.. heads.Select(static head => head.Value)], [.. output.Types.Select(type => PartyOf(type, static _ => false))]);
            return new HeadsIr(heads.ToEquatableArray(), (steps[result - 1] as Step.Joined)?.Kind ?? JoinKind.Mean);
        }

        private static string KeyOf(ModuleDecl stage, string field)
            => stage.Key?.Arguments.FirstOrDefault(static argument => argument.Name == "name")?.Value is Constant.Text text ? text.Value : field;
    }
}
