using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>The fused terms of a loss as CUDA C, which a GPU's compiler (NVRTC) takes as it is: no header, no intrinsic but those that it has by itself.</summary>
internal static class CudaEmitter
{
    /// <summary>The constant that holds the text.</summary>
    public const string Constant = "CudaSource";

    /// <summary>R.Loss.Cuda.g.cs; empty when no term is fused.</summary>
    public static string Emit(RecipeIr recipe, LossPlan plan)
        => recipe.IsClosed || recipe.HasErrors || plan.Fused.Count == 0 ? ""
            : SourceFile.Write(recipe.Type, [], null, "", writer =>
            {
                writer.Line("/// <summary>The loss for a GPU: CUDA C, as NVRTC takes it.</summary>");
                writer.Lines([$"private const string {Constant} = \"\"\"", .. Text(plan.Fused).TrimEnd('\n').Split('\n'), "\"\"\";"]);
            });

    /// <summary>The text of all <paramref name="programs"/>.</summary>
    public static string Text(EquatableArray<RowProgram> programs)
    {
        string kernels = string.Join("\n", programs.Zip(PassNames.Of(PassNames.LogitsOf(programs)), Kernels));
        CodeWriter writer = new();
        writer.Lines(
            "// Value and gradient of a loss, a row of logits at a time. What a launch needs:",
            "//   block    (threads of a row, rows), powers of two, 1024 threads at most; above 32 threads of a row there is one row",
            "//   grid     any number of blocks",
            "//   shared   where a.staged is 1: rows of the block * inputs * a.classes * bytes of a logit, inputs as the kernel says; else none",
            "//   order    the prelude, if there is one, then the loss, on one stream",
            "");
        foreach (string function in CudaLibrary.Of(kernels))
        {
            writer.Lines(function.Replace("\r", "").Split('\n'));
            writer.Line();
        }

        return writer + kernels;
    }

    private static string Kernels(RowProgram program, string pass)
    {
        CudaNames names = new(program, pass);
        CodeWriter kernels = new();
        CudaKernel loss = new(program, names, program.Values.Select(static value => value.Node), new GradientRow(program.Gradient, program.AtClass));
        List<CudaKernel> all = [loss];
        bool counts = loss.Needed.Any(node => loss[node] is Node.CountedRows);
        if (counts || program.Prelude is not null)
        {
            CudaKernel prelude = new(program, names, (program.Prelude?.Sums ?? default).Select(sum => ((Node.Reduce)program.Nodes[sum].Node).Operand));
            all.Insert(0, prelude);
            Prelude(kernels, program, prelude, counts);
            kernels.Line();
        }

        Loss(kernels, program, loss);
        CodeWriter writer = new();
        Arguments(writer, program, names, all, counts);
        foreach ((string name, EquatableArray<double> values) in names.Arrays)
        {
            writer.Line();
            writer.Line($"__device__ const float {name}[] = {{ {string.Join(", ", values.Select(static value => CudaText.Literal(value, CudaType.Float).Code))} }};");
        }

        writer.Line();
        return writer.ToString() + kernels;
    }

