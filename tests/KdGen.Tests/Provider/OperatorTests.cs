using System.Reflection;
using System.Runtime.InteropServices;
using KdGen.LibTorch;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Provider;

public class OperatorTests
{
    [Fact]
    public void EveryOperator_ExistsInThisLibtorch()
    {
        AtenOp[] operators = [.. typeof(torch).Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(AtenOp) || field.FieldType == typeof(AtenOp[]))
            .SelectMany(field => field.GetValue(null) switch { AtenOp one => [one], AtenOp[] several => several, _ => Array.Empty<AtenOp>() })
            .Where(op => !op.IsOptional)];
        Assert.True(operators.Length > 150, $"only {operators.Length} operators found");
        foreach (AtenOp op in operators)
            op.Resolve();
    }

    [Fact]
    public void UnknownOperator_IsNamedInTheMessage()
    {
        var exception = Assert.Throws<ExternalException>(() => new AtenOp("no_such_thing", "Tensor").Invoke());
        Assert.Contains("has no operator aten::no_such_thing.Tensor", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingArgument_IsNamedInTheMessage()
    {
        using Tensor x = ones(2);
        var exception = Assert.Throws<ExternalException>(() => new AtenOp("matmul").Invoke(x));
        Assert.Contains("argument 1 (other) is missing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShapeError_KeepsLibtorchsFirstLine()
    {
        using Tensor a = ones(2, 3), b = ones(2, 3);
        var exception = Assert.Throws<ExternalException>(() => a.matmul(b));
        Assert.Equal("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", exception.Message.Split('\n')[0]);
    }

    [Fact]
    public void TypeError_KeepsLibtorchsFirstLine()
    {
        using Tensor a = ones(2, 2, float32), b = ones(2, 2, float64);
        var exception = Assert.Throws<ExternalException>(() => a.mm(b));
        Assert.Matches("expected .*(Float|Double)", exception.Message.Split('\n')[0]);
        Assert.DoesNotContain("Exception raised from", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FailedCall_LeavesTheNextOneIntact()
    {
        using Tensor a = ones(2, 3), b = ones(3, 2);
        Assert.Throws<ExternalException>(() => a.matmul(a));
        using Tensor product = a.matmul(b);
        Assert.Equal([3f, 3f, 3f, 3f], product.data<float>().ToArray());
    }

    [Fact]
    public void MissingGpu_IsSaidInOneLine()
    {
        if (cuda.is_available())
            return;
        using Tensor a = ones(2);
        var exception = Assert.Throws<InvalidOperationException>(() => a.cuda());
        Assert.DoesNotContain('\n', exception.Message);
        Assert.Throws<InvalidOperationException>(() => zeros(2, device: "cuda"));
    }

    [Fact]
    public void UnknownDeviceName_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new Device("gpu"));
        Assert.Throws<ArgumentException>(() => new Device("cuda:x"));
        Assert.Equal(DeviceType.CUDA, new Device("cuda:1").type);
        Assert.Equal(1, new Device("cuda:1").index);
        Assert.Equal("cuda:1", new Device("cuda:1").ToString());
    }

    [Fact]
    public void OptionalArguments_AreLeftToTheSchema()
    {
        using Tensor x = tensor(new[] { 3f, 1f, 2f });
        (Tensor values, Tensor places) = x.sort(descending: true);
        Assert.Equal([3f, 2f, 1f], values.data<float>().ToArray());
        Assert.Equal([0L, 2L, 1L], places.data<long>().ToArray());
        Assert.Equal([1f, 2f, 2f], x.clamp(max: 2f).data<float>().ToArray().Order().ToArray());
    }

    [Fact]
    public void LongLists_CrossTheBoundaryWhole()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] parts = [.. Enumerable.Range(0, 300).Select(i => full(1, (float)i))];
        Tensor joined = cat(parts);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => (float)i), joined.data<float>().ToArray());
        Assert.Equal(300, joined.split(1).Length);
    }

    [Fact]
    public void Scalars_KeepTheTensorsType()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor half = ones([2], float16), whole = ones([2], int64);
        Assert.Equal(float16, (half * 2.5).dtype);
        Assert.Equal(float16, (2.5 / half).dtype);
        Assert.Equal(int64, (whole + 1).dtype);
        Assert.Equal(float32, (whole * 0.5).dtype);
        Assert.Equal([-4f, -4f], (1 - (5f * ones(2))).data<float>().ToArray());
        Assert.Equal([2f, 2f], (4 / full(2, 2f)).data<float>().ToArray());
    }

    [Fact]
    public void InPlaceOperators_ReturnTheTensorItself()
    {
        using Tensor x = zeros(3);
        Assert.Same(x, x.add_(2).mul_(3).sub_(1).div_(5).sqrt_().zero_().fill_(7));
        Assert.Equal([7f, 7f, 7f], x.data<float>().ToArray());
    }

    [Fact]
    public void Comparison_IsElementWise()
    {
        using Tensor x = tensor(new[] { 1f, 2f, 3f });
        using Tensor two = x == 2f;
        Assert.Equal([false, true, false], two.data<bool>().ToArray());
        Assert.Equal([false, false, true], (x > 2f).data<bool>().ToArray());
        Assert.Equal([true, true, false], (3 > x).data<bool>().ToArray());
        Assert.True(x.Equals(tensor(new[] { 1f, 2f, 3f })));
        Assert.False(x.Equals(null));
    }
}
