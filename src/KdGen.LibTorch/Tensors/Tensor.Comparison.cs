using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether the elements are equal, broadcast.</summary>
        public Tensor eq(Tensor target) => Op.eq_Tensor.Invoke(this, target);

        /// <summary>Whether each element equals the number.</summary>
        public Tensor eq(Scalar target) => Op.eq_Scalar.Invoke(this, target);

        /// <summary>Whether the elements differ, broadcast.</summary>
        public Tensor ne(Tensor target) => Op.ne_Tensor.Invoke(this, target);

        /// <summary>Whether each element differs from the number.</summary>
        public Tensor ne(Scalar target) => Op.ne_Scalar.Invoke(this, target);

        /// <summary>Whether each element is less than the other's, broadcast.</summary>
        public Tensor lt(Tensor target) => Op.lt_Tensor.Invoke(this, target);

        /// <summary>Whether each element is less than the number.</summary>
        public Tensor lt(Scalar target) => Op.lt_Scalar.Invoke(this, target);

        /// <summary>Whether each element is at most the other's, broadcast.</summary>
        public Tensor le(Tensor target) => Op.le_Tensor.Invoke(this, target);

        /// <summary>Whether each element is at most the number.</summary>
        public Tensor le(Scalar target) => Op.le_Scalar.Invoke(this, target);

        /// <summary>Whether each element is greater than the other's, broadcast.</summary>
        public Tensor gt(Tensor target) => Op.gt_Tensor.Invoke(this, target);

        /// <summary>Whether each element is greater than the number.</summary>
        public Tensor gt(Scalar target) => Op.gt_Scalar.Invoke(this, target);

        /// <summary>Whether each element is at least the other's, broadcast.</summary>
        public Tensor ge(Tensor target) => Op.ge_Tensor.Invoke(this, target);

        /// <summary>Whether each element is at least the number.</summary>
        public Tensor ge(Scalar target) => Op.ge_Scalar.Invoke(this, target);

        /// <summary>Whether the elements are equal, broadcast: TorchSharp's equal is eq.</summary>
        public Tensor equal(Tensor target) => Op.eq_Tensor.Invoke(this, target);

        /// <summary>Whether |x - y| &lt;= atol + rtol |y| for each element.</summary>
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => Op.isclose.Invoke(this, other, rtol, atol, nanEqual);
    }

    /// <inheritdoc cref="Tensor.eq(Tensor)"/>
    public static Tensor eq(Tensor left, Tensor right) => left.eq(right);

    /// <inheritdoc cref="Tensor.ne(Tensor)"/>
    public static Tensor ne(Tensor left, Tensor right) => left.ne(right);

    /// <inheritdoc cref="Tensor.lt(Tensor)"/>
    public static Tensor lt(Tensor left, Tensor right) => left.lt(right);

    /// <inheritdoc cref="Tensor.le(Tensor)"/>
    public static Tensor le(Tensor left, Tensor right) => left.le(right);

    /// <inheritdoc cref="Tensor.gt(Tensor)"/>
    public static Tensor gt(Tensor left, Tensor right) => left.gt(right);

    /// <inheritdoc cref="Tensor.ge(Tensor)"/>
    public static Tensor ge(Tensor left, Tensor right) => left.ge(right);

    /// <inheritdoc cref="Tensor.equal(Tensor)"/>
    public static Tensor equal(Tensor tensor, Tensor target) => tensor.equal(target);

    /// <inheritdoc cref="Tensor.isclose(Tensor,double,double,bool)"/>
    public static Tensor isclose(Tensor tensor, Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => tensor.isclose(other, rtol, atol, nanEqual);
}

file static class Op
{
    internal static readonly AtenOp eq_Scalar = new("eq", "Scalar");
    internal static readonly AtenOp eq_Tensor = new("eq", "Tensor");
    internal static readonly AtenOp ge_Scalar = new("ge", "Scalar");
    internal static readonly AtenOp ge_Tensor = new("ge", "Tensor");
    internal static readonly AtenOp gt_Scalar = new("gt", "Scalar");
    internal static readonly AtenOp gt_Tensor = new("gt", "Tensor");
    internal static readonly AtenOp isclose = new("isclose");
    internal static readonly AtenOp le_Scalar = new("le", "Scalar");
    internal static readonly AtenOp le_Tensor = new("le", "Tensor");
    internal static readonly AtenOp lt_Scalar = new("lt", "Scalar");
    internal static readonly AtenOp lt_Tensor = new("lt", "Tensor");
    internal static readonly AtenOp ne_Scalar = new("ne", "Scalar");
    internal static readonly AtenOp ne_Tensor = new("ne", "Tensor");
}
