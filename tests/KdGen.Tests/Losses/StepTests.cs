using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses;

/// <summary>A step of a recipe: who learns from it.</summary>
public sealed class StepTests
{
    [Fact]
    public void Teacher_GetsNoGradientInAStep()
    {
        manual_seed(3);
        using var teacher = new FiveClassTeacher();
        using var student = new FiveClassStudent();
        using var recipe = new Mixed(teacher, student);
        using Tensor x = randn([8, 5]), y = randint(5, [8], dtype: ScalarType.Int64);
        byte[] before = teacher.state_dict()["0.weight"].bytes.ToArray(), learned = student.state_dict()["0.weight"].bytes.ToArray();
        using Tensor loss = recipe.Step(x, y);
        Assert.False(loss.requires_grad);
        Assert.False(teacher.training);
        Assert.All(teacher.parameters(), parameter => Assert.Null(parameter.grad));
        Assert.Equal(before, teacher.state_dict()["0.weight"].bytes.ToArray());
        Assert.NotEqual(learned, student.state_dict()["0.weight"].bytes.ToArray());
    }
}
