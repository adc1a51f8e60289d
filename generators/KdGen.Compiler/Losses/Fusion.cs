using System.Collections.Generic;
using System.Linq;

namespace KdGen.Compiler.Losses;

/// <summary>Which terms are computed together in one pass over the rows: those that read the same student logits and at most one teacher's.</summary>
/// <param name="Student">The logits that are learned.</param>
/// <param name="Teacher">The teacher's logits; null when none are read.</param>
/// <param name="Terms">The terms, by their numbers in the graph.</param>
internal sealed record Fusion(string Student, string? Teacher, IReadOnlyList<int> Terms)
{
    /// <summary>A pass with more terms than this would be a kernel that nobody can read and no processor has registers for; the terms beyond stay composed.</summary>
    private const int MostTerms = 32;

    /// <summary>The passes, in the order of their first terms.</summary>
    public static IReadOnlyList<Fusion> Of(Graph graph)
    {
        GraphBuilder builder = new(graph);
        List<Fusion> passes = [];
        for (int term = 0; term < graph.Terms.Count; term++)
        {
            if (Inputs(builder, graph.Terms[term]) is not { } inputs)
            {
                continue;
            }

            int place = passes.FindIndex(pass => pass.Student == inputs.Student && (pass.Teacher is null || inputs.Teacher is null || pass.Teacher == inputs.Teacher));
            if (place < 0)
            {
                passes.Add(new(inputs.Student, inputs.Teacher, [term]));
            }
            else if (passes[place].Terms.Count < MostTerms)
            {
                passes[place] = new(inputs.Student, passes[place].Teacher ?? inputs.Teacher, [.. passes[place].Terms, term]);
            }
        }

        return passes;
    }

    /// <summary>The logits that a term reads; null for one that is not computed row by row.</summary>
    private static (string Student, string? Teacher)? Inputs(GraphBuilder graph, GraphTerm term)
    {
        if (graph.ReadsStudent(term.Weight) || RowParts.Of(graph, term.Value) is not { } part)
        {
            return null;
        }

        HashSet<string> students = [], teachers = [];
        HashSet<int> seen = [], seenInSum = [];
        bool isOfRow = Visit(part, inSum: false);
        return isOfRow && Visit(term.Weight, inSum: false) && students.Count == 1 && teachers.Count <= 1 ? (students.First(), teachers.FirstOrDefault()) : null;

        bool Visit(int index, bool inSum)
        {
            if (inSum ? !seenInSum.Add(index) : !seen.Add(index))
            {
                return true;
            }

            Node node = graph[index];
            switch (node)
            {
                case Node.StudentLogits logits:
                    students.Add(logits.Variable);
                    break;
                case Node.TeacherLogits logits:
                    teachers.Add(logits.Variable);
                    break;
                case Node.Feature or Node.LearnedLoss or Node.Call or Node.BatchSize:
                    return false;
                case Node.Reduce { Axis: Axes.Batch }:
                    // It is summed before the rows: what it needs is there then, and it is one number.
                    if (inSum || graph.ReadsStudent(index) || graph.AxesOf(index) != Axes.None)
                    {
                        return false;
                    }

                    inSum = true;
                    break;
                case Node.ArgMax or Node.IsTop or Node.Permuted when !IsLogits(graph[node.Operands()[0]]) || (node is Node.Permuted && graph.Learns(index)):
                    return false;
            }

            return node.Operands().All(operand => Visit(operand, inSum));
        }

        static bool IsLogits(Node node) => node is Node.StudentLogits or Node.TeacherLogits or Node.Targets;
    }
}
