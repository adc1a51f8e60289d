using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>Fused terms as C# over the memory of tensors: one text, which becomes the code of each vector and element type.</summary>
internal static class SimdEmitter
{
    private const string Types = "V, TStudent, TTeacher";

    private static readonly EquatableArray<string> Constraints = new(
    [
        "    where V : struct, KdGen::Kernels.IFloats<V>",
        "    where TStudent : unmanaged, KdGen::Kernels.IElement<TStudent>",
        "    where TTeacher : unmanaged, KdGen::Kernels.IElement<TTeacher>",
    ]);

    /// <summary>R.Loss.Kernel.g.cs; empty when no term is fused.</summary>
    public static string Emit(RecipeIr recipe, LossPlan plan, long ignoreIndex)
        => recipe.IsClosed || recipe.HasErrors || plan.Fused.Count == 0 ? ""
            : SourceFile.Write(recipe.Type, [Names.KdGenAlias, Names.SystemAlias], null, "", writer =>
            {
                IReadOnlyList<string> names = NamesOf(PassNames.LogitsOf(plan.Fused));
                for (int pass = 0; pass < plan.Fused.Count; pass++)
                {
                    Write(writer, plan.Fused[pass], names[pass], ignoreIndex);
                }
            });

    /// <summary>What the types are called that compute the passes of a recipe, by the logits that these read.</summary>
    public static IReadOnlyList<string> NamesOf(IReadOnlyList<(string Student, string? Teacher)> passes)
        => passes.Count == 1 ? ["Kernel"] : [.. PassNames.Of(passes).Select(static name => Identifier.Capital(name) + "Kernel")];

    /// <summary>The arguments that it is made with: "settings", and the key when it puts classes into another order.</summary>
    public static bool TakesPermutationKey(RowProgram program) => program.Nodes.Any(static node => node.Node is Node.Permuted);

    public static void Write(CodeWriter writer, RowProgram program, string name, long ignoreIndex)
    {
        SimdNames names = new(program);
        SimdScalars scalars = new(program, names);
        CodeWriter evaluate = new();
        SimdRow row = new(program, names, scalars.OfRow, evaluate, hasPower: true);
        int[] results = [.. program.Values.Select(static value => value.Node), .. program.AtClass.SelectMany(static scatter => new[] { scatter.Class, scatter.Amount })];
        row.Write(program.Rows, program.Gradient, results);
        if (program.Gradient is null)
        {
            evaluate.Line("row.Gradient.Clear();");
        }

        foreach (Scatter scatter in program.AtClass)
        {
            evaluate.Line($"row.Gradient.Add({row.Class(scatter.Class)}, {row.Value(scatter.Amount).AsNumber().Code});");
        }

        evaluate.Line();
        evaluate.Line($"return {string.Join(" + ", program.Values.Select(value => row.Value(value.Node).AsNumber().Within(SimdStrength.Sum)))};");

        int buffers = row.BufferCount;
        CodeWriter? before = program.Prelude is { } prelude ? Prelude(program, prelude, names, ref buffers) : null;

        writer.Line($"/// <summary>The row's part of {string.Join(" + ", program.Values.Select(static value => value.Term))}, with its gradient for the logits of {program.Student}.</summary>");
        writer.Open($"private struct {name}(LossSettings settings{(TakesPermutationKey(program) ? ", long permutationKey" : "")}) : KdGen::Kernels.IRowLoss");
        foreach ((int node, EquatableArray<double> weights) in program.Nodes.Select((node, i) => (i, (node.Node as Node.ClassWeights)?.Values ?? default)).Where(static pair => pair.Item2.Count > 0))
        {
            writer.Line($"private static readonly KdGen::Kernels.ClassTable {names.Of(node)}Table = new({string.Join(", ", weights.Select(Literal.Of))});");
        }

        // Asked for before the fields are listed: that of two temperatures is one.
        string? power = program.Nodes.Select(static node => node.Node).OfType<Node.PowerOfExp>().FirstOrDefault() is { } some ? scalars.OfRow(some.Ratio).Code : null;
        if (scalars.Fields.Count > 0)
        {
            writer.Line("// The same for all rows.");
            writer.Line($"private double {string.Join(", ", scalars.Fields.Select(names.Of))};");
            writer.Line();
        }

        writer.Line($"public static int Buffers => {Literal.Of(Math.Max(buffers, 1))};");
        if (program.Prelude is { } first)
        {
            writer.Line($"public static int Sums => {Literal.Of(first.Sums.Count)};");
        }

        if (program.Nodes.Any(static node => node.Node is Node.Targets))
        {
            writer.Line("public static bool ReadsTargets => true;");
        }

        if (ReadsLabelAsNumber(program))
        {
            writer.Line("public static bool ReadsLabelAsNumber => true;");
        }

        if (ignoreIndex != -100)
        {
            writer.Line($"public static long IgnoreIndex => {Literal.Of(ignoreIndex)};");
        }

        if (power is not null)
        {
            writer.Line($"public double Power => {power};");
        }

        if (before is not null)
        {
            writer.Line();
            writer.Line($"public void AddSums<{Types}>(in KdGen::Kernels.Row<TStudent, TTeacher> row, in KdGen::Kernels.RowBatch batch, System::Span<double> sums)");
            Body(writer, Constraints, before);
        }

        writer.Line();
        writer.Line("public void Begin(in KdGen::Kernels.RowBatch batch, System::ReadOnlySpan<double> sums)");
        Body(writer, [], scalars.Begin());
        writer.Line();
        writer.Line("[System::Runtime.CompilerServices.MethodImpl(System::Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]");
        writer.Line($"public double Evaluate<{Types}, TPower>(in KdGen::Kernels.Row<TStudent, TTeacher> row)");
        Body(writer, [.. Constraints, "    where TPower : struct, KdGen::Kernels.IPower"], evaluate);
        writer.Close();
    }

    private static CodeWriter Prelude(RowProgram program, Prelude prelude, SimdNames names, ref int buffers)
    {
        CodeWriter body = new();
        SimdScalars scalars = new(program, names);
        SimdRow row = new(program, names, scalars.OfBatch, body, hasPower: false);
        int[] sums = [.. prelude.Sums.Select(sum => ((Node.Reduce)program.Nodes[sum].Node).Operand)];
        row.Write(prelude.Rows, null, sums);
        for (int i = 0; i < sums.Length; i++)
        {
            body.Line($"sums[{Literal.Of(i)}] += {row.Value(sums[i]).AsNumber().Code};");
        }

        buffers = Math.Max(buffers, row.BufferCount);
        return body;
    }

    private static bool ReadsLabelAsNumber(RowProgram program) => program.Nodes.Any(node => node.Node switch
    {
        Node.At or Node.IsClass or Node.Permuted => false,
        Node.Binary { Op: BinaryOp.Equal } equal when program.Nodes[equal.Left].Node is Node.Label or Node.ArgMax && program.Nodes[equal.Right].Node is Node.Label or Node.ArgMax => false,
        Node other => other.Operands().Any(operand => program.Nodes[operand].Node is Node.Label),
    });

    private static void Body(CodeWriter writer, IEnumerable<string> head, CodeWriter body)
    {
        writer.Lines([.. head]);
        writer.Open();
        foreach (string line in body.ToString().TrimEnd('\n').Split('\n'))
        {
            writer.Line(line);
        }

        writer.Close();
    }
}
