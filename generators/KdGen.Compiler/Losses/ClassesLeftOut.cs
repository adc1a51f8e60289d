using System.Collections.Generic;
using System.Linq;

namespace KdGen.Compiler.Losses;

/// <summary>
/// The class of each row that a softmax is better said without (<see cref="Exponentials.ByOthers"/>). Where a model is sure of a class, what it leaves to the others is lost in a sum over all classes,
/// and so is the difference from another model that is as sure: both are then said by the others of the same class.
/// </summary>
internal static class ClassesLeftOut
{
    /// <summary>Logits, and the class for them: the one that some softmax leaves out or whose log-probability is read; else one that the row has anyway, such as the likeliest of the teacher.</summary>
    public static Dictionary<int, int> Of(GraphBuilder graph)
    {
        Dictionary<int, int> classes = [];
        List<int> others = [];
        HashSet<int> ofMaxima = [];
        int? marked = null;
        for (int index = 0, count = graph.Count; index < count; index++)
        {
            switch (graph[index])
            {
                case Node.At at when graph[at.Operand] is Node.LogSoftmax softmax:
                    Add(softmax.Operand, at.Class);
                    break;
                case Node.Softmax or Node.LogSoftmax or Node.LogSumExp:
                    Add(graph[index].Operands()[0], null);
                    break;
                case Node.Reduce { Op: ReduceOp.Max } max when graph[max.Operand] is Node.Softmax softmax:
                    // By all classes it is 1 / sum, and needs no search.
                    ofMaxima.Add(Scaled.Of(graph, softmax.Operand).Values);
                    break;
                case Node.Permuted permuted:
                    marked ??= permuted.Fixed;
                    break;
                case Node.IsTop isTop:
                    marked ??= graph.Add(new Node.ArgMax(isTop.Operand));
                    break;
            }
        }

        if ((classes.Count > 0 ? classes.Values.First() : marked) is { } same)
        {
            foreach (int values in others.Where(values => !classes.ContainsKey(values) && !ofMaxima.Contains(values) && HasAtHand(graph, values, same)).Distinct().ToList())
            {
                classes.Add(values, same);
            }
        }

        return classes;

        void Add(int row, int? read)
        {
            Scaled scaled = Scaled.Of(graph, row);
            if ((scaled.LeftOut ?? read) is not { } @class)
            {
                others.Add(scaled.Values);
            }
            else if (!classes.ContainsKey(scaled.Values))
            {
                classes.Add(scaled.Values, @class);
            }
        }
    }

    /// <summary>The value of the class needs no search either.</summary>
    private static bool HasAtHand(GraphBuilder graph, int values, int @class) => graph[values] switch
    {
        Node.StudentLogits or Node.TeacherLogits => true,
        Node.Permuted permuted => permuted.Fixed == @class,
        Node.Select select => graph[select.Condition] is Node.IsTop isTop && isTop.Operand == select.WhereTrue && graph[@class] is Node.ArgMax argMax && argMax.Operand == isTop.Operand,
        _ => false,
    };
}
