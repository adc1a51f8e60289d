using System.Globalization;

namespace KdGen.Data;

/// <summary>
/// CIFAR-10 (Krizhevsky, 2009) from the official binary files: records of one label byte and 3072 pixel bytes, the 32x32 planes of
/// red, green and blue. Any whole number of records a file is taken, so excerpts are read like the original.
/// </summary>
public static class Cifar10
{
    private const int Side = 32, Channels = 3, ImageBytes = Channels * Side * Side, RecordBytes = 1 + ImageBytes, ClassCount = 10;

    private static readonly string[] ClassNames =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    // ImageNet's, as PyTorch's knowledge distillation tutorial normalises CIFAR-10.
    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f], Std = [0.229f, 0.224f, 0.225f];

    /// <summary>The training images: data_batch_1.bin to data_batch_5.bin, those that are there.</summary>
    /// <param name="directory">The folder that holds the files (cifar-10-batches-bin of the official archive).</param>
    /// <param name="mean">[3], of values in [0, 1]; unset, that of PyTorch's distillation tutorial (0.485, 0.456, 0.406).</param>
    /// <param name="std">[3]; unset, that of the tutorial (0.229, 0.224, 0.225).</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="FileNotFoundException">None of the five files is there, or one is missing between others.</exception>
    /// <exception cref="InvalidDataException">A file is empty or torn, or holds a label over 9; the message names the file and the place.</exception>
    public static ImageDataset Train(string directory, IReadOnlyList<float>? mean = null, IReadOnlyList<float>? std = null)
    {
        string[] present = [.. Enumerable.Range(1, 5).Select(i => InFolder(directory, $"data_batch_{i}.bin")).Where(File.Exists)];
        if (present.Length == 0)
            throw new FileNotFoundException($"{directory} has none of data_batch_1.bin to data_batch_5.bin: unpack CIFAR-10's binary version there");
        for (int i = 1, seen = 0; seen < present.Length; i++)
        {
            string path = InFolder(directory, $"data_batch_{i}.bin");
            if (File.Exists(path))
                seen++;
            else if (seen > 0)
                throw new FileNotFoundException($"{path} is missing between the others: copy it again, or remove those behind it to train on fewer images");
        }
        return Read(directory, present, mean, std);
    }

    /// <summary>The test images: test_batch.bin.</summary>
    /// <inheritdoc cref="Train"/>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    public static ImageDataset Test(string directory, IReadOnlyList<float>? mean = null, IReadOnlyList<float>? std = null)
    {
        string path = InFolder(directory, "test_batch.bin");
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path} is missing: unpack CIFAR-10's binary version there");
        return Read(directory, [path], mean, std);
    }

    private static string InFolder(string directory, string name) =>
        Directory.Exists(directory)
            ? Path.Combine(directory, name)
            : throw new DirectoryNotFoundException($"{directory} does not exist: name the folder that holds CIFAR-10's binary files");

    private static ImageDataset Read(string directory, string[] paths, IReadOnlyList<float>? mean, IReadOnlyList<float>? std)
    {
        string[] names = ReadNames(Path.Combine(directory, "batches.meta.txt"));
        long[] records = [.. paths.Select(CountRecords)];
        long total = records.Sum();
        if (total * ImageBytes > Array.MaxLength)
            throw new InvalidDataException($"{directory} holds {total} images, more than the {Array.MaxLength / ImageBytes} that fit in memory at once");

        var pixels = new byte[total * ImageBytes];
        var labels = new int[total];
        int done = 0;
        for (int i = 0; i < paths.Length; i++)
        {
            ReadRecords(paths[i], pixels.AsSpan(done * ImageBytes), labels.AsSpan(done, (int)records[i]));
            done += (int)records[i];
        }
        return new ImageDataset(pixels, labels, Channels, Side, Side, names, mean ?? Mean, std ?? Std);
    }

    private static long CountRecords(string path)
    {
        long bytes = new FileInfo(path).Length;
        (long records, long left) = Math.DivRem(bytes, RecordBytes);
        if (bytes == 0)
            throw new InvalidDataException($"{path} is empty: copy it again");
        if (left != 0)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"{path} is torn: {bytes:N0} bytes are {records:N0} whole records of {RecordBytes} bytes and {left:N0} bytes left over; copy it again"));
        return records;
    }

    private static void ReadRecords(string path, Span<byte> pixels, Span<int> labels)
    {
        // Records go from the file's buffer straight to their place: nothing is held twice.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 18, FileOptions.SequentialScan);
        for (int i = 0; i < labels.Length; i++)
        {
            int label = file.ReadByte();
            if (label is < 0 or >= ClassCount)
                throw new InvalidDataException($"{path}: record {i} has label {label}, but CIFAR-10's labels run from 0 to {ClassCount - 1}; is this the binary version of CIFAR-10?");
            labels[i] = label;
            file.ReadExactly(pixels.Slice(i * ImageBytes, ImageBytes));
        }
    }

    private static string[] ReadNames(string path)
    {
        if (!File.Exists(path))
            return ClassNames;
        string[] names = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
        return names.Length == ClassCount
            ? names
            : throw new InvalidDataException($"{path} holds {names.Length} class names, not {ClassCount}");
    }
}
