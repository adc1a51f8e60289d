using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Tests.Losses;
using Xunit;

namespace KdGen.Compiler.Tests.Cuda;

/// <summary>The CUDA text of a row program, compiled for the CPU.</summary>
internal sealed unsafe partial class CudaProgram : IDisposable
{
    private const long IgnoreIndex = -100;

    private readonly string folder = Directory.CreateTempSubdirectory("kdgen-cuda-").FullName;
    private readonly nint library;
    private readonly delegate* unmanaged<Given*, void> run;
    private readonly RowProgram program;
    private readonly string[] settings;

    public CudaProgram(RowProgram program)
    {
        this.program = program;
        Text = CudaEmitter.Text(new([program]));
        Match arguments = Arguments().Match(Text);
        string[] fields = [.. Field().Matches(arguments.Groups["fields"].Value).Select(static field => field.Groups["name"].Value)];
        settings = [.. fields.Where(field => !Known.Contains(field) && field != program.Student && field != program.Teacher)];
        string source = Path.Combine(folder, "loss.cpp");
        File.WriteAllText(source, $"#include \"{Path.Combine(Here(), "gpu.h")}\"\n\n{Text}\n{Driver(arguments.Groups["name"].Value, fields)}");
        string path = Path.Combine(folder, "loss.so");
        Gxx.Library(source, path);
        library = NativeLibrary.Load(path);
        run = (delegate* unmanaged<Given*, void>)NativeLibrary.GetExport(library, "run");
    }

    private static string[] Known { get; } =
    [
        "rows", "classes", "staged", "targets", "labels", "ignoreIndex", "gradient", "loss", "rowValues", "sums", "blocksDone", "rowCount", "countedRows", "permutationKey",
    ];

    public static ulong PermutationKey => 0x9E3779B97F4A7C15;

    /// <summary>The CUDA text.</summary>
    public string Text { get; }

    public void Dispose()
    {
        NativeLibrary.Free(library);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Value and gradient of one batch.</summary>
    /// <param name="inputs">What the loss is given; numbers are rounded to those that the kernel's type has.</param>
    /// <param name="launch">How the kernel is started.</param>
    /// <param name="rows">What means over the rows are divided by; null for the rows there are.</param>
    public (float Value, double[,] Gradient) Run(LossInputs inputs, Launch launch, double? rows = null)
    {
        int bytes = launch.IsBFloat16 ? 2 : 4;
        byte[] student = Elements(inputs.Logits[program.Student], bytes);
        byte[] teacher = program.Teacher is null ? [] : Elements(inputs.Logits[program.Teacher], bytes);
        byte[] targets = Elements(inputs.Targets, bytes), gradient = new byte[student.Length];
        gradient.AsSpan().Fill(0xff);
        float loss = float.NaN;
        uint blocksDone = 0;
        double[] rowValues = [.. Enumerable.Repeat(double.NaN, 4 * inputs.Rows)];
        double[] sums = new double[4];
        long[] labels = [.. Enumerable.Range(0, inputs.Rows).Select(row => inputs.Counted[row] ? inputs.Labels[row] : IgnoreIndex)];
        double[] values = [.. settings.Select(name => Setting(name, inputs))];
        fixed (byte* studentAt = student, teacherAt = teacher, targetsAt = targets, gradientAt = gradient)
        fixed (long* labelsAt = labels)
        
        fixed (double* rowValuesAt = rowValues, sumsAt = sums, settingsAt = values)
        {
            Given given = new()
            {
                rows = inputs.Rows, classes = inputs.Classes, staged = launch.IsStaged ? 1 : 0, isBFloat16 = launch.IsBFloat16 ? 1 : 0,
                blocks = launch.Blocks, threads = launch.Threads, rowsOfBlock = launch.RowsOfBlock, isDescending = launch.IsDescending ? 1 : 0,
                student = studentAt, teacher = teacherAt, targets = targetsAt, labels = labelsAt, ignoreIndex = IgnoreIndex, gradient = gradientAt,
                loss = &loss, rowValues = rowValuesAt, sums = sumsAt, blocksDone = &blocksDone, settings = settingsAt,
                rowCount = rows ?? inputs.Rows, countedRows = rows ?? 0, permutationKey = PermutationKey,
            };
            run(&given);
        }

        Assert.Equal(0u, blocksDone);
        double[,] slopes = new double[inputs.Rows, inputs.Classes];
        for (int i = 0; i < slopes.Length; i++)
        {
            slopes[i / inputs.Classes, i % inputs.Classes] = bytes == 4
                ? BitConverter.ToSingle(gradient, 4 * i)
                : BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(gradient, 2 * i) << 16);
        }

        return (loss, slopes);
    }

