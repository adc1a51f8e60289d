using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Data;

/// <summary>
/// Labelled images of one size, kept in memory as bytes: a quarter of what floats take, and normalised while a batch is gathered.
/// </summary>
public sealed class ImageDataset : ILabelledDataset
{
    private readonly byte[] pixels;
    private readonly int[] labels;
    private readonly float[] mean, std;
    private readonly float[] normalised;    // [C, 256]: what each byte of a channel becomes

    /// <summary>Takes the arrays as they are, without a copy.</summary>
    /// <param name="pixels">[N, C, H, W], one byte a value.</param>
    /// <param name="labels">[N], each from 0 to one less than the number of class names.</param>
    /// <param name="channels">C.</param>
    /// <param name="height">H, in pixels.</param>
    /// <param name="width">W, in pixels.</param>
    /// <param name="classNames">One name a class.</param>
    /// <param name="mean">[C], of values in [0, 1].</param>
    /// <param name="std">[C], of values in [0, 1]; positive.</param>
    /// <exception cref="ArgumentException">Sizes do not fit each other, or a label is outside the classes; the message names the first.</exception>
    public ImageDataset(byte[] pixels, int[] labels, int channels, int height, int width,
        IReadOnlyList<string> classNames, IReadOnlyList<float> mean, IReadOnlyList<float> std)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        long expected = (long)labels.Length * channels * height * width;
        if (pixels.Length != expected)
            throw new ArgumentException($"{labels.Length} labels of {channels}x{height}x{width} images need {expected} bytes of pixels, not {pixels.Length}");
        if (mean.Count != channels || std.Count != channels)
            throw new ArgumentException($"images of {channels} channels need as many means and deviations, not {mean.Count} and {std.Count}");
        for (int c = 0; c < channels; c++)
        {
            if (!float.IsFinite(mean[c]) || !float.IsFinite(std[c]) || std[c] <= 0)
                throw new ArgumentException($"channel {c} cannot be normalised by mean {mean[c]} and deviation {std[c]}: the deviation must be above 0");
        }
        int outside = labels.AsSpan().IndexOfAnyExceptInRange(0, classNames.Count - 1);
        if (outside >= 0)
            throw new ArgumentException($"image {outside} has label {labels[outside]}, but there are {classNames.Count} classes: labels run from 0 to {classNames.Count - 1}");

        this.pixels = pixels;
        this.labels = labels;
        this.mean = [.. mean];
        this.std = [.. std];
        Channels = channels;
        Height = height;
        Width = width;
        ClassNames = [.. classNames];
        normalised = new float[channels * 256];
        for (int i = 0; i < normalised.Length; i++)
            normalised[i] = (i % 256 / 255f - this.mean[i / 256]) / this.std[i / 256];
    }

    /// <inheritdoc/>
    public int Count => labels.Length;

    /// <inheritdoc/>
    public int? ClassCount => ClassNames.Count;

    /// <summary>The classes' names, in the order of the labels.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>C of [N, C, H, W].</summary>
    public int Channels { get; }

    /// <summary>H of [N, C, H, W], in pixels.</summary>
    public int Height { get; }

    /// <summary>W of [N, C, H, W], in pixels.</summary>
    public int Width { get; }

    /// <summary>[N, C, H, W], one byte a value, as given.</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Labels => labels;

    private int ImageBytes => Channels * Height * Width;

    /// <summary>The first <paramref name="count"/> images as a dataset of their own, or this one if it has no more.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public ImageDataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return count >= Count
            ? this
            : new ImageDataset(pixels[..(count * ImageBytes)], labels[..count], Channels, Height, Width, ClassNames, mean, std);
    }

    /// <summary>X [B, C, H, W] float32 = (byte / 255 - mean) / std, and Y [B] int64.</summary>
    /// <inheritdoc/>
    public Batch Gather(ReadOnlySpan<int> indices)
    {
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"the dataset has {Count} images");
        }
        Tensor? x = null, y = null;
        try
        {
            x = torch.empty([indices.Length, Channels, Height, Width], dtype: ScalarType.Float32);
            y = torch.empty([indices.Length], dtype: ScalarType.Int64);
            Normalise(indices, MemoryMarshal.Cast<byte, float>(x.bytes));
            Span<long> batchLabels = MemoryMarshal.Cast<byte, long>(y.bytes);
            for (int i = 0; i < indices.Length; i++)
                batchLabels[i] = labels[indices[i]];
            return new Batch(x, y);
        }
        catch
        {
            x?.Dispose();
            y?.Dispose();
            throw;
        }
    }

    private void Normalise(ReadOnlySpan<int> indices, Span<float> target)
    {
        int plane = Height * Width;
        foreach (int index in indices)
        {
            ReadOnlySpan<byte> image = pixels.AsSpan(index * ImageBytes, ImageBytes);
            for (int c = 0; c < Channels; c++)
            {
                ReadOnlySpan<float> table = normalised.AsSpan(c * 256, 256);
                ReadOnlySpan<byte> source = image.Slice(c * plane, plane);
                Span<float> values = target[..plane];
                for (int i = 0; i < values.Length; i++)
                    values[i] = table[source[i]];
                target = target[plane..];
            }
        }
    }
}
