using System.Globalization;

namespace KdGen.Benchmarks.Losses;

/// <summary>Prints each loss as soon as it is measured: how many times as fast as each of the other ways, and how near to the traffic that it cannot do without.</summary>
internal static class LossReport
{
    public static void Head(string peer, int threads)
    {
        Console.WriteLine();
        Console.WriteLine($"loss: value and gradient, {threads} thread{(threads == 1 ? "" : "s")}, float32; times as fast as composed by the generator, as by hand, as {peer}; fastest of {LossSuite.Rounds} rounds in turn, {(threads == 1 ? "processor" : "wall")} time");
        Console.WriteLine("floor: reading the logits that the loss reads and writing the gradient; its share of the fused time");
        if (threads > 1)
        {
            Console.WriteLine("Only of an idle machine: the operators' threads wait for each other, and where others have a core these ratios are of that waiting.");
        }
    }

    public static void Shape(int rows, int classes)
    {
        Console.WriteLine();
        Console.WriteLine($"{$"[{rows}, {classes}]",-22}{"us",10}{"ns/element",12}{"256 bits",10}{"composed",10}{"by hand",10}{"PyTorch",10}{"floor",8}{"GB/s",8}");
    }

    public static void Line(LossTimes times, long bytes) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{times.Loss,-22}{times.Fused,10:F1}{times.NanosecondsAnElement,12:F2}{times.NanosecondsAnElement256,10:F2}{times.Composed / times.Fused,9:F1}x{times.Hand / times.Fused,9:F1}x{times.PyTorch / times.Fused,9:F1}x{times.Floor / times.Fused,8:P0}{bytes / times.Fused / 1e3,8:F1}"));
}