    /// <summary>The inputs as the kernel's type has them.</summary>
    public static LossInputs Rounded(LossInputs inputs, bool isBFloat16) => inputs with
    {
        Logits = inputs.Logits.ToDictionary(static logits => logits.Key, logits => Rounded(logits.Value, isBFloat16)),
        Targets = Rounded(inputs.Targets, isBFloat16),
    };

    private static double[,] Rounded(double[,] values, bool isBFloat16)
    {
        double[,] rounded = (double[,])values.Clone();
        for (int i = 0; i < rounded.Length; i++)
        {
            ref double value = ref rounded[i / rounded.GetLength(1), i % rounded.GetLength(1)];
            uint bits = BitConverter.SingleToUInt32Bits((float)value);
            value = BitConverter.UInt32BitsToSingle(isBFloat16 ? bits & 0xffff0000 : bits);
        }

        return rounded;
    }

    private static byte[] Elements(double[,] values, int bytes) =>
        [.. values.Cast<double>().SelectMany(value => bytes == 4 ? BitConverter.GetBytes((float)value) : BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16)))];

    private double Setting(string field, LossInputs inputs)
    {
        Node.Setting setting = program.Nodes.Select(static node => node.Node).OfType<Node.Setting>().First(setting => char.ToLowerInvariant(setting.Name[0]) + setting.Name[1..] == field);
        return inputs.Leaf(setting, 0, 0);
    }

    private string Driver(string arguments, string[] fields)
    {
        StringBuilder text = new();
        text.AppendLine("struct Given { long long rows; int classes, staged, isBFloat16, blocks, threads, rowsOfBlock, isDescending; const void *student, *teacher, *targets; const long long* labels; long long ignoreIndex;");
        text.AppendLine("    void* gradient; float* loss; double *rowValues, *sums; unsigned* blocksDone; double* settings; double rowCount, countedRows; unsigned long long permutationKey; };");
        if (Text.Contains("float stage[]", StringComparison.Ordinal))
        {
            text.AppendLine("float stage[1 << 16];");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"static {arguments} a;");
        text.AppendLine("extern \"C\" void run(const Given* given)");
        text.AppendLine("{");
        text.AppendLine("    a.student = given->student;".Replace("a.student", "a." + program.Student, StringComparison.Ordinal));
        if (program.Teacher is { } teacher)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    a.{teacher} = given->teacher;");
        }

        foreach (string field in Known.Where(fields.Contains))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    a.{field} = given->{field};");
        }

        for (int i = 0; i < settings.Length; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    a.{settings[i]} = given->settings[{i}];");
        }

        foreach (string kernel in new[] { "LossPrelude", "Loss" }.Select(part => program.Student + part).Where(kernel => Text.Contains($" {kernel}_float(", StringComparison.Ordinal)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    gpu::launch(given->blocks, given->threads, given->rowsOfBlock, given->isDescending != 0, given->isBFloat16 != 0 ? (void (*)())[] {{ {kernel}_bfloat16(a); }} : [] {{ {kernel}_float(a); }});");
        }

        text.AppendLine("}");
        return text.ToString();
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"struct (?<name>\w+Arguments)\n\{\n(?<fields>.*?)\n\};", RegexOptions.Singleline)]
    private static partial Regex Arguments();

    [GeneratedRegex(@"^ +[^/;]*?(?<name>\w+);", RegexOptions.Multiline)]
    private static partial Regex Field();

    /// <summary>As the driver declares it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Given
    {
        public long rows;
        public int classes, staged, isBFloat16, blocks, threads, rowsOfBlock, isDescending;
        public void* student, teacher, targets;
        public long* labels;
        public long ignoreIndex;
        public void* gradient;
        public float* loss;
        public double* rowValues;
        public double* sums;
        public uint* blocksDone;
        public double* settings;
        public double rowCount, countedRows;
        public ulong permutationKey;
    }
}

/// <summary>How a kernel is started.</summary>
/// <param name="Threads">Threads of a row.</param>
/// <param name="RowsOfBlock">Rows that a block has at a time.</param>
/// <param name="Blocks">Blocks of the grid.</param>
internal sealed record Launch(int Threads = 1, int RowsOfBlock = 1, int Blocks = 1, bool IsStaged = false, bool IsBFloat16 = false, bool IsDescending = false);
