using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

internal sealed partial class ClassBuilder
{
    /// <summary>The statements of forward. What is not needed any more is freed at once: without gradients a model then holds two layers' values instead of all.</summary>
    private sealed partial class Writer
    {
        private readonly Dictionary<int, string> names = new() { [0] = "input" };
        private readonly Dictionary<int, int> lastUse = [];
        private readonly HashSet<int> fresh = [];
        private readonly HashSet<string> stored = [];
        private readonly List<(string Code, string? Comment)> forward = [];
        private bool isChain;

        private IReadOnlyList<(string Code, string? Comment)> Forward()
        {
            if (place.Steps.Count > 0 && place.Steps[place.Steps.Count - 1] is Step.HandWritten)
            {
                // The method may return what it was given: that must not be the caller's tensor.
                if (place.Declaration.Shape is null)
                {
                    forward.Add(("return Forward(input.alias()).MoveToOuterDisposeScope();", null));
                    return forward;
                }

                forward.Add(("var x = Forward(input.alias());", Dims.Batched(place.OutputDims)));
                Check("x");
                forward.Add(("return x.MoveToOuterDisposeScope();", null));
                return forward;
            }

            for (int i = 0; i < place.Steps.Count; i++)
            {
                foreach (int input in place.Steps[i].Inputs)
                {
                    lastUse[input] = i;
                }
            }

            lastUse[place.Result] = place.Steps.Count;
            foreach (NamedValue head in place.Heads?.Heads ?? default)
            {
                lastUse[head.Value] = place.Steps.Count;
            }

            isChain = place.Steps.Select(static (step, i) => step.Inputs.All(input => input == i || input == 0) && step is not (Step.Joined or Step.Share)).All(static isNext => isNext);
            if (AliasesInput(place.Result))
            {
                forward.Add(("var x = input.alias();", Dims.Batched(place.InputDims)));
                names[0] = "x";
            }

            // Heads are joined by forward, behind the method that gives them.
            for (int i = 0; i < place.Steps.Count - (place.Heads is null ? 0 : 1); i++)
            {
                Write(place.Steps[i], i + 1);
            }

            if (place.Heads is { } heads)
            {
                forward.Add(($"return ({string.Join(", ", heads.Heads.Select(head => $"{names[head.Value]}.MoveToOuterDisposeScope()"))});", null));
                return forward;
            }

            Check(names[place.Result]);
            forward.Add(($"return {names[place.Result]}.MoveToOuterDisposeScope();", Dims.Batched(place.OutputDims)));
            return forward;
        }

        /// <summary>What [Shape] states about code that nobody could look into, held to what that code gives: only debug builds have the call.</summary>
        private void Check(string variable)
        {
            if (place.Declaration.Shape is not { } shape || place.Result == 0 || place.Steps[place.Result - 1].Output is not null || place.OutputDims.Count == 0)
            {
                return;
            }

            Dictionary<string, string> words = [];
            for (int axis = 0; axis < place.InputDims.Count; axis++)
            {
                if (Expression.Number(place.InputDims[axis].Code) is null)
                {
                    words[place.InputDims[axis].Code] = $"input.shape[{Literal.Of(axis + 1)}]";
                }
            }

            foreach (BoundArgument arg in place.Args)
            {
                words[Identifier.Escape(arg.Name)] = "arg" + Identifier.Capital(arg.Name);
            }

            // What only the constructor was told is not kept for this.
            string[] unknown = [.. place.Sizes.Select(static size => size.Name).Where(name => !words.ContainsKey(name))];
            string[] sample = [.. place.OutputDims.Select(dim =>
                Expression.Number(dim.Code) is not null ? dim.Code
                : unknown.Any(name => Dims.Mentions(dim.Code, name)) ? "-1"
                : Dims.Translate(dim.Code, words))];
            string stated = shape.Types.Count > 0 ? $"<{shape.Types[0].Split('.').Last()}>" : $"({Scope.Code(shape.Arguments.First(static argument => argument.Name == "shape").Value)})";
            string name = string.Join(".", place.Declaration.Type.Outer.Select(static outer => outer.Name).Append(place.Declaration.Type.Name)) + (place.Declaration.HasForward ? ".Forward" : "");
            string check = $"KdGen::Modules.StatedShape.Check({variable}, {Literal.Quoted(name)}, {Literal.Quoted($"[Shape{stated}]")}, {string.Join(", ", sample)});";
            Keep(check);
            forward.Add((check, null));
        }

        /// <summary>A value may be the input's own memory, in a tensor that is the caller's: to return it would hand the caller's tensor on.</summary>
        private bool AliasesInput(int value) =>
            value == 0
            || (place.Steps[value - 1] is Step.Operator op && Lowered(op) is Lowering.Function { MayAlias: true } && AliasesInput(op.Inputs[0]));

