using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A tensor of libtorch. Operators return new tensors; those whose name ends in an underscore change this one and return it. A tensor is
    /// freed by <see cref="Dispose()"/>, by the dispose scope that owns it, or late by the garbage collector, which knows nothing of its size.
    /// </summary>
    /// <remarks>
    /// Every member throws <see cref="InvalidOperationException"/> on a disposed tensor and
    /// <see cref="System.Runtime.InteropServices.ExternalException"/>, with libtorch's text, where libtorch refuses the arguments.
    /// </remarks>
    public partial class Tensor : IDisposable
    {
        private static long totalCount;
        private static long peakCount;

        internal IntPtr handle;

        /// <summary>Takes over a native handle. Unless told otherwise the innermost dispose scope of the thread owns the tensor.</summary>
        internal Tensor(IntPtr handle, bool register = true)
        {
            this.handle = handle;
            long total = Interlocked.Increment(ref totalCount);
            if (total > peakCount)
                peakCount = total;
            if (register)
                Owner = ScopeStack.Here.OwnerOfNew(this);
        }

        /// <summary>Frees the native tensor when nobody has disposed it.</summary>
        ~Tensor() => Dispose(false);

        /// <summary>How many tensors managed code holds now, in all threads.</summary>
        public static long TotalCount => Interlocked.Read(ref totalCount);

        /// <summary>The highest <see cref="TotalCount"/> so far.</summary>
        public static long PeakCount => Interlocked.Read(ref peakCount);

        /// <summary>The <c>at::Tensor*</c> behind this tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor is disposed.</exception>
        public IntPtr Handle => handle != IntPtr.Zero ? handle : throw new InvalidOperationException("the tensor has been disposed, or its handle was handed on");

        /// <summary>Whether the tensor is disposed.</summary>
        public bool IsInvalid => handle == IntPtr.Zero;

        /// <summary>A name for messages and the debugger.</summary>
        public string? name { get; set; }

        internal DisposeScope? Owner { get; set; }

        /// <summary>Makes a tensor of an <c>at::Tensor*</c>, which it takes over.</summary>
        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        /// <summary>Frees the native tensor.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Frees the native tensor; <paramref name="disposing"/> is false on the finalizer's thread.</summary>
        protected virtual void Dispose(bool disposing)
        {
            if (handle == IntPtr.Zero)
                return;
            if (disposing)
            {
                ScopeStack.Here.CountDisposal(Owner is not null);
                Owner?.MarkAsDisposed(this);
            }
            Interlocked.Decrement(ref totalCount);
            Native.kd_tensor_free(handle);
            handle = IntPtr.Zero;
        }

        /// <summary>Hands the tensor to the scope around the one that owns it; detaches it when there is none.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            Owner?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of all scopes: the caller disposes it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            Owner?.Detach(this);
            return this;
        }

        /// <summary>Hands the tensor to the scope that owns <paramref name="other"/>.</summary>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.Owner);

        /// <summary>Hands the tensor to another scope; null detaches it.</summary>
        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (Owner is null)
                other?.Attach(this);
            else
                Owner.MoveToOther(other, this);
            return this;
        }

        /// <summary>Gives the native tensor away: this tensor is invalid afterwards and the caller frees the handle.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            IntPtr given = Handle;
            GC.SuppressFinalize(this);
            Interlocked.Decrement(ref totalCount);
            handle = IntPtr.Zero;
            return given;
        }

        /// <summary>Gives the native tensor to a tensor that takes this one's place, as <c>Parameter</c> does.</summary>
        internal IntPtr MoveHandle()
        {
            IntPtr given = Handle;
            Interlocked.Decrement(ref totalCount);
            handle = IntPtr.Zero;
            return given;
        }

        /// <summary>A second tensor over the same native one; each is disposed by itself.</summary>
        public Tensor alias() => new(Native.Check(Native.kd_tensor_share(Handle)));

        /// <summary>Whether both are the same size and hold equal elements.</summary>
        public bool Equals(Tensor? target) => target is not null && Op.equal.InvokeScalar(this, target).ToBoolean();

        /// <summary>Whether the object is a tensor of the same size with equal elements.</summary>
        public override bool Equals(object? obj) => obj is Tensor target && Equals(target);

        /// <summary>A hash of the object's identity.</summary>
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        /// <summary>Size, element type and device in one line.</summary>
        public override string ToString() => IsInvalid
            ? "[disposed]"
            : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";
    }

    /// <summary>Opens a dispose scope on this thread; close it with <c>using</c>.</summary>
    public static DisposeScope NewDisposeScope() => ScopeStack.Here.Open();

    /// <summary>The innermost open dispose scope of this thread.</summary>
    public static DisposeScope? CurrentDisposeScope => ScopeStack.Here.Innermost;

    /// <summary>Runs the expression in a dispose scope of its own and hands its result to the scope around it.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using DisposeScope scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}

file static class Op
{
    internal static readonly AtenOp equal = new("equal");
}
