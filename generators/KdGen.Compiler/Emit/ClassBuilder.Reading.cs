using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

internal sealed partial class ClassBuilder
{
    /// <summary>The statements that compute what <paramref name="reader"/> asks for, on an object of its class from outside of it.</summary>
    /// <param name="reader">What is read.</param>
    /// <param name="model">The variable that holds the object.</param>
    /// <param name="methodOf">The method that reads an inner class.</param>
    /// <param name="handsOut">The values are handed out by parameters of their names, else returned beside the result.</param>
    public static IReadOnlyList<(string Code, string? Comment)> Read(TapReader reader, string model, Func<InnerReader, string> methodOf, bool handsOut)
        => new Writer(new ClassBuilder(reader.Place), reader.Place).Read(new Reading(reader, model, methodOf, handsOut));

    /// <summary>How a class is read.</summary>
    private sealed record Reading(TapReader Reader, string Model, Func<InnerReader, string> MethodOf, bool HandsOut);

    /// <summary>The variable or parameter that holds a value that is read.</summary>
    public static string Variable(ReadValue value)
    {
        string name = Identifier.Small(value.Name);
        return name == value.Name || OwnWords.Contains(name) ? name + "Value" : Identifier.Escape(name);
    }

    /// <summary>Words that the statements of a reader use themselves.</summary>
    private static readonly EquatableArray<string> OwnWords = new(["input", "scope", "model", "module", "block", "i"]);

    private sealed partial class Writer
    {
        private readonly HashSet<string> declared = [];
        private Reading? reading;

        /// <summary>What stands before a field's name: nothing in the class itself.</summary>
        private string Of => reading is null ? "" : reading.Model + ".";

        public IReadOnlyList<(string Code, string? Comment)> Read(Reading how)
        {
            reading = how;
            TapReader reader = how.Reader;
            for (int i = 0; i < place.Steps.Count; i++)
            {
                foreach (int input in place.Steps[i].Inputs)
                {
                    lastUse[input] = i;
                }
            }

            // What is read lives to the end: nobody frees it or writes over it.
            foreach (int value in Results())
            {
                lastUse[value] = place.Steps.Count;
            }

            declared.UnionWith(reader.All.Select(Variable));
            isChain = place.Steps.Select(static (step, i) => step.Inputs.All(input => input == i || input == 0) && step is not (Step.Joined or Step.Share)).All(static isNext => isNext);
            if (Results().Any(AliasesInput))
            {
                forward.Add(("var x = input.alias();", place.Input?.Batched));
                names[0] = "x";
                declared.Add("x");
            }

            for (int i = 0; i < place.Steps.Count; i++)
            {
                Write(place.Steps[i], i + 1);
            }

            Return(reader);
            return forward;
        }

        private IEnumerable<int> Results()
            => reading!.Reader.Own.Where(static own => !own.IsScores).Select(static own => own.Value).Concat(reading.Reader.ReadsResult ? [place.Result] : []);

        private void Return(TapReader reader)
        {
            List<string> results = [];
            if (reader.ReadsResult)
            {
                results.Add(Out(names[place.Result], results));
            }

            foreach (ReadValue value in reader.All)
            {
                string variable = reader.Own.Contains(value) && !value.IsScores ? names[value.Value] : Variable(value);
                if (!reading!.HandsOut)
                {
                    results.Add(Out(variable, results));
                    continue;
                }

                string parameter = Variable(value);
                forward.Add((variable == parameter ? $"{parameter}.MoveToOuterDisposeScope();" : $"{parameter} = {variable}.alias().MoveToOuterDisposeScope();", null));
            }

            if (results.Count > 0)
            {
                forward.Add(($"return {(results.Count == 1 ? results[0] : $"({string.Join(", ", results)})")};", null));
            }
        }

        /// <summary>A tensor leaves the scope once; who returns it twice returns another one over the same memory.</summary>
        private static string Out(string variable, List<string> results)
        {
            string moved = $"{variable}.MoveToOuterDisposeScope()";
            return results.Contains(moved) ? $"{variable}.alias().MoveToOuterDisposeScope()" : moved;
        }

        private bool IsRead(int value) => lastUse.TryGetValue(value, out int last) && last == place.Steps.Count;

        /// <summary>The constructor's parameters are numbers here: the place is known.</summary>
        private Dictionary<string, string> Numbers()
        {
            Dictionary<string, string> words = [];
            foreach (BoundArgument arg in place.Args)
            {
                words[Identifier.Escape(arg.Name)] = Scope.Code(arg.Value);
            }

            foreach (NamedSize size in place.Sizes)
            {
                words[size.Name] = size.IsFlag ? Literal.Of(size.Value != 0) : Literal.Of(size.Value);
            }

            for (int axis = 0; axis < place.InputDims.Count && place.Input is { } shape; axis++)
            {
                words[place.InputDims[axis].Code] = Literal.Of(shape.Dims[axis]);
            }

            return words;
        }

        /// <summary>Dropout asks the class whether it trains.</summary>
        private string Seen(string expression)
            => reading is null ? expression : Dims.Translate(expression, new Dictionary<string, string> { ["training"] = $"{reading.Model}.training" });

