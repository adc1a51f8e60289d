using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses;

/// <summary>A week of steps must not fill the machine.</summary>
public sealed class RecipeMemoryTests
{
    [Fact]
    public void TenThousandSteps_HoldTensorsAndResidentSize()
    {
        manual_seed(5);
        using var teacher = new FiveClassTeacher();
        using var student = new FiveClassStudent();
        using var recipe = new Mixed(teacher, student);
        using Tensor x = randn([16, 5]), y = randint(5, [16], dtype: ScalarType.Int64);
        Run(500);
        long resident = Resident();     // collects what other tests left first
        long tensors = Tensor.TotalCount;

        Run(10_000);

        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.True(Resident() - resident < 16L << 20, $"grew from {resident >> 20} to {Resident() >> 20} MB in 10,000 steps");

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