    private static void Arguments(CodeWriter writer, RowProgram program, CudaNames names, List<CudaKernel> kernels, bool counts)
    {
        Node[] needed = [.. kernels.SelectMany(static kernel => kernel.Needed.Select(node => kernel[node]))];
        bool readsLabels = counts || needed.Any(static node => node is Node.Label or Node.Counted);
        bool weighs = needed.Any(static node => node is Node.GivenRows);
        int sums = (program.Prelude?.Sums.Count ?? 0) + (counts ? 1 : 0);
        List<(string, string?)> fields =
        [
            ("long long rows;", null),
            ("int classes;", null),
            ("int staged;", "1: rows wait in shared memory to be read again; 0: they are read from global memory each time"),
            ($"const void* {program.Student};", "[rows, classes], float or bfloat16"),
            .. program.Teacher is { } teacher ? [($"const void* {teacher};", "the same")] : Array.Empty<(string, string?)>(),
            .. needed.Any(static node => node is Node.Targets) ? [("const void* targets;", "the same")] : Array.Empty<(string, string?)>(),
            .. readsLabels ? [("const long long* labels;", "[rows]; the loss is not a number where one is no class"), ("long long ignoreIndex;", "the label of rows without one")] : Array.Empty<(string, string?)>(),
            ("void* gradient;", $"[rows, classes], the derivative for {program.Student}"),
            ("float* loss;", "the value"),
            ("double* rowValues;", $"room for {(sums > 1 ? Literal.Of(sums) + " * " : "")}rows values"),
            .. sums > 0 ? [("double* sums;", $"room for {Literal.Counted(sums, "sum")} over the rows")] : Array.Empty<(string, string?)>(),
            ("unsigned* blocksDone;", "0 before the first launch, and after each"),
            .. needed.Any(static node => node is Node.RowCount) ? [("double rowCount;", "what means over the rows divide by: rows, or what the caller gives")] : Array.Empty<(string, string?)>(),
            .. counts || weighs ? [("double countedRows;", $"the same for the rows that have a label; 0: their number{(weighs ? ", or the sum of their weights" : "")}")] : Array.Empty<(string, string?)>(),
            .. needed.Any(static node => node is Node.Permuted) ? [("unsigned long long permutationKey;", null)] : Array.Empty<(string, string?)>(),
            .. needed.OfType<Node.Setting>().Select(static setting => setting.Name).Distinct().Select(static name => ($"double {Identifier.Small(name)};", (string?)null)),
        ];
        writer.Open($"struct {ArgumentsOf(names)}");
        writer.Commented(fields);
        writer.Close(";");
    }

    private static void Prelude(CodeWriter writer, RowProgram program, CudaKernel kernel, bool counts)
    {
        EquatableArray<int> sums = program.Prelude?.Sums ?? default;
        string launch = kernel.Launch();
        CudaText? counted = counts || kernel.Needed.Any(node => kernel[node] is Node.Label or Node.Counted) ? kernel.Labels(isPrelude: true) : null;
        Steps(kernel, program.Prelude?.Rows ?? default);
        string[] values =
        [
            .. sums.Select(sum => kernel.Value(((Node.Reduce)program.Nodes[sum].Node).Operand).As(CudaType.Double).Code),
            .. counts && counted is { } one ? [one.As(CudaType.Double).Code] : Array.Empty<string>(),
        ];
        kernel.Body.Line();
        kernel.Body.Line("if (threadIdx.x == 0)");
        kernel.Body.Open();
        for (int i = 0; i < values.Length; i++)
        {
            kernel.Body.Line($"a.rowValues[{(i == 0 ? "row" : i == 1 ? "a.rows + row" : Literal.Of(i) + " * a.rows + row")}] = {values[i]};");
        }

        kernel.Body.Close();
        string[] names = [.. sums.Select(sum => kernel.Names.Of(sum)), .. counts ? ["the rows with a label"] : Array.Empty<string>()];
        Kernel(writer, program, kernel, "Prelude", $"What is summed over all rows first: {string.Join(", ", names)}.", launch, $"sumRows(a.rowValues, a.rows, a.sums, {Literal.Of(values.Length)}, a.blocksDone);");
    }