        private void Read(Step.Child child, int value, string input, string? comment)
        {
            if (!child.IsPresent)
            {
                Assign(child, value, $"{names[0]}.alias()", comment, Identifier.Escape(child.Field));
                return;
            }

            // Of the object that is read the stage is known to be there; its class has others where it is not.
            string field = $"{Of}{Identifier.Escape(child.Field)}{(child.Presence is null ? "" : "!")}";
            string name = child.Field.Contains('[') ? "x" : Identifier.Escape(child.Field);
            InnerReader? inner = reading!.Reader.Inner.FirstOrDefault(inner => inner.Step == value - 1);
            if (inner is null)
            {
                Assign(child, value, $"{field}.forward({input})", comment, name);
                return;
            }

            string outs = string.Concat(inner.Reader.All.Select(tap => $", out {(reading.HandsOut ? "" : "var ")}{Variable(tap)}"));
            string call = $"{reading.MethodOf(inner)}({field}, {input}{outs})";
            if (inner.Reader.ReadsResult)
            {
                Assign(child, value, call, comment, name);
                return;
            }

            forward.Add((call + ";", null));
            Free(child, value, "");
        }

        private void Read(BlockRange range, int value, string input, string? comment)
        {
            string field = $"{Of}{range.Field}";
            string end = range.To is { } to ? Literal.Of(to) : $"{field}.Length";
            if (range is { From: 0, To: null } && input == "x" && !IsRead(value) && lastUse[range.Inputs[0]] == value - 1)
            {
                forward.Add(($"foreach (var block in {field})", null));
                forward.Add(("    x = block.forward(x).Replacing(x);", comment));
                names[value] = "x";
                return;
            }

            int? blocks = range.To - range.From;
            Assign(range, value, $"{field}[{Literal.Of(range.From)}].forward({input})", blocks == 1 ? comment : null, "x");
            string x = names[value];
            if (blocks == 2)
            {
                forward.Add(($"{x} = {field}[{Literal.Of(range.From + 1)}].forward({x}).Replacing({x});", comment));
            }
            else if (blocks != 1)
            {
                forward.Add(($"for (int i = {Literal.Of(range.From + 1)}; i < {end}; i++)", null));
                forward.Add(($"    {x} = {field}[i].forward({x}).Replacing({x});", comment));
            }
        }

        /// <summary>An attention whose scores are read: it gives them beside its value, or alone where nobody reads that.</summary>
        private void Attend(Step.Operator op, ReadValue scores, int value, string input, string? comment)
        {
            string field = $"{Of}{op.Layer.Layer.Field}";
            string variable = (reading!.HandsOut ? "" : "var ") + Variable(scores);
            if (lastUse.ContainsKey(value))
            {
                fresh.Add(value);
                Assign(op, value, $"{field}.ForwardWithScores({input}, out {variable})", comment, "x");
                return;
            }

            forward.Add(($"{variable} = {field}.Scores({input});", scores.Shape?.Batched));
            Free(op, value, "");
        }

        private void Read(Step.Residual residual, int value, string input, string? comment)
        {
            if (residual is { Condition: not null, Projection: null, Differs: true })
            {
                Assign(residual, value, $"{input}.alias()", comment, "x");
                return;
            }

            string added = residual is { Projection: { } projection, Differs: true } ? $"{Of}{projection.Field}{(residual.Condition == "true" ? "" : "!")}.forward(input)" : "input";
            bool isInPlace = fresh.Contains(residual.Inputs[0]) && lastUse[residual.Inputs[0]] == value - 1;
            fresh.Add(value);
            Assign(residual, value, isInPlace ? $"{input}.add_({added})" : $"{input} + {added}", comment, "x", isInPlace);
        }

        /// <summary>Writes a step's value to a variable, which bears its name where it is read; frees what nobody reads behind it.</summary>
        private void Read(Step step, int value, string expression, string? comment, string name, bool isInPlace)
        {
            int[] dying = [.. step.Inputs.Distinct().Where(input => Dies(input, value))];
            ReadValue? read = reading!.Reader.Own.FirstOrDefault(own => own.Value == value && !own.IsScores);
            string variable = read is not null ? Variable(read) : Unused(isChain ? "x" : name, value);
            bool isNew = read is not null ? !reading.HandsOut : declared.Add(variable);
            if (!isInPlace && dying.Any(input => names[input] == variable))
            {
                expression = (IsCall(expression) && !expression.Contains(" + ") ? expression : $"({expression})") + $".Replacing({variable})";
            }

            forward.Add(($"{(isNew ? "var " : "")}{variable} = {expression};", comment));
            names[value] = variable;
            if (!isInPlace)
            {
                Free(step, value, variable);
            }
        }

        private void Free(Step step, int value, string kept)
        {
            foreach (string variable in step.Inputs.Distinct().Where(input => Dies(input, value)).Select(input => names[input]).Distinct().Where(variable => variable != kept))
            {
                forward.Add(($"{variable}.Dispose();", null));
            }
        }

        /// <summary>The step is the last that reads a value, which is neither the caller's nor a part of a split.</summary>
        private bool Dies(int input, int value)
            => input > 0 && lastUse[input] == value - 1 && !names[input].Contains('[') && !names.Any(other => other.Key != input && other.Value == names[input] && IsAlive(other.Key, value));

        private bool IsAlive(int value, int at) => lastUse.TryGetValue(value, out int last) && last > at - 1;

        /// <summary>A variable that holds nothing behind this step: the wished one, or one beside it.</summary>
        private string Unused(string wished, int value)
        {
            string free = wished == "x" && IsTaken("x", value) ? "y" : wished;
            for (int i = 2; IsTaken(free, value); i++)
            {
                free = (wished == "x" ? "y" : wished) + Literal.Of(i);
            }

            return free;
        }

        private bool IsTaken(string variable, int value)
            => OwnWords.Contains(variable) || reading!.Reader.All.Any(read => Variable(read) == variable)
                || names.Any(other => other.Value == variable && IsAlive(other.Key, value));
    }
}
