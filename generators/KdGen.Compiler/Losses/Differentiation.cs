using System;
using System.Collections.Generic;

namespace KdGen.Compiler.Losses;

/// <summary>The derivative of a loss as further nodes of its graph: reverse mode, symbolic, of first order.</summary>
internal static class Differentiation
{
    /// <summary>
    /// Adds the derivative of the sum over <paramref name="terms"/> of weight times value for the student's logits <paramref name="variable"/> to <paramref name="graph"/>,
    /// which holds the terms, and says where it stands. It may differ along less than [B, C] and is then the same for all of it: 0 where nothing depends on these logits.
    /// </summary>
    public static int Gradient(GraphBuilder graph, IEnumerable<GraphTerm> terms, string variable)
    {
        Backward backward = new(graph, new Node.StudentLogits(variable));
        foreach (GraphTerm term in terms)
        {
            backward.Receive(term.Value, term.Weight);
        }

        return backward.Run();
    }

    /// <summary>What is below it is 0 to a sum of probabilities.</summary>
    private const double LeastFloor = 1e-20;

    private sealed class Backward(GraphBuilder graph, Node.StudentLogits variable)
    {
        private readonly SortedDictionary<int, int> adjoints = new(Comparer<int>.Create(static (left, right) => right.CompareTo(left)));

        /// <summary>Operands stand before their users: who goes backwards has met all users of a value when it comes to the value.</summary>
        public int Run()
        {
            while (adjoints.Count > 0)
            {
                (int index, int adjoint) = Last();
                if (graph[index].Equals(variable))
                {
                    return adjoint;
                }

                adjoints.Remove(index);
                PassOn(index, adjoint);
            }

            return graph.Number(0);
        }

        /// <summary>Adds <paramref name="adjoint"/> to that of a value, summed over what the value does not differ along.</summary>
        public void Receive(int index, int adjoint)
        {
            if (!graph.Learns(index) || graph[adjoint] is Node.Number { Value: 0 })
            {
                return;
            }

            adjoints[index] = adjoints.TryGetValue(index, out int sum) ? graph.Sum(sum, adjoint) : adjoint;
        }

        private (int Index, int Adjoint) Last()
        {
            foreach (KeyValuePair<int, int> entry in adjoints)
            {
                return (entry.Key, entry.Value);
            }

            throw new InvalidOperationException("There is no adjoint");
        }

        private void PassOn(int index, int adjoint)
        {
            switch (graph[index])
            {
                case Node.Unary { Op: UnaryOp.Log } log:
                    // A floor that keeps the logarithm of 0 a number is no part of the formula.
                    int operand = graph[log.Operand] is Node.Binary { Op: BinaryOp.Maximum } floored && graph[floored.Right] is Node.Number { Value: > 0 and <= LeastFloor } ? floored.Left : log.Operand;
                    Receive(operand, OfLog(adjoint, operand));
                    break;
                case Node.Unary unary:
                    Receive(unary.Operand, Of(unary, index, adjoint));
                    break;
                case Node.Binary binary:
                    PassOn(binary, index, adjoint);
                    break;
                case Node.Masked masked:
                    Broadcast(index, masked.Operand, graph.Add(new Node.Masked(adjoint, masked.Where)));
                    break;
                case Node.Select select:
                    Broadcast(index, select.WhereTrue, graph.Add(new Node.Masked(adjoint, select.Condition)));
                    Broadcast(index, select.WhereFalse, graph.Add(new Node.Select(select.Condition, graph.Number(0), adjoint)));
                    break;
                case Node.Reduce { Op: ReduceOp.Sum } sum:
                    Receive(sum.Operand, adjoint);
                    break;
                case Node.Reduce { Op: ReduceOp.Max, Axis: Axes.Class } max:
                    // Equal largest values share it.
                    int isMax = graph.Add(new Node.Binary(BinaryOp.Equal, max.Operand, index));
                    Receive(max.Operand, graph.Product(graph.Product(adjoint, graph.Reciprocal(graph.SumOver(Axes.Class, isMax))), isMax));
                    break;
                case Node.At at:
                    Receive(at.Operand, graph.Product(adjoint, graph.Add(new Node.IsClass(at.Class))));
                    break;
                case Node.Softmax softmax:
                    int mean = graph.SumOver(Axes.Class, graph.Product(adjoint, index));
                    Receive(softmax.Operand, graph.Product(index, graph.Difference(adjoint, mean)));
                    break;
                case Node.LogSoftmax softmax:
                    int share = graph.Product(graph.SumOver(Axes.Class, adjoint), graph.Add(new Node.Softmax(softmax.Operand)));
                    Receive(softmax.Operand, graph.Difference(adjoint, share));
                    break;
                case Node.LogSumExp sum:
                    Receive(sum.Operand, graph.Product(adjoint, graph.Add(new Node.Softmax(sum.Operand))));
                    break;
                case Node.StudentLogits or Node.Feature or Node.LearnedLoss:
                    break;
                case Node node:
                    throw new NotSupportedException($"{node.GetType().Name} has no derivative");
            }
        }