        private static Lowering? Lowered(Step.Operator op) => OpCatalog.Find(op.Layer.Layer.Operator)?.Lowering;

        private void Write(Step step, int value)
        {
            string input = step.Inputs.Count > 0 ? names[step.Inputs[0]] : "input";
            string? comment = reading is null ? Dims.Batched(step.OutputDims) : step.Output?.Batched;
            switch (step)
            {
                case Step.Operator op:
                    Operate(op, value, input, comment);
                    return;
                case Step.Child child when reading is not null:
                    Read(child, value, input, comment);
                    return;
                case BlockRange range:
                    Read(range, value, input, comment);
                    return;
                case Step.Residual residual when reading is not null:
                    Read(residual, value, input, comment);
                    return;
                case Step.Child child:
                    // forward's own names hide a field.
                    string field = (isChain && child.Field is not ("input" or "scope" or "x") ? "" : "this.") + Identifier.Escape(child.Field);
                    string call = child.Presence is null ? $"{field}.forward({input})" : $"{field}?.forward({input}) ?? {names[0]}.alias()";
                    Assign(step, value, child is { Presence: null, IsPresent: false } ? $"{names[0]}.alias()" : call, comment, Identifier.Escape(child.Field));
                    return;
                case Step.Repeat repeat:
                    Run(repeat, value, input, comment);
                    return;
                case Step.Residual residual:
                    Add(residual, value, input, comment);
                    return;
                case Step.Joined joined:
                    Assign(step, value, Joined(joined, [.. joined.Inputs.Select(input => names[input])]), comment, joined.Kind == JoinKind.Cat ? "cat" : "sum");
                    return;
                case Step.Share share:
                    Share(share, value, input, comment);
                    return;
                case Step.Call method:
                    // The method may return what it was given: that must not be the caller's tensor.
                    Assign(step, value, $"{MethodName(method.Method)}({(step.Inputs[0] == 0 ? "input.alias()" : input)})", comment, "x");
                    return;
            }
        }

        /// <summary>A method as forward calls it. One with a small first letter may be called like a variable there, which would hide it: it is called by its class, this one or the one around.</summary>
        private string MethodName(string method)
        {
            string name = Identifier.Escape(method);
            TypeName type = place.Declaration.Type;
            bool isOwn = type.Outer.Count == 0 || place.Declaration.Members.Any(member => member.Name == method);
            return char.IsUpper(method[0]) ? name : $"{(isOwn ? type : type.Around).GlobalName}.{name}";
        }

        private void Operate(Step.Operator op, int value, string input, string? comment)
        {
            LayerIr layer = op.Layer.Layer;
            switch (Lowered(op))
            {
                case Lowering.Module when reading?.Reader.Own.FirstOrDefault(own => own.IsScores && own.Value == value) is { } scores:
                    Attend(op, scores, value, input, comment);
                    return;
                case Lowering.Module:
                    fresh.Add(value);
                    Assign(op, value, $"{Of}{layer.Field}.forward({input})", comment, "x");
                    return;
                case Lowering.Function { InPlace: { } inPlace } when fresh.Contains(op.Inputs[0]) && lastUse[op.Inputs[0]] == value - 1:
                    Assign(op, value, inPlace(input), comment, "x", isInPlace: true);
                    return;
                case Lowering.Function function:
                    Place at = new(Stored(layer), op.Layer.Input ?? new Shape(), op.Layer.Output ?? new Shape(), op.Layer.InputDims.Select(Stored).ToEquatableArray());
                    Assign(op, value, Seen(function.Call(at, input)), comment, "x");
                    return;
            }
        }

        /// <summary>In forward a constructor's parameters are gone: what an operator needs of them is kept in fields.</summary>
        private LayerIr Stored(LayerIr layer) => layer with { Arguments = layer.Arguments.Select(argument => argument with { Code = Stored(argument.Code) }).ToEquatableArray() };

        private Dim Stored(Dim dim) => dim with { Code = Stored(dim.Code) };

        private string Stored(string expression)
        {
            if (place.IsClosed)
            {
                return expression;
            }

            if (reading is not null)
            {
                return Dims.Translate(expression, Numbers());
            }

            Dictionary<string, string> words = [];
            foreach (BoundArgument arg in place.Args)
            {
                words[Identifier.Escape(arg.Name)] = "arg" + Identifier.Capital(arg.Name);
            }

            foreach (NamedSize size in place.Sizes)
            {
                words[size.Name] = "arg" + Identifier.Capital(size.Name);
            }

            return Dims.Translate(expression, words);
        }

