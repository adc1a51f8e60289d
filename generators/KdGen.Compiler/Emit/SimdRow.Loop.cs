using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

internal sealed partial class SimdRow
{
    /// <summary>The values of some classes, within a loop over all.</summary>
    private sealed class SimdLoop
    {
        private readonly SimdRow row;
        private readonly int[] kept;
        private readonly Dictionary<int, int> users = [];
        private readonly Dictionary<int, SimdText> defined = [];
        private readonly Dictionary<int, bool> fresh = [];
        private const string Rest = "Rest";
        private const string Log2E = "KdGen::Kernels.RowScalars.Log2E";

        public SimdLoop(SimdRow row, IReadOnlyList<int> roots, int[] kept)
        {
            this.row = row;
            this.kept = kept;
            foreach (int root in roots)
            {
                users[root] = users.TryGetValue(root, out int before) ? before + 1 : 1;
            }

            Stack<int> open = new(roots.Distinct());
            HashSet<int> seen = [.. open];
            while (open.Count > 0)
            {
                int node = open.Pop();
                if (IsLoaded(node) || !row.IsOfClasses(node))
                {
                    continue;
                }

                foreach (int operand in Operands(node))
                {
                    users[operand] = users.TryGetValue(operand, out int before) ? before + 1 : 1;
                    if (seen.Add(operand))
                    {
                        open.Push(operand);
                    }
                }
            }
        }

        /// <summary>Writes what all classes have in common, in front of the loop.</summary>
        public void Prepare()
        {
            foreach (int scale in users.Keys.Where(row.IsOfClasses).Select(row.OfExp).OfType<Node.Binary>().Select(static product => product.Left).Distinct().OrderBy(static node => node))
            {
                if (!row.exponents.ContainsKey(scale))
                {
                    string name = row.names.Free(row.names.Of(scale) + "Log2E");
                    row.writer.Line($"V {name} = V.Of({SimdText.Binary(row.Value(scale), '*', new(Log2E, SimdType.Number)).Code});");
                    row.exponents.Add(scale, name);
                }
            }

            foreach (int node in users.Keys.Where(node => !row.IsOfClasses(node) && row[node] is not Node.Number).OrderBy(static node => node))
            {
                if (!row.spread.ContainsKey(node))
                {
                    string name = row.names.Free(row.names.Of(node) + "Lanes");
                    row.writer.Line($"V {name} = V.Of({row.Value(node).AsNumber().Code});");
                    row.spread.Add(node, name);
                }

                // What a double has beyond a float counts where logits are close to it.
                if (row.IsInexact(node) && row.rests.Add(node))
                {
                    row.writer.Line($"V {row.spread[node]}{Rest} = V.Of({row.Value(node).Code} - (float){row.Value(node).Code});");
                }
            }
        }

        /// <summary>Nothing of it comes from a buffer, which loads as minus infinity behind the last class whatever was kept.</summary>
        public bool IsFresh(int node)
        {
            if (!fresh.TryGetValue(node, out bool known))
            {
                fresh[node] = known = !row.IsOfClasses(node) || row[node] is Node.StudentLogits or Node.TeacherLogits || (!IsLoaded(node) && row[node].Operands().All(IsFresh));
            }

            return known;
        }

        public SimdText Value(int node)
        {
            if (!row.IsOfClasses(node))
            {
                return row[node] is Node.Number number ? SimdText.Number(number.Value, isOfClasses: true) : new(row.spread[node], SimdType.Floats);
            }

            if (defined.TryGetValue(node, out SimdText text))
            {
                return text;
            }

            text = Text(node);
            bool isKept = Array.IndexOf(kept, node) >= 0;
            if (isKept || users[node] > 1 || text.Code.Length > LongestPart)
            {
                string name = row.names.Of(node);
                row.writer.Line($"V {name} = {text.Code};");
                text = new(name, text.Type);
                if (isKept)
                {
                    row.writer.Line($"{row.buffers[node]}.Store(i, {text.AsNumber().Code});");
                }
            }

            return defined[node] = text;
        }

        private SimdText Text(int node) => row[node] switch
        {
            _ when IsLoaded(node) => new($"{row.RowOf(node)}.Load<V>(i)", SimdType.Floats),
            Node.IsClass isClass => new($"V.Only({row.Class(isClass.Class)} - i)", SimdType.Mask),
            Node.PowerOfExp power when row.IsFirstRatio(power) => new($"TPower.IsWhole ? TPower.Of({Value(power.Base).Code}) : {Exp(power.Argument)}", SimdType.Floats, SimdStrength.Choice),
            Node.PowerOfExp power => new(Exp(power.Argument), SimdType.Floats),
            Node.Unary { Op: UnaryOp.Exp } exp => new(Exp(exp.Operand), SimdType.Floats),
            Node.Select select when row.LeftOut(select) is { } left => new($"{Value(select.WhereFalse).AsNumber().Within(SimdStrength.Primary)}.Without({row.Class(left.Class)} - i)", SimdType.Floats),
            Node.Binary { Op: BinaryOp.Power } power => new($"V.Power({Value(power.Left).AsNumber().Code}, {Literal.Of(((Node.Number)row[power.Right]).Value)})", SimdType.Floats),
            Node.Binary { Op: BinaryOp.Subtract } difference when IsLoaded(difference.Left) && row.IsInexact(difference.Right)
                => SimdText.Binary(SimdOperators.Of(difference, Value, isOfClasses: true), '-', new(row.spread[difference.Right] + Rest, SimdType.Floats)),
            Node other => SimdOperators.Of(other, Value, isOfClasses: true),
        };

        /// <summary>e to a power: where logits are scaled after the largest is subtracted, ln 2 is part of the scale.</summary>
        private string Exp(int argument)
            => row.OfLargest(argument) is { } product ? $"V.Exp2({row.exponents[product.Left]} * {Value(product.Right).Within(SimdStrength.Product)})" : $"V.Exp({Value(argument).AsNumber().Code})";

        /// <summary>It lies in memory: an input, or kept by an earlier sweep.</summary>
        private bool IsLoaded(int node) => row[node] is Node.StudentLogits or Node.TeacherLogits or Node.Targets or Node.ClassWeights
            || (row.buffers.ContainsKey(node) && Array.IndexOf(kept, node) < 0);

        private IEnumerable<int> Operands(int node) => row[node] switch
        {
            Node.PowerOfExp power => row.IsFirstRatio(power) ? [power.Base, .. OfExp(power.Argument)] : OfExp(power.Argument),
            Node.Unary { Op: UnaryOp.Exp } exp => OfExp(exp.Operand),
            Node.Select select when row.LeftOut(select) is not null => [select.WhereFalse],
            Node.Binary { Op: BinaryOp.Power } power => [power.Left],
            Node.IsClass => [],
            Node other => other.Operands(),
        };

        private IEnumerable<int> OfExp(int argument) => [row.OfLargest(argument) is { } product ? product.Right : argument];
    }
}