        private int Of(Node.Unary unary, int index, int adjoint) => unary.Op switch
        {
            UnaryOp.Negate => graph.Negate(adjoint),
            UnaryOp.Exp => graph.Product(adjoint, index),
            UnaryOp.Sqrt => graph.Product(adjoint, graph.Add(new Node.Masked(
                graph.Product(graph.Number(0.5), graph.Reciprocal(index)),
                graph.Add(new Node.Binary(BinaryOp.Greater, unary.Operand, graph.Number(1e-30)))))),
            UnaryOp.Abs => graph.Product(adjoint, graph.Add(new Node.Unary(UnaryOp.Sign, unary.Operand))),
            UnaryOp.Reciprocal => graph.Negate(graph.Product(adjoint, graph.Product(index, index))),
            _ => throw new NotSupportedException($"{unary.Op} has no derivative"),
        };

        /// <summary>The logarithm of 0 stands where it is multiplied by 0: no gradient.</summary>
        private int OfLog(int adjoint, int operand)
        {
            int ratio = Ratio(adjoint, operand);
            return graph.AxesOf(ratio) == graph.AxesOf(operand) ? graph.Add(new Node.Masked(ratio, operand)) : ratio;
        }

        private void PassOn(Node.Binary binary, int index, int adjoint)
        {
            int left = binary.Left, right = binary.Right;
            switch (binary.Op)
            {
                case BinaryOp.Add:
                    Broadcast(index, left, adjoint);
                    Broadcast(index, right, adjoint);
                    break;
                case BinaryOp.Subtract:
                    Broadcast(index, left, adjoint);
                    Broadcast(index, right, graph.Negate(adjoint));
                    break;
                case BinaryOp.Multiply:
                    Broadcast(index, left, graph.Learns(left) ? graph.Product(adjoint, right) : adjoint);
                    Broadcast(index, right, graph.Learns(right) ? graph.Product(adjoint, left) : adjoint);
                    break;
                case BinaryOp.Divide:
                    int ratio = Ratio(adjoint, right);
                    Broadcast(index, left, ratio);
                    if (graph.Learns(right))
                    {
                        Broadcast(index, right, graph.Negate(graph.Product(ratio, index)));
                    }

                    break;
                case BinaryOp.Maximum:
                    Broadcast(index, left, Where(adjoint, left, right, left, right));
                    Broadcast(index, right, Where(adjoint, right, left, left, right));
                    break;
                case BinaryOp.Minimum:
                    Broadcast(index, left, Where(adjoint, right, left, left, right));
                    Broadcast(index, right, Where(adjoint, left, right, left, right));
                    break;
                case BinaryOp.LogNearOne:
                    Broadcast(index, left, OfLog(adjoint, left));
                    break;
                case BinaryOp.Power:
                    int exponent = graph.Difference(right, graph.Number(1));
                    int slope = graph.Product(right, graph.Add(new Node.Binary(BinaryOp.Power, left, exponent)));
                    Broadcast(index, left, graph.Product(adjoint, slope));
                    break;
                default:
                    throw new NotSupportedException($"{binary.Op} has no derivative");
            }
        }

        /// <summary>The adjoint where <paramref name="more"/> is greater. Equal operands that both learn get half of it each; against a constant, the constant holds.</summary>
        private int Where(int adjoint, int more, int less, int left, int right)
        {
            int slope = graph.Add(new Node.Binary(BinaryOp.Greater, more, less));
            if (graph.Learns(left) && graph.Learns(right))
            {
                slope = graph.Sum(slope, graph.Product(graph.Number(0.5), graph.Add(new Node.Binary(BinaryOp.Equal, left, right))));
            }

            return graph.Product(adjoint, slope);
        }

        /// <summary>Values of the classes are divided, not multiplied by a reciprocal: that of a very small number is infinite.</summary>
        private int Ratio(int adjoint, int divisor) => graph.IsOfClasses(divisor) ? graph.Quotient(adjoint, divisor) : graph.Product(adjoint, graph.Reciprocal(divisor));

        private void Broadcast(int index, int operand, int adjoint)
        {
            if (!graph.Learns(operand))
            {
                return;
            }

            foreach (Axes axis in new[] { Axes.Class, Axes.Batch })
            {
                if ((graph.AxesOf(index) & ~graph.AxesOf(operand) & axis) != 0)
                {
                    adjoint = graph.SumOver(axis, adjoint);
                }
            }

            Receive(operand, adjoint);
        }
    }
}
