using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using KdGen.Weights.Formats;
using Microsoft.Win32.SafeHandles;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Weights;

/// <summary>
/// The tensors of a weights file: safetensors, or what PyTorch's <c>torch.save</c> writes since 1.6 (.pth, .pt). The format is told by the
/// content. Opening reads the header and checks all of it; values come from the memory-mapped file when a tensor is read. Nothing in the
/// file is run.
/// </summary>
public sealed class Checkpoint : IDisposable
{
    // A span holds at most 2 GB.
    private const long PieceBytes = 1 << 30;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly CheckpointHeader header;
    private readonly OrderedDictionary<string, TensorHeader> places = [];
    private readonly OrderedDictionary<string, CheckpointTensor> tensors = [];

    private Checkpoint(string path, CheckpointHeader header, MemoryMappedFile file, MemoryMappedViewAccessor view)
    {
        Path = path;
        this.header = header;
        this.file = file;
        this.view = view;
        foreach (TensorHeader tensor in header.Tensors)
        {
            places.Add(tensor.Name, tensor);
            tensors.Add(tensor.Name, new CheckpointTensor(tensor.Type.ToScalarType(), tensor.Shape.AsReadOnly()));
        }
    }

    /// <summary>The file, as it was named.</summary>
    public string Path { get; }

    /// <summary>Free text that a safetensors file carries; empty for PyTorch's own format.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Every tensor's type and shape under its key, in the file's order.</summary>
    public IReadOnlyDictionary<string, CheckpointTensor> Tensors => tensors;

    /// <summary>Opens a weights file. Memory taken is bounded by the file's size, whatever is in it.</summary>
    /// <param name="path">The file; it must not be written to while it is open.</param>
    /// <param name="key">
    /// Where in a PyTorch checkpoint the state_dict is: "model", or "a.b" for b in a, or empty for the outermost dictionary. Unset, the only
    /// dictionary that holds tensors.
    /// </param>
    /// <exception cref="InvalidDataException">The file is no checkpoint, damaged or forged, or the key does not lead to tensors; the message names file and reason.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static Checkpoint Open(string path, string? key = null)
    {
        using SafeFileHandle handle = RegularFile.Open(path, "weights file");
        var source = new FileBytes(path, handle);
        CheckpointHeader header = CheckpointReader.Read(source, key);

        var file = MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        MemoryMappedViewAccessor? view = null;
        try
        {
            view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            if (view.Capacity < source.Length)
                throw source.Fail("the file became shorter while it was read");
            return new Checkpoint(path, header, file, view);
        }
        catch
        {
            view?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>A new tensor in the machine's memory with the values of a stored one, contiguous whatever the strides in the file.</summary>
    /// <param name="name">One of <see cref="Tensors"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint is closed.</exception>
    public unsafe Tensor Read(string name)
    {
        if (!places.TryGetValue(name, out TensorHeader? place))
            throw new KeyNotFoundException($"{Path} has no tensor {ByteSource.Quote(name)}");

        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            using DisposeScope scope = NewDisposeScope();
            using (no_grad())
            {
                Tensor result = empty(place.Shape, place.Type.ToScalarType(), CPU), flat = result.reshape(-1);
                int width = place.Type.Bytes();
                long piece = PieceBytes / width;
                for (long from = 0; from < place.Count; from += piece)
                {
                    Tensor part = flat.narrow(0, from, Math.Min(piece, place.Count - from));
                    Span<byte> target = part.bytes;
                    StridedCopy.Copy(start + view.PointerOffset + place.Start, place.Shape, place.Strides, width, from, target);
                    if (header.BigEndian == BitConverter.IsLittleEndian)
                        Swap(target, place.Type);
                }
                return result.MoveToOuterDisposeScope();
            }
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    /// <summary>Closes the file. Tensors that were read stay.</summary>
    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }

    private static void Swap(Span<byte> bytes, ElementType type)
    {
        // A complex number is two numbers.
        int width = type is ElementType.Complex64 or ElementType.Complex128 ? type.Bytes() / 2 : type.Bytes();
        if (width == 2)
            Swap16(MemoryMarshal.Cast<byte, ushort>(bytes));
        else if (width == 4)
            Swap32(MemoryMarshal.Cast<byte, uint>(bytes));
        else if (width == 8)
            Swap64(MemoryMarshal.Cast<byte, ulong>(bytes));

        static void Swap16(Span<ushort> values) => BinaryPrimitives.ReverseEndianness(values, values);
        static void Swap32(Span<uint> values) => BinaryPrimitives.ReverseEndianness(values, values);
        static void Swap64(Span<ulong> values) => BinaryPrimitives.ReverseEndianness(values, values);
    }
}
