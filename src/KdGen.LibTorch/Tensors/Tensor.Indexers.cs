using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>One slice along the first dimension; a view. Setting copies into it.</summary>
        public Tensor this[long i1]
        {
            get => At(i1);
            set => At(i1).Take(value);
        }

        /// <summary>One slice along the first two dimensions; a view. Setting copies into it.</summary>
        public Tensor this[long i1, long i2]
        {
            get => At(i1, i2);
            set => At(i1, i2).Take(value);
        }

        /// <summary>One slice along the first three dimensions; a view. Setting copies into it.</summary>
        public Tensor this[long i1, long i2, long i3]
        {
            get => At(i1, i2, i3);
            set => At(i1, i2, i3).Take(value);
        }

        /// <summary>One slice along the first four dimensions; a view. Setting copies into it.</summary>
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At(i1, i2, i3, i4);
            set => At(i1, i2, i3, i4).Take(value);
        }

        /// <summary>What the indices name: places, ranges, tensors. A view unless a tensor is among them. Setting copies into it.</summary>
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set
            {
                (Tensor view, Tensor?[]? tensors) = Apply(indices);
                using (view)
                {
                    if (tensors is null)
                        Op.copy_.InvokeVoid(view, value);
                    else
                        Op.index_put_.InvokeVoid(view, tensors, value);
                }
            }
        }

        /// <summary>What the tensors of indices or truth values, one a dimension, name. Setting copies into it.</summary>
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => Op.index_put_.InvokeVoid(this, indices, value);
        }

        /// <summary>What the tensors of indices or truth values, one a dimension, name.</summary>
        public Tensor index(params Tensor[] indices) => Op.index.Invoke(this, indices);

        /// <summary>What the indices name: places, ranges, tensors. A view unless a tensor is among them.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            (Tensor view, Tensor?[]? tensors) = Apply(indices);
            if (tensors is null)
                return view;
            using (view)
                return Op.index.Invoke(view, tensors);
        }

        private Tensor At(params ReadOnlySpan<long> places)
        {
            Tensor view = Op.select.Invoke(this, 0, places[0]);
            foreach (long place in places[1..])
                view = Next(view, Op.select.Invoke(view, 0, place));
            return view;
        }

        private void Take(Tensor value)
        {
            using (this)
                Op.copy_.InvokeVoid(this, value);
        }

        // The view that the places and ranges give, and the tensors among the indices, one a dimension of the view.
        private (Tensor View, Tensor?[]? Tensors) Apply(TensorIndex[] indices)
        {
            int named = indices.Count(index => index.What is not (TensorIndex.Kind.None or TensorIndex.Kind.Ellipsis));
            Tensor view = alias();
            Tensor?[]? tensors = null;
            int dimension = 0;
            foreach (TensorIndex index in indices)
            {
                switch (index.What)
                {
                    case TensorIndex.Kind.Single:
                        view = Next(view, Op.select.Invoke(view, dimension, index.Start!.Value));
                        break;
                    case TensorIndex.Kind.Slice:
                        view = Next(view, Op.slice.Invoke(view, dimension++, index.Start, index.Stop, index.Step ?? 1));
                        break;
                    case TensorIndex.Kind.None:
                        view = Next(view, Op.unsqueeze.Invoke(view, dimension++));
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        dimension += (int)ndim - named;
                        break;
                    case TensorIndex.Kind.Tensor:
                        tensors ??= new Tensor?[(int)ndim + indices.Length];
                        tensors[dimension++] = index.Places;
                        break;
                    default:
                        dimension++;
                        break;
                }
            }
            return (view, tensors?[..dimension]);
        }

        private static Tensor Next(Tensor done, Tensor next)
        {
            done.Dispose();
            return next;
        }
    }
}

file static class Op
{
    internal static readonly AtenOp copy_ = new("copy_");
    internal static readonly AtenOp index = new("index", "Tensor");
    internal static readonly AtenOp index_put_ = new("index_put_");
    internal static readonly AtenOp select = new("select", "int");
    internal static readonly AtenOp slice = new("slice", "Tensor");
    internal static readonly AtenOp unsqueeze = new("unsqueeze");
}
