using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Losses.Catalog;

/// <summary>Losses that users write, as those of the language.</summary>
internal static class OwnLosses
{
    private static readonly EquatableArray<(LossReads Input, string Name)> Inputs = new([(LossReads.Student, "{student}"), (LossReads.Teacher, "{teacher}"), (LossReads.Labels, "labels")]);

    public static LossSpec Of(OwnLoss loss)
    {
        string name = loss.Method.Split('.').Last().TrimStart('@');
        return new LossSpec(
            default,
            $"{name}({string.Join(", ", Inputs.Where(input => (loss.Reads & input.Input) != 0).Select(static input => input.Name))})",
            new([loss.IsComposed ? $"{name} is what the method of that name makes of the tensors." : $"{name} is the mean over the batch of what the method of that name gives for a row."]),
            loss.Reads,
            null,
            default,
            inputs => Build(inputs, loss))
        {
            Name = name,
            Own = loss,
            LeastClasses = loss.Nodes.OfType<Node.At>().Select(at => loss.Nodes[at.Class]).OfType<Node.Number>().Aggregate(1, static (least, at) => Math.Max(least, (int)at.Value + 1)),
        };
    }

    /// <summary>The mean over the rows of the user's formula, over those with a label where it reads labels; or what the user's method gives for tensors.</summary>
    private static Expr Build(TermInputs inputs, OwnLoss own)
    {
        bool readsLabels = (own.Reads & LossReads.Labels) != 0;
        if (own.IsComposed)
        {
            List<int> arguments = [];
            if ((own.Reads & LossReads.Student) != 0)
            {
                arguments.Add(inputs.Student.Index);
            }

            if ((own.Reads & LossReads.Teacher) != 0)
            {
                arguments.Add(inputs.Teacher.Index);
            }

            if (readsLabels)
            {
                arguments.Add(inputs.GivenLabels.Index);
            }

            return inputs.Make(new Node.Call(own.Method, arguments.ToEquatableArray()));
        }

        // Its nodes are numbered from 0 and may simplify to others here.
        int[] indices = new int[own.Nodes.Count];
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = own.Nodes[i] switch
            {
                Node.StudentLogits => inputs.Student.Index,
                Node.TeacherLogits => inputs.Teacher.Index,
                Node.Label => inputs.Label.Index,
                Node node => inputs.Graph.Add(node.WithOperands(operand => indices[operand])),
            };
        }

        Expr row = new(inputs.Graph, indices[own.Result]);
        return readsLabels ? inputs.MeanOfCounted(row) : inputs.MeanOfRows(row);
    }
}
