using System.Collections.Immutable;
using System.Reflection;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Harness;

/// <summary>A loss over rows, twice: as the generator reads it, and as the C# that it is.</summary>
internal sealed class Formula
{
    private readonly OwnLoss loss;
    private readonly MethodInfo method;

    private Formula(OwnLoss loss, MethodInfo method) => (this.loss, this.method) = (loss, method);

    /// <summary>As text: "-log_softmax(student)[label]".</summary>
    public string Text => TextOf(loss.Result);

    public LossReads Reads => loss.Reads;

    /// <summary>The first method called Own among the members of a static class that sees the language.</summary>
    public static Formula Of(string members)
    {
        CSharpCompilation compilation = Compilation(members);
        IMethodSymbol symbol = (IMethodSymbol)Parsed.Type(compilation, "Losses").GetMembers("Own")[0];
        OwnLoss? loss = OwnLossReader.Read(symbol, compilation, default, null, out ImmutableArray<FormulaFault> faults);
        Assert.True(faults.IsEmpty, string.Join("; ", faults.Select(fault => string.Join(", ", fault.Arguments))));
        Assert.NotNull(loss);
        using MemoryStream stream = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return new Formula(loss, Assembly.Load(stream.ToArray()).GetType("Losses")!.GetMethod("Own")!);
    }

    /// <summary>Source with these members in a class Losses.</summary>
    public static string Source(string members) => $$"""
        using System;
        using KdGen;
        using static KdGen.RowMath;
        public static class Losses
        {
            {{members}}
        }
        """;

    /// <summary>The value of a row by the formula.</summary>
    public double Value(double[] student, double[] teacher, int label)
    {
        double[][] values = new double[loss.Nodes.Count][];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Evaluate(loss.Nodes[i], values, student, teacher, label);
        }

