using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses;

/// <summary>A week of steps must not fill the machine.</summary>
public sealed class RecipeMemoryTests
{
    private const long Most = 16L << 20;

    [Fact]
    public void TenThousandSteps_HoldTensorsAndResidentSize()
    {
        manual_seed(5);
        using var teacher = new FiveClassTeacher();
        using var student = new FiveClassStudent();
        using var recipe = new Mixed(teacher, student);
        using Tensor x = randn([16, 5]), y = randint(5, [16], dtype: ScalarType.Int64);
        Run(500);
        Resident();     // collects what other tests left
        long tensors = Tensor.TotalCount;

        // What leaks does so in each of the rounds; what the process takes for something else does not.
        long[] growth = [.. Enumerable.Range(0, 3).Select(_ => Growth(10_000))];

        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.True(growth.Min() < Most, $"grew by {string.Join(", ", growth.Select(static bytes => bytes >> 20))} MB in 10,000 steps each");

        long Growth(int steps)
        {
            long before = Resident();
            Run(steps);
            return Resident() - before;
        }

        void Run(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                recipe.Step(x, y).Dispose();
            }
        }
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
