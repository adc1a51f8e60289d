using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Fills the tensor with uniform numbers from [from, to).</summary>
        public Tensor uniform_(double from, double to, Generator? generator = null)
        {
            Op.uniform_.InvokeVoid(this, from, to, generator);
            return this;
        }

        /// <summary>Fills the tensor with normal numbers.</summary>
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null)
        {
            Op.normal_.InvokeVoid(this, mean, std, generator);
            return this;
        }

        /// <summary>1 with the probability that each element states, else 0.</summary>
        public Tensor bernoulli(Generator? generator = null) => Op.bernoulli.Invoke(this, generator);

        /// <summary>Fills the tensor with 1, with probability p, and 0.</summary>
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null)
        {
            Op.bernoulli__float.InvokeVoid(this, p, generator);
            return this;
        }

        /// <summary>Fills the tensor with exponentially distributed numbers.</summary>
        public Tensor exponential_(double lambda = 1, Generator? generator = null)
        {
            Op.exponential_.InvokeVoid(this, lambda, generator);
            return this;
        }

        /// <summary>Indices drawn by the weights in each row.</summary>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) => Op.multinomial.Invoke(this, num_samples, replacement, generator);

        /// <summary>Sets every element to 0.</summary>
        public Tensor zero_()
        {
            Op.zero_.InvokeVoid(this);
            return this;
        }

        /// <summary>Sets every element to the number.</summary>
        public Tensor fill_(Scalar value)
        {
            Op.fill__Scalar.InvokeVoid(this, value);
            return this;
        }

        /// <summary>Overwrites the elements with those of the source, broadcast and converted.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false)
        {
            Op.copy_.InvokeVoid(this, source, nonBlocking);
            return this;
        }

        /// <summary>Makes this tensor share the source's memory, size and strides.</summary>
        public Tensor set_(Tensor source)
        {
            Op.set__source_Tensor.InvokeVoid(this, source);
            return this;
        }
    }

    /// <inheritdoc cref="Tensor.bernoulli(Generator)"/>
    public static Tensor bernoulli(Tensor input, Generator? generator = null) => input.bernoulli(generator);

    /// <inheritdoc cref="Tensor.multinomial(long,bool,Generator)"/>
    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null) => input.multinomial(num_samples, replacement, generator);
}

file static class Op
{
    internal static readonly AtenOp bernoulli = new("bernoulli");
    internal static readonly AtenOp bernoulli__float = new("bernoulli_", "float");
    internal static readonly AtenOp copy_ = new("copy_");
    internal static readonly AtenOp exponential_ = new("exponential_");
    internal static readonly AtenOp fill__Scalar = new("fill_", "Scalar");
    internal static readonly AtenOp multinomial = new("multinomial");
    internal static readonly AtenOp normal_ = new("normal_");
    internal static readonly AtenOp set__source_Tensor = new("set_", "source_Tensor");
    internal static readonly AtenOp uniform_ = new("uniform_");
    internal static readonly AtenOp zero_ = new("zero_");
}
