using KdGen.Data;
using KdGen.Tests.Training;
using KdGen.Training;
using KdGen.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses.Learned;

/// <summary>A recipe with CRD from its data to its checkpoint.</summary>
public sealed class ContrastRecipeTests
{
    private static readonly VectorDataset train = new(200, 1), test = new(50, 2);

    private static ContrastKd Recipe(out IDisposable models)
    {
        manual_seed(4);
        ContrastTeacher teacher = new();
        ContrastStudent student = new();
        models = new Both(teacher, student);
        return new ContrastKd(teacher, student);
    }

    [Fact]
    public void Train_LearnsTheEmbeddingsAndFillsTheBanks()
    {
        using ContrastKd recipe = Recipe(out IDisposable models);
        using (models)
        {
            double[] before = CrdCase.Numbers(recipe.Adapters.crdHidden.get_parameter("embed_t.weight")!);
            TrainingResult result = recipe.Train(train, test);
            Assert.True(result.TestAccuracy > 0.8, $"{result.TestAccuracy}: the classes are a line apart");
            Assert.NotEqual(before, CrdCase.Numbers(recipe.Adapters.crdHidden.get_parameter("embed_t.weight")!));

            // Every sample has been seen: its row is of length one.
            double[] bank = CrdCase.Numbers(recipe.Adapters.crdHidden.get_buffer("memory_s")!);
            Assert.Equal(200 * 8, bank.Length);
            Assert.All(bank.Chunk(8), static row => Assert.Equal(1, row.Sum(static value => value * value), 5));
            Assert.DoesNotContain(recipe.Student.state_dict().Keys, static key => key.Contains("memory"));
        }
    }

    [Fact]
    public void Seed_DecidesTheWholeRun()
    {
        double[][] losses = [.. new long[] { 1, 1, 2 }.Select(static seed =>
        {
            using ContrastKd recipe = Recipe(out IDisposable models);
            using (models)
                return recipe.Train(train, test, new TrainingOptions { Seed = seed }).History.Select(static epoch => epoch.Loss).ToArray();
        })];
        Assert.Equal(losses[0], losses[1]);
        Assert.NotEqual(losses[0], losses[2]);
    }

    [Fact]
    public void Checkpoint_GoesOnWhereItWas()
    {
        string folder = Directory.CreateTempSubdirectory("kdgen-").FullName;
        try
        {
            using ContrastKd recipe = Recipe(out IDisposable models), resumed = Recipe(out IDisposable others);
            using (models)
            using (others)
            using (Batch batch = new BatchLoader(train, 16).InOrder().First())
            {
                recipe.Adapters.crdHidden.Prepare(train);
                recipe.Step(batch.X, batch.Y, batch.Index).Dispose();
                Safetensors.Write(Path.Combine(folder, "student.safetensors"), recipe.Student);
                Safetensors.Write(Path.Combine(folder, "adapters.safetensors"), recipe.Adapters);

                resumed.Adapters.crdHidden.Prepare(train, seed: 7);
                resumed.Student.LoadWeights(Path.Combine(folder, "student.safetensors"));
                resumed.Adapters.LoadWeights(Path.Combine(folder, "adapters.safetensors"));
                Assert.Equal(Step(recipe, batch), Step(resumed, batch));
                Assert.Equal(CrdCase.Numbers(recipe.Adapters.crdHidden.get_buffer("memory_t")!), CrdCase.Numbers(resumed.Adapters.crdHidden.get_buffer("memory_t")!));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static double Step(ContrastKd recipe, Batch batch)
        {
            manual_seed(5);
            using Tensor loss = recipe.Step(batch.X, batch.Y, batch.Index);
            return loss.item<float>();
        }
    }

    private sealed record Both(nn.Module Teacher, nn.Module Student) : IDisposable
    {
        public void Dispose()
        {
            Teacher.Dispose();
            Student.Dispose();
        }
    }
}
