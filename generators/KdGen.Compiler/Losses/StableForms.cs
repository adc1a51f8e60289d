using System.Collections.Generic;
using System.Linq;

namespace KdGen.Compiler.Losses;

/// <summary>
/// Says softmax, log-softmax and log-sum-exp by maximum, difference, exponential, sum and logarithm: the maximum is subtracted first and the difference scaled (by 1/T)
/// then, so that logits of 10,000 lose nothing; the maximum of the logits serves all temperatures. Sums over classes are taken apart where that spares a further sweep.
/// </summary>
internal sealed class StableForms
{
    private readonly GraphBuilder from;
    private readonly Dictionary<int, int> lowered = [];

    /// <summary>For logits by whose other classes their softmax is said: the class that is not among these.</summary>
    private readonly Dictionary<int, int> leftOut;

    private StableForms(GraphBuilder from)
    {
        this.from = from;
        leftOut = ClassesLeftOut.Of(from);
    }

    private GraphBuilder Into { get; } = new();

    /// <summary>A new graph with the given values of <paramref name="from"/> in such forms, and where they stand in it. Nothing is detached there: it is for values and gradients that are made.</summary>
    public static (GraphBuilder Graph, IReadOnlyList<int> Values) Lower(GraphBuilder from, IEnumerable<int> values)
    {
        StableForms forms = new(from);
        return (forms.Into, values.Select(forms.Of).ToList());
    }

    private int Of(int index)
    {
        if (!lowered.TryGetValue(index, out int result))
        {
            result = Make(from[index]);
            lowered.Add(index, result);
        }

        return result;
    }

    private int Make(Node node)
    {
        switch (node)
        {
            case Node.Number { Value: <= LossMath.Never and > double.NegativeInfinity }:
                return Into.Number(LossMath.LoweredNever);
            case Node.Detach detach:
                return Of(detach.Operand);
            case Node.At at when from[at.Operand] is Node.Softmax softmax && IsByOthers(softmax.Operand, at.Class):
                return ExponentialsOf(softmax.Operand).Probability!.Value;
            case Node.At at when from[at.Operand] is Node.LogSoftmax softmax && IsByOthers(softmax.Operand, at.Class):
                return ExponentialsOf(softmax.Operand).LogProbability!.Value;
            case Node.Softmax softmax:
                return ExponentialsOf(softmax.Operand).Softmax;
            case Node.LogSoftmax softmax:
                return ExponentialsOf(softmax.Operand).LogSoftmax;
            case Node.LogSumExp sum:
                return ExponentialsOf(sum.Operand).LogSumExp;
            case Node.Binary { Op: BinaryOp.Divide } quotient when !from.IsOfClasses(quotient.Right):
                // Its reciprocal is computed once, for the row or for all.
                return Into.Product(Of(quotient.Left), Into.Reciprocal(Of(quotient.Right)));
            case Node.Reduce { Op: ReduceOp.Sum, Axis: Axes.Class } reduce:
                return SumOf(Of(reduce.Operand));
            default:
                return Into.Add(node.WithOperands(Of));
        }
    }

    private bool IsByOthers(int row, int @class) => Scaled.Of(from, row) is { LeftOut: null } scaled && leftOut.TryGetValue(scaled.Values, out int own) && own == @class;

    private Exponentials ExponentialsOf(int row)
    {
        Scaled scaled = Scaled.Of(from, row);
        Scaled made = new(Of(scaled.Scale), Of(scaled.Values), Of(scaled.Shift), scaled.LeftOut is { } own ? Of(own) : null);
        return scaled.LeftOut is null && leftOut.TryGetValue(scaled.Values, out int @class) ? Exponentials.ByOthers(Into, made, Of(@class)) : Exponentials.Of(Into, made);
    }

    /// <summary>What is the same for the row is summed by counting; sums that are there already are used.</summary>
    private int SumOf(int operand)
    {
        LinearForm form = LinearForm.Of(Into, operand);
        int sum = Into.Product(Into.Add(new Node.ClassCount()), form.Addend);
        List<(int Factor, int Value)> open = [];
        foreach ((int factor, int value) in form.Parts)
        {
            if (Into.Contains(new Node.Reduce(ReduceOp.Sum, Axes.Class, value)) || Into[value] is Node.IsClass)
            {
                sum = Into.Sum(sum, Into.Product(factor, Into.SumOver(Axes.Class, value)));
            }
            else
            {
                open.Add((factor, value));
            }
        }

        (int common, int values) = form.Common(open);
        return Into.Sum(Into.Product(common, Into.SumOver(Axes.Class, values)), sum);
    }
}