    private static void Loss(CodeWriter writer, RowProgram program, CudaKernel kernel)
    {
        string launch = kernel.Launch();
        CudaText? counted = kernel.Labels(isPrelude: false);
        int last = Array.FindLastIndex([.. program.Rows], static step => step is RowStep.Sweep);
        RowStep.Sweep? sweep = last < 0 ? null : (RowStep.Sweep)program.Rows[last];
        Steps(kernel, program.Rows.Where((_, i) => i < last || last < 0));
        if (sweep is not null && program.Gradient is { } slope && kernel.Need([slope], sweep.Reductions))
        {
            Steps(kernel, [sweep]);
            kernel.Sweep([], writes: true);
        }
        else
        {
            kernel.Sweep([.. sweep?.Reductions ?? default], writes: true);
        }

        kernel.Scatter();
        CudaText value = program.Values.Select(value => kernel.Value(value.Node).As(CudaType.Double)).ToArray().Aggregate(static (sum, next) => CudaText.Binary(CudaType.Double, sum, '+', next));
        kernel.Body.Line();
        kernel.Body.Line("if (threadIdx.x == 0)");
        kernel.Body.Line($"    a.rowValues[row] = {(counted is { } isCounted ? CudaText.Choice(CudaType.Double, new($"isLabel || !{isCounted.Code}", Binding.Or, CudaType.Bool), value, CudaText.Name("notANumber()", CudaType.Double)) : value).Code};");
        string terms = string.Join(" + ", program.Values.Select(static value => value.Term));
        Kernel(writer, program, kernel, "", $"{terms}: the value and the gradient.", launch, "sumRows(a.rowValues, a.rows, a.loss, 1, a.blocksDone);", writes: true);
    }

    private static void Steps(CudaKernel kernel, IEnumerable<RowStep> steps)
    {
        foreach (RowStep step in steps)
        {
            if (step is RowStep.Sweep sweep)
            {
                kernel.Sweep([.. sweep.Reductions]);
            }
        }
    }

    /// <summary>The function over the rows, and the kernels that call it: one for each type of logits.</summary>
    /// <param name="part">What tells this kernel's name from that of the loss itself.</param>
    /// <param name="launch">The statements in front of the loop over the rows.</param>
    /// <param name="sum">The call that sums what the rows have given.</param>
    private static void Kernel(CodeWriter writer, RowProgram program, CudaKernel kernel, string part, string comment, string launch, string sum, bool writes = false)
    {
        string name = kernel.Names.Pass + "Loss" + part, arguments = ArgumentsOf(kernel.Names);
        string[] inputs = [.. new[] { program.Student, program.Teacher, CudaNames.Targets }.OfType<string>().Where(kernel.Inputs.ContainsKey)];
        string[] staged = [.. inputs.Where(input => kernel.Inputs[input] > 1)];
        bool isTyped = inputs.Length > 0 || writes;
        writer.Line($"// {comment}{(staged.Length == 0 ? "" : $" Inputs that wait in shared memory: {Literal.Of(staged.Length)}.")}");
        if (isTyped)
        {
            writer.Line("template <typename Element>");
        }

        writer.Open($"__device__ inline void {name}Rows(const {arguments}& a)");
        Copy(writer, launch);
        writer.Open("for (long long row = firstRow(); row < a.rows; row += rowStep())");
        foreach (string input in inputs)
        {
            writer.Line($"const Element* {CudaNames.RowOf(input)} = static_cast<const Element*>(a.{input}) + row * a.classes;");
        }

        if (writes)
        {
            writer.Line("Element* __restrict__ gradientRow = static_cast<Element*>(a.gradient) + row * a.classes;");
        }

        if (staged.Length > 0)
        {
            writer.Open("if (a.staged != 0)");
            writer.Line("rowSync();    // the last row has been read");
            for (int i = 0; i < staged.Length; i++)
            {
                string row = CudaNames.RowOf(staged[i]);
                writer.Line($"{row} = staged({row}, {Literal.Of(i)}, {Literal.Of(staged.Length)}, a.classes);");
            }

            writer.Line("rowSync();");
            writer.Close();
        }

        Copy(writer, kernel.Taken());
        writer.Close();
        writer.Line(sum);
        writer.Close();
        writer.Line();
        foreach (string type in (string[])["float", "BFloat16"])
        {
            writer.Line($"extern \"C\" __global__ void __launch_bounds__(1024) {name}_{type.ToLowerInvariant()}({arguments} a) {{ {name}Rows{(isTyped ? $"<{type}>" : "")}(a); }}");
        }
    }

    private static void Copy(CodeWriter writer, string text)
    {
        if (text.Length > 0)
        {
            writer.Lines(text.TrimEnd('\n').Split('\n'));
        }
    }

    private static string ArgumentsOf(CudaNames names) => Identifier.Capital(names.Pass) + "LossArguments";
}
