using KdGen.Data;
using KdGen.Tests.Losses.Learned;
using KdGen.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Taps;

/// <summary>A step leaves nothing behind but its loss, whatever its losses remember, draw or take apart, not even for the garbage collector.</summary>
public sealed class FeatureStepMemoryTests
{
    private static readonly Dictionary<string, Func<(Func<Tensor> Step, IDisposable[] Owned)>> recipes = new()
    {
        [nameof(EveryFunction)] = static () =>
        {
            var (teacher, student) = (new FeatureTeacher(), new FeatureStudent());
            EveryFunction recipe = new(teacher, student);
            return (() => recipe.Step(randn([6, 3, 8, 8]), randint(5, [6], ScalarType.Int64)), [recipe, teacher, student]);
        },
        [nameof(EveryModule)] = static () =>
        {
            var (teacher, student) = (new FeatureTeacher(), new FeatureStudent());
            EveryModule recipe = new(teacher, student);
            return (() => recipe.Step(randn([6, 3, 8, 8]), randint(5, [6], ScalarType.Int64)), [recipe, teacher, student]);
        },
        [nameof(TinyBertKd)] = static () =>
        {
            var (teacher, student) = (new TallEncoder(), new ShortEncoder());
            TinyBertKd recipe = new(teacher, student);
            return (() => recipe.Step(randn([3, 3, 8, 8]), randint(5, [3], ScalarType.Int64)), [recipe, teacher, student]);
        },
        [nameof(ContrastKd)] = static () =>
        {
            var (teacher, student) = (new ContrastTeacher(), new ContrastStudent());
            ContrastKd recipe = new(teacher, student);
            recipe.Adapters.crdHidden.Prepare(new VectorDataset(200, 1));
            return (() => recipe.Step(randn([16, 2]), randint(2, [16], ScalarType.Int64), randperm(200, ScalarType.Int64).narrow(0, 0, 16)), [recipe, teacher, student]);
        },
    };

    public static TheoryData<string> Names => [.. recipes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_HoldTheNumberOfTensors(string name)
    {
        (Func<Tensor> step, IDisposable[] owned) = recipes[name]();
        try
        {
            Run(3);     // gradients and the optimizer's state come with the first step
            long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            Run(20);
            Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        finally
        {
            foreach (IDisposable one in owned)
                one.Dispose();
        }

        void Run(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                using var scope = NewDisposeScope();
                Assert.True(step().isfinite().item<bool>());
            }
        }
    }
}