        /// <summary>Fields for the parameters that forward reads.</summary>
        private void Keep(string statement)
        {
            foreach ((string name, string type) in place.Args
                .Select(static arg => (arg.Name, Type: TypeOf(arg)))
                .Concat(place.Sizes.Select(static size => (size.Name, Type: size.IsFlag ? "bool" : "long"))))
            {
                string field = "arg" + Identifier.Capital(name);
                if (Dims.Mentions(statement, field) && stored.Add(field))
                {
                    Own($"readonly {type}", field, null);
                    code.Creations.Add($"{field} = {Identifier.Escape(name)};");
                }
            }
        }

        private void Run(Step.Repeat repeat, int value, string input, string? comment)
        {
            if (input == "x")
            {
                forward.Add(($"foreach (var block in {repeat.Field})", null));
                forward.Add(("    x = block.forward(x).Replacing(x);", comment));
                names[value] = "x";
                return;
            }

            bool isOne = repeat.Count == "1";
            Assign(repeat, value, $"{repeat.Field}[0].forward({input})", isOne ? comment : null, "x");
            if (!isOne)
            {
                string x = names[value];
                forward.Add(($"for (int i = 1; i < {repeat.Field}.Length; i++)", null));
                forward.Add(($"    {x} = {repeat.Field}[i].forward({x}).Replacing({x});", comment));
            }
        }

        private void Add(Step.Residual residual, int value, string input, string? comment)
        {
            string added = "input";
            if (residual is { Condition: { } condition, Projection: { } projection })
            {
                added = condition == "true" ? $"{projection.Field}.forward(input)" : $"({projection.Field} is null ? input : {projection.Field}.forward(input))";
            }
            else if (residual.Condition == "true")
            {
                names[value] = input;
                return;
            }

            bool isInPlace = fresh.Contains(residual.Inputs[0]) && lastUse[residual.Inputs[0]] == value - 1;
            string sum = isInPlace ? $"{input}.add_({(added[0] == '(' ? added.Substring(1, added.Length - 2) : added)})" : $"({input} + {added})";
            fresh.Add(value);
            if (residual is { Condition: not null, Projection: null })
            {
                forward.Add(($"if ({Adds(residual)})", null));
                forward.Add(($"    {input} = {sum}{(isInPlace ? "" : Replacing(input))};", comment));
                names[value] = input;
                return;
            }

            Assign(residual, value, sum, comment, "x", isInPlace);
        }

        private static string Replacing(string previous) => $".Replacing({previous})";

        private void Share(Step.Share share, int value, string input, string? comment)
        {
            string parts = "parts" + (share.Inputs[0] == 0 ? "" : Literal.Of(share.Inputs[0]));
            if (share.Index == 0)
            {
                forward.Add(($"var {parts} = {input}.chunk({Literal.Of(share.Of)}, {Literal.Of(share.Axis)});", comment));
            }

            names[value] = $"{parts}[{Literal.Of(share.Index)}]";
        }

        /// <summary>Writes a step's value to a variable: x in a chain, else one of its own; frees what nobody reads behind it.</summary>
        private void Assign(Step step, int value, string expression, string? comment, string name, bool isInPlace = false)
        {
            if (reading is not null)
            {
                Read(step, value, expression, comment, name, isInPlace);
                return;
            }

            string? previous = step.Inputs.Count > 0 ? names[step.Inputs[0]] : null;
            bool isNext = previous == "x" && lastUse[step.Inputs[0]] == value - 1 && (isChain || name == "x");
            string variable = isChain || name == "x" ? "x" : Free(name);
            if (variable == "x" && !isNext && names.Values.Contains("x"))
            {
                variable = Free("y");
            }

            bool isNew = !names.Values.Contains(variable);
            bool isFreed = isNext && !isInPlace && variable == "x" && previous == "x";
            Keep(expression);
            if (isFreed)
            {
                expression = (IsCall(expression) ? expression : $"({expression})") + Replacing("x");
            }

            forward.Add(($"{(isNew ? "var " : "")}{variable} = {expression};", comment));
            names[value] = variable;
            foreach (int input in step.Inputs.Distinct())
            {
                string used = names[input];
                if (input > 0 && lastUse[input] == value - 1 && used != variable && !used.Contains('['))
                {
                    forward.Add(($"{used}.Dispose();", null));
                }
            }
        }

        private static bool IsCall(string expression) => expression.EndsWith(")", System.StringComparison.Ordinal) && !expression.Contains(" ?? ");

        private string Free(string name)
        {
            string free = name;
            HashSet<string> taken = [.. names.Values, "scope"];
            for (int i = 2; taken.Contains(free); i++)
            {
                free = name + Literal.Of(i);
            }

            return free;
        }
    }
}