        return Assert.Single(values[loss.Result]);
    }

    /// <summary>The value of a row by the C# method.</summary>
    public double CSharp(double[] student, double[] teacher, int label)
    {
        int rows = 0;
        object[] arguments = [.. method.GetParameters().Select(parameter => parameter.ParameterType == typeof(int) ? label : (object)new Row(rows++ == 0 ? student : teacher))];
        return (double)method.Invoke(null, arguments)!;
    }

    private static CSharpCompilation Compilation(string members) => Compilations.Create(Source(members));

    private static double[] Evaluate(Node node, double[][] values, double[] student, double[] teacher, int label)
    {
        double[] Of(int index) => values[index];
        int ClassOf(int index) => (int)Assert.Single(values[index]);
        double[] Map(int index, Func<double, double> of) => [.. Of(index).Select(of)];
        double[] Join(int left, int right, Func<double, double, double> of)
        {
            int length = Math.Max(Of(left).Length, Of(right).Length);
            double At(double[] value, int i) => value.Length == 1 ? value[0] : value[i];
            return [.. Enumerable.Range(0, length).Select(i => of(At(Of(left), i), At(Of(right), i)))];
        }

        double LogSumExp(int index)
        {
            double max = Of(index).Max();
            return max + Math.Log(Of(index).Sum(value => Math.Exp(value - max)));
        }

        return node switch
        {
            Node.StudentLogits => student,
            Node.TeacherLogits => teacher,
            Node.Label => [label],
            Node.Number number => [number.Value],
            Node.ClassCount => [student.Length],
            Node.Unary unary => Map(unary.Operand, unary.Op switch
            {
                UnaryOp.Negate => value => -value,
                UnaryOp.Exp => Math.Exp,
                UnaryOp.Log => Math.Log,
                UnaryOp.Sqrt => value => Math.Sqrt(Math.Max(value, 1e-30)),
                UnaryOp.Abs => Math.Abs,
                UnaryOp.Sign => value => Math.Sign(value),
                UnaryOp.Reciprocal => value => 1 / value,
                _ => throw new InvalidOperationException(unary.Op.ToString()),
            }),
            Node.Binary binary => Join(binary.Left, binary.Right, binary.Op switch
            {
                BinaryOp.Add => (a, b) => a + b,
                BinaryOp.Subtract => (a, b) => a - b,
                BinaryOp.Multiply => (a, b) => a * b,
                BinaryOp.Divide => (a, b) => a / b,
                BinaryOp.Maximum => Math.Max,
                BinaryOp.Minimum => Math.Min,
                BinaryOp.Greater => (a, b) => a > b ? 1 : 0,
                BinaryOp.Equal => (a, b) => a == b ? 1 : 0,
                BinaryOp.Power => Math.Pow,
                _ => throw new InvalidOperationException(binary.Op.ToString()),
            }),
            Node.Masked masked => Join(masked.Operand, masked.Where, (value, where) => where == 0 ? 0 : value),
            Node.Select select => Join(select.Condition, select.WhereTrue, (condition, yes) => condition == 0 ? double.NaN : yes) is var taken
                ? [.. Enumerable.Range(0, Math.Max(taken.Length, Of(select.WhereFalse).Length)).Select(i =>
                    Of(select.Condition)[Of(select.Condition).Length == 1 ? 0 : i] != 0 ? taken[taken.Length == 1 ? 0 : i] : Of(select.WhereFalse)[Of(select.WhereFalse).Length == 1 ? 0 : i])]
                : [],
            Node.Detach detach => Of(detach.Operand),
            Node.Reduce { Axis: Axes.Class } reduce => [reduce.Op == ReduceOp.Sum ? Of(reduce.Operand).Sum() : Of(reduce.Operand).Max()],
            Node.ArgMax argMax => [Array.IndexOf(Of(argMax.Operand), Of(argMax.Operand).Max())],
            Node.At at => [Of(at.Operand)[ClassOf(at.Class)]],
            Node.IsClass isClass => [.. student.Select((_, i) => i == ClassOf(isClass.Class) ? 1.0 : 0)],
            Node.Softmax softmax => Map(softmax.Operand, value => Math.Exp(value - LogSumExp(softmax.Operand))),
            Node.LogSoftmax softmax => Map(softmax.Operand, value => value - LogSumExp(softmax.Operand)),
            Node.LogSumExp sum => [LogSumExp(sum.Operand)],
            _ => throw new InvalidOperationException($"{node} is not of one row"),
        };
    }

    private string TextOf(int index) => loss.Nodes[index] switch
    {
        Node.StudentLogits => "student",
        Node.TeacherLogits => "teacher",
        Node.Label => "label",
        Node.ClassCount => "C",
        Node.Number number => number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Node.Unary { Op: UnaryOp.Negate } unary => $"-{TextOf(unary.Operand)}",
        Node.Unary unary => $"{unary.Op.ToString().ToLowerInvariant()}({TextOf(unary.Operand)})",
        Node.Binary { Op: BinaryOp.Maximum or BinaryOp.Minimum } binary => $"{binary.Op.ToString().ToLowerInvariant()}({TextOf(binary.Left)}, {TextOf(binary.Right)})",
        Node.Binary binary => $"({TextOf(binary.Left)} {Sign(binary.Op)} {TextOf(binary.Right)})",
        Node.Masked masked => $"masked({TextOf(masked.Operand)}, {TextOf(masked.Where)})",
        Node.Select select => $"({TextOf(select.Condition)} ? {TextOf(select.WhereTrue)} : {TextOf(select.WhereFalse)})",
        Node.Detach detach => $"detach({TextOf(detach.Operand)})",
        Node.Reduce reduce => $"{reduce.Op.ToString().ToLowerInvariant()}({TextOf(reduce.Operand)})",
        Node.ArgMax argMax => $"argmax({TextOf(argMax.Operand)})",
        Node.At at => $"{TextOf(at.Operand)}[{TextOf(at.Class)}]",
        Node.IsClass isClass => $"is({TextOf(isClass.Class)})",
        Node.Softmax softmax => $"softmax({TextOf(softmax.Operand)})",
        Node.LogSoftmax softmax => $"log_softmax({TextOf(softmax.Operand)})",
        Node.LogSumExp sum => $"log_sum_exp({TextOf(sum.Operand)})",
        Node node => node.ToString()!,
    };

    private static string Sign(BinaryOp op) => op switch
    {
        BinaryOp.Add => "+",
        BinaryOp.Subtract => "-",
        BinaryOp.Multiply => "*",
        BinaryOp.Divide => "/",
        BinaryOp.Greater => ">",
        BinaryOp.Equal => "==",
        BinaryOp.Power => "^",
        _ => op.ToString(),
    };
}
