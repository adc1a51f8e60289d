using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using KdGen.LibTorch;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Moves the module to a device and a floating-point dtype.</summary>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                CheckDtype(dtype);
                _toEpilog(dtype, device, non_blocking);
                return this;
            }

            /// <summary>Moves the module to a device.</summary>
            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);
                return this;
            }

            /// <summary>Converts the module to a floating-point dtype.</summary>
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                CheckDtype(dtype);
                _toEpilog(dtype, null, non_blocking);
                return this;
            }

            /// <summary>
            /// Replaces every parameter and buffer that is not there yet by a new tensor, and whatever field or property held the old one by the
            /// new one. Optimizers made before hold the old parameters: move first, then make the optimizer.
            /// </summary>
            /// <param name="dtype">The floating-point dtype, or null to keep each tensor's own. Tensors of whole numbers keep theirs anyway.</param>
            /// <param name="device">The device, or null to keep each tensor's own.</param>
            /// <param name="non_blocking">Whether copies from pinned memory may go on after the call.</param>
            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                foreach (var (_, child) in named_children())
                {
                    if (dtype is null) child._to(device!.type, device.index, non_blocking);
                    else if (device is null) child._to(dtype.Value, non_blocking);
                    else child._to(device, dtype.Value, non_blocking);
                }

                foreach (var (key, old) in ownParameters.ToArray())
                {
                    if (!ReplaceParameter(dtype, device, old, out var moved)) continue;
                    ownParameters[key] = moved;
                    Rebind(key, old, moved);
                    old.DetachFromDisposeScope().Dispose();
                }

                foreach (var (key, (old, persistent)) in ownBuffers.ToArray())
                {
                    if (!ReplaceBuffer(dtype, device, old, out var moved)) continue;
                    ownBuffers[key] = (moved, persistent);
                    Rebind(key, old, moved);
                }
            }

            /// <summary>Makes the moved copy of a buffer and frees the old one; false when it is in place already.</summary>
            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, [NotNullWhen(true)] out Tensor? result)
            {
                result = Moved(buffer, dtype, device);
                if (result is not null) buffer.DetachFromDisposeScope().Dispose();
                return result is not null;
            }

            /// <summary>Makes the moved copy of a parameter with its gradient, a new leaf of the graph; false when it is in place already.</summary>
            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, [NotNullWhen(true)] out Parameter? p)
            {
                p = null;
                var data = Moved(param, dtype, device);
                if (data is null) return false;
                p = new Parameter(data, param.requires_grad);
                p.DetachFromDisposeScope();
                using var grad = param.grad;
                if (grad is not null)
                {
                    using var movedGrad = Moved(grad, dtype, device);
                    p.grad = movedGrad ?? grad;
                }
                return true;
            }

            // Sets whatever held the old tensor to the new one. The layers of this library override it, so that only hand-written modules pay for reflection.
            private protected virtual void Rebind(string key, Tensor old, Tensor moved)
            {
                foreach (var field in FieldsOf(GetType()))
                    if (ComponentName(field) == key || ReferenceEquals(field.GetValue(this), old))
                    {
                        field.SetValue(this, moved);
                        return;
                    }

                var property = GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .FirstOrDefault(p => p.Name == key && p.CanWrite && p.GetIndexParameters().Length == 0);
                property?.SetValue(this, moved);
            }

            private static Tensor? Moved(Tensor tensor, ScalarType? dtype, Device? device)
            {
                var target = dtype is { } wanted && IsFloating(tensor.dtype) ? wanted : tensor.dtype;
                var here = tensor.device;
                var there = device ?? here;
                var sameDevice = here.type == there.type && (here.type == DeviceType.CPU || there.index < 0 || here.index == there.index);
                if (target == tensor.dtype && sameDevice) return null;
                using var noGrad = no_grad();
                return NnOps.To.Invoke(tensor, sameDevice ? here : there, target).DetachFromDisposeScope();
            }

            private protected void CheckDtype(ScalarType dtype)
            {
                if (!IsFloating(dtype))
                    throw new ArgumentException($"{GetName()}.to: a module takes a floating-point or complex dtype, not {dtype}", nameof(dtype));
            }

            private static bool IsFloating(ScalarType dtype) => dtype
                is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64
                or ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
        }
    }
}
