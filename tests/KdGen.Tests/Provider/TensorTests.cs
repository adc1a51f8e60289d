using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Provider;

public class TensorTests
{
    [Fact]
    public void Facts_AreThoseOfTheTensor()
    {
        using Tensor x = zeros([2, 3, 4], float64);
        Assert.Equal([2L, 3L, 4L], x.shape);
        Assert.Equal([12L, 4L, 1L], x.stride());
        Assert.Equal((3L, 24L, 8L), (x.ndim, x.numel(), x.ElementSize));
        Assert.Equal(4, x.size(-1));
        Assert.Throws<IndexOutOfRangeException>(() => x.size(3));
        Assert.Equal(DeviceType.CPU, x.device_type);
        Assert.Equal("cpu", x.device.ToString());
        Assert.Equal("[2x3x4], type = Float64, device = cpu", x.ToString());
        using Tensor turned = x.transpose(0, 2);
        Assert.False(turned.is_contiguous());
        Assert.Equal([1L, 4L, 12L], turned.stride());
    }

    [Fact]
    public void Arrays_AreCopiedInTheirShape()
    {
        using Tensor matrix = tensor(new[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Assert.Equal([2L, 3L], matrix.shape);
        Assert.Equal(int32, matrix.dtype);
        Assert.Equal([1, 2, 3, 4, 5, 6], matrix.data<int>().ToArray());
        byte[] bytes = [1, 2, 3, 255];
        using Tensor b = from_array(bytes);
        bytes[0] = 9;
        Assert.Equal(uint8, b.dtype);
        Assert.Equal(255, b.data<byte>()[3]);
        using Tensor shaped = tensor(new[] { 1f, 2f, 3f, 4f }, [2L, 2L]);
        Assert.Equal([2L, 2L], shaped.shape);
        Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2f }, [3L]));
        using Tensor converted = tensor(new[] { 1L, 2L }, float32);
        Assert.Equal([1f, 2f], converted.data<float>().ToArray());
    }

    [Fact]
    public void Data_ReadsNonContiguousTensorsInOrder()
    {
        using Tensor turned = arange(6, float32).reshape(2, 3).t();
        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], turned.data<float>().ToArray());
        Assert.Equal(4f, turned.data<float>()[1, 1]);
        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], turned.data<float>());
        Assert.Throws<ArgumentException>(() => turned.data<double>());
        Assert.Throws<InvalidOperationException>(() => turned.bytes.Length);
    }

    [Fact]
    public void Bytes_AreTheMemoryItself()
    {
        using Tensor x = zeros(2);
        BitConverter.TryWriteBytes(x.bytes[4..], 1.5f);
        Assert.Equal([0f, 1.5f], x.data<float>().ToArray());
        x.bytes = new byte[8];
        Assert.Equal(0f, x.sum().item<float>());
        Assert.Throws<ArgumentException>(() => x.bytes = new byte[4]);
    }

    [Fact]
    public void Streams_RoundTrip()
    {
        using Tensor x = rand(50, 700);
        using var stream = new MemoryStream();
        x.WriteBytesToStream(stream);
        stream.Position = 0;
        using Tensor y = empty(50, 700);
        y.ReadBytesFromStream(stream);
        Assert.True(x.Equals(y));
        Assert.Throws<EndOfStreamException>(() => y.ReadBytesFromStream(stream));
    }

    [Fact]
    public void Item_IsTypedAndToSingleIsNot()
    {
        using Tensor x = tensor(2.75);
        Assert.Equal(2.75, x.item<double>());
        Assert.Throws<ArgumentException>(() => x.item<float>());
        Assert.Equal((2.75f, 2L), (x.ToSingle(), x.ToInt64()));
        Assert.Throws<ArgumentException>(() => ones(2).item<float>());
    }

    [Fact]
    public void Conversions_CopyOnlyWhereNeeded()
    {
        using Tensor x = ones(2);
        using Tensor same = x.to(float32), copy = x.to(float32, copy: true), other = x.to(float64);
        x.fill_(3);
        Assert.Equal((3f, 1f, 1.0), (same.data<float>()[0], copy.data<float>()[0], other.data<double>()[0]));
        Tensor gone = ones(2);
        using Tensor kept = gone.to(int64, disposeAfter: true);
        Assert.True(gone.IsInvalid);
    }

    [Fact]
    public void Indexers_ReadAndWrite()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = arange(12, float32).reshape(3, 4);
        Assert.Equal(6f, x[1, 2].ToSingle());
        Assert.Equal([4f, 5f, 6f, 7f], x[1].data<float>().ToArray());
        Assert.Equal([1f, 5f, 9f], x[TensorIndex.Colon, 1].data<float>().ToArray());
        Assert.Equal([3f, 7f, 11f], x[TensorIndex.Ellipsis, TensorIndex.Single(-1)].data<float>().ToArray());
        Assert.Equal([4f, 5f, 8f, 9f], x[1.., ..2].data<float>().ToArray());
        Assert.Equal([1L, 3L, 4L], x[TensorIndex.None].shape);
        Assert.Equal([0f, 10f], x[tensor(new[] { 0L, 2L }), tensor(new[] { 0L, 2L })].data<float>().ToArray());
        Assert.Equal([9f, 10f, 11f], x[TensorIndex.Tensor(x > 8f)].data<float>().ToArray());
        x[0, 0] = 100f;
        x[1..2] = zeros(1, 4);
        Assert.Equal([100f, 1f, 2f, 3f, 0f, 0f, 0f, 0f, 8f, 9f, 10f, 11f], x.data<float>().ToArray());
    }

    [Fact]
    public void DisposedTensor_IsRefused()
    {
        Tensor x = ones(2);
        x.Dispose();
        x.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => x.sum());
        Assert.Throws<InvalidOperationException>(() => x.shape);
    }

    [Fact]
    public void Alias_OutlivesTheOriginal()
    {
        Tensor x = ones(2);
        using Tensor second = x.alias();
        x.Dispose();
        Assert.Equal([1f, 1f], second.data<float>().ToArray());
    }

    [Fact]
    public void Threads_CanBeSet()
    {
        int before = get_num_threads();
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        set_num_threads(before);
        Assert.True(get_num_interop_threads() >= 1);
    }
}
