using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a quotient is rounded.</summary>
    public enum RoundingMode
    {
        /// <summary>Not at all.</summary>
        None = 0,

        /// <summary>Towards zero.</summary>
        trunc = 1,

        /// <summary>Down.</summary>
        floor = 2,
    }

    public partial class Tensor
    {
        /// <summary>The sum, broadcast.</summary>
        public Tensor add(Tensor target) => Op.add_Tensor.Invoke(this, target);

        /// <summary>This plus alpha times the other, broadcast.</summary>
        public Tensor add(Tensor target, Scalar alpha) => Op.add_Tensor.Invoke(this, target, alpha);

        /// <summary>Each element plus the number.</summary>
        public Tensor add(Scalar scalar) => Op.add_Scalar.Invoke(this, scalar);

        /// <summary>Each element plus alpha times the number.</summary>
        public Tensor add(Scalar scalar, Scalar alpha) => Op.add_Scalar.Invoke(this, scalar, alpha);

        /// <summary>The sum, broadcast, in place.</summary>
        public Tensor add_(Tensor target)
        {
            Op.add__Tensor.InvokeVoid(this, target);
            return this;
        }

        /// <summary>This plus alpha times the other, broadcast, in place.</summary>
        public Tensor add_(Tensor target, Scalar alpha)
        {
            Op.add__Tensor.InvokeVoid(this, target, alpha);
            return this;
        }

        /// <summary>Each element plus the number, in place.</summary>
        public Tensor add_(Scalar scalar)
        {
            Op.add__Scalar.InvokeVoid(this, scalar);
            return this;
        }

        /// <summary>Each element plus alpha times the number, in place.</summary>
        public Tensor add_(Scalar scalar, Scalar alpha)
        {
            Op.add__Scalar.InvokeVoid(this, scalar, alpha);
            return this;
        }

        /// <summary>The difference, broadcast.</summary>
        public Tensor sub(Tensor target) => Op.sub_Tensor.Invoke(this, target);

        /// <summary>Each element less the number.</summary>
        public Tensor sub(Scalar target) => Op.sub_Scalar.Invoke(this, target);

        /// <summary>The difference, broadcast, in place.</summary>
        public Tensor sub_(Tensor target)
        {
            Op.sub__Tensor.InvokeVoid(this, target);
            return this;
        }

        /// <summary>Each element less the number, in place.</summary>
        public Tensor sub_(Scalar target)
        {
            Op.sub__Scalar.InvokeVoid(this, target);
            return this;
        }

        /// <summary>The difference, broadcast.</summary>
        public Tensor subtract(Tensor target) => Op.sub_Tensor.Invoke(this, target);

        /// <summary>Each element less the number.</summary>
        public Tensor subtract(Scalar target) => Op.sub_Scalar.Invoke(this, target);

        /// <summary>The product of elements, broadcast.</summary>
        public Tensor mul(Tensor target) => Op.mul_Tensor.Invoke(this, target);

        /// <summary>Each element times the number.</summary>
        public Tensor mul(Scalar target) => Op.mul_Scalar.Invoke(this, target);

        /// <summary>The product of elements, broadcast, in place.</summary>
        public Tensor mul_(Tensor target)
        {
            Op.mul__Tensor.InvokeVoid(this, target);
            return this;
        }

        /// <summary>Each element times the number, in place.</summary>
        public Tensor mul_(Scalar target)
        {
            Op.mul__Scalar.InvokeVoid(this, target);
            return this;
        }

        /// <summary>The product of elements, broadcast.</summary>
        public Tensor multiply(Tensor target) => Op.mul_Tensor.Invoke(this, target);

        /// <summary>Each element times the number.</summary>
        public Tensor multiply(Scalar target) => Op.mul_Scalar.Invoke(this, target);

        /// <summary>The quotient of elements, broadcast.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Op.div_Tensor_mode.Invoke(this, target, Mode(rounding_mode));

        /// <summary>Each element over the number.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Op.div_Scalar_mode.Invoke(this, target, Mode(rounding_mode));

        /// <summary>The quotient of elements, broadcast, in place.</summary>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Op.div__Tensor_mode.InvokeVoid(this, target, Mode(rounding_mode));
            return this;
        }

        /// <summary>Each element over the number, in place.</summary>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Op.div__Scalar_mode.InvokeVoid(this, target, Mode(rounding_mode));
            return this;
        }

        /// <summary>The quotient of elements, broadcast.</summary>
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Op.div_Tensor_mode.Invoke(this, target, Mode(rounding_mode));

        /// <summary>Each element over the number.</summary>
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Op.div_Scalar_mode.Invoke(this, target, Mode(rounding_mode));

        /// <summary>Each element to the power of the other's, broadcast.</summary>
        public Tensor pow(Tensor exponent) => Op.pow_Tensor_Tensor.Invoke(this, exponent);

        /// <summary>Each element to a power.</summary>
        public Tensor pow(Scalar exponent) => Op.pow_Tensor_Scalar.Invoke(this, exponent);

        /// <summary>Each element to the power of the other's, broadcast, in place.</summary>
        public Tensor pow_(Tensor exponent)
        {
            Op.pow__Tensor.InvokeVoid(this, exponent);
            return this;
        }

        /// <summary>Each element to a power, in place.</summary>
        public Tensor pow_(Scalar exponent)
        {
            Op.pow__Scalar.InvokeVoid(this, exponent);
            return this;
        }

        /// <summary>The remainder of the division, with the divisor's sign.</summary>
        public Tensor remainder(Tensor target) => Op.remainder_Tensor.Invoke(this, target);

        /// <summary>The remainder of the division, with the divisor's sign.</summary>
        public Tensor remainder(Scalar scalar) => Op.remainder_Scalar.Invoke(this, scalar);

        /// <summary>The quotient rounded down.</summary>
        public Tensor floor_divide(Tensor other) => Op.floor_divide.Invoke(this, other);

        /// <summary>The quotient rounded down.</summary>
        public Tensor floor_divide(Scalar other) => Op.floor_divide_Scalar.Invoke(this, other);

        /// <summary>This plus value times the product of the two.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Op.addcmul.Invoke(this, tensor1, tensor2, value);

        /// <summary>This plus value times the product of the two, in place.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            Op.addcmul_.InvokeVoid(this, tensor1, tensor2, value);
            return this;
        }

        /// <summary>This plus the quotient of the two.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Op.addcdiv.Invoke(this, tensor1, tensor2);

        /// <summary>This plus value times the quotient of the two.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Op.addcdiv.Invoke(this, tensor1, tensor2, value);

        /// <summary>This plus the quotient of the two, in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2)
        {
            Op.addcdiv_.InvokeVoid(this, tensor1, tensor2);
            return this;
        }

        /// <summary>This plus value times the quotient of the two, in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            Op.addcdiv_.InvokeVoid(this, tensor1, tensor2, value);
            return this;
        }

        /// <summary>This plus weight times the way to the end.</summary>
        public Tensor lerp(Tensor end, Tensor weight) => Op.lerp_Tensor.Invoke(this, end, weight);

        /// <summary>This plus weight times the way to the end, in place.</summary>
        public Tensor lerp_(Tensor end, Tensor weight)
        {
            Op.lerp__Tensor.InvokeVoid(this, end, weight);
            return this;
        }

        /// <summary>The larger of the elements, broadcast.</summary>
        public Tensor maximum(Tensor other) => Op.maximum.Invoke(this, other);

        /// <summary>The smaller of the elements, broadcast.</summary>
        public Tensor minimum(Tensor other) => Op.minimum.Invoke(this, other);

        /// <summary>This times log(y), 0 where this is 0.</summary>
        public Tensor xlogy(Tensor y) => Op.xlogy_Tensor.Invoke(this, y);

        /// <summary>log(e^x + e^y).</summary>
        public Tensor logaddexp(Tensor other) => Op.logaddexp.Invoke(this, other);

        private static string? Mode(RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString();
    }

    /// <inheritdoc cref="Tensor.add(Tensor)"/>
    public static Tensor add(Tensor left, Tensor right) => left.add(right);

    /// <inheritdoc cref="Tensor.add(Tensor,Scalar)"/>
    public static Tensor add(Tensor left, Tensor right, Scalar alpha) => left.add(right, alpha);

    /// <inheritdoc cref="Tensor.add(Scalar)"/>
    public static Tensor add(Tensor left, Scalar right) => left.add(right);

    /// <inheritdoc cref="Tensor.add(Scalar,Scalar)"/>
    public static Tensor add(Tensor left, Scalar right, Scalar alpha) => left.add(right, alpha);

    /// <inheritdoc cref="Tensor.add_(Tensor)"/>
    public static Tensor add_(Tensor left, Tensor right) => left.add_(right);

    /// <inheritdoc cref="Tensor.add_(Tensor,Scalar)"/>
    public static Tensor add_(Tensor left, Tensor right, Scalar alpha) => left.add_(right, alpha);

    /// <inheritdoc cref="Tensor.add_(Scalar)"/>
    public static Tensor add_(Tensor left, Scalar right) => left.add_(right);

    /// <inheritdoc cref="Tensor.add_(Scalar,Scalar)"/>
    public static Tensor add_(Tensor left, Scalar right, Scalar alpha) => left.add_(right, alpha);

    /// <inheritdoc cref="Tensor.sub(Tensor)"/>
    public static Tensor sub(Tensor left, Tensor right) => left.sub(right);

    /// <inheritdoc cref="Tensor.sub(Scalar)"/>
    public static Tensor sub(Tensor left, Scalar right) => left.sub(right);

    /// <inheritdoc cref="Tensor.sub_(Tensor)"/>
    public static Tensor sub_(Tensor left, Tensor right) => left.sub_(right);

    /// <inheritdoc cref="Tensor.sub_(Scalar)"/>
    public static Tensor sub_(Tensor left, Scalar right) => left.sub_(right);

    /// <inheritdoc cref="Tensor.subtract(Tensor)"/>
    public static Tensor subtract(Tensor left, Tensor right) => left.subtract(right);

    /// <inheritdoc cref="Tensor.subtract(Scalar)"/>
    public static Tensor subtract(Tensor left, Scalar right) => left.subtract(right);

    /// <inheritdoc cref="Tensor.mul(Tensor)"/>
    public static Tensor mul(Tensor left, Tensor right) => left.mul(right);

    /// <inheritdoc cref="Tensor.mul(Scalar)"/>
    public static Tensor mul(Tensor left, Scalar right) => left.mul(right);

    /// <inheritdoc cref="Tensor.mul_(Tensor)"/>
    public static Tensor mul_(Tensor left, Tensor right) => left.mul_(right);

    /// <inheritdoc cref="Tensor.mul_(Scalar)"/>
    public static Tensor mul_(Tensor left, Scalar right) => left.mul_(right);

    /// <inheritdoc cref="Tensor.multiply(Tensor)"/>
    public static Tensor multiply(Tensor left, Tensor right) => left.multiply(right);

    /// <inheritdoc cref="Tensor.multiply(Scalar)"/>
    public static Tensor multiply(Tensor left, Scalar right) => left.multiply(right);

    /// <inheritdoc cref="Tensor.div(Tensor,RoundingMode)"/>
    public static Tensor div(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);

    /// <inheritdoc cref="Tensor.div(Scalar,RoundingMode)"/>
    public static Tensor div(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);

    /// <inheritdoc cref="Tensor.div_(Tensor,RoundingMode)"/>
    public static Tensor div_(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.div_(right, rounding_mode);

    /// <inheritdoc cref="Tensor.div_(Scalar,RoundingMode)"/>
    public static Tensor div_(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) => left.div_(right, rounding_mode);

    /// <inheritdoc cref="Tensor.divide(Tensor,RoundingMode)"/>
    public static Tensor divide(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.divide(right, rounding_mode);

    /// <inheritdoc cref="Tensor.divide(Scalar,RoundingMode)"/>
    public static Tensor divide(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) => left.divide(right, rounding_mode);

    /// <inheritdoc cref="Tensor.pow(Tensor)"/>
    public static Tensor pow(Tensor left, Tensor exponent) => left.pow(exponent);

    /// <inheritdoc cref="Tensor.pow(Scalar)"/>
    public static Tensor pow(Tensor left, Scalar exponent) => left.pow(exponent);

    /// <inheritdoc cref="Tensor.pow_(Tensor)"/>
    public static Tensor pow_(Tensor left, Tensor exponent) => left.pow_(exponent);

    /// <inheritdoc cref="Tensor.pow_(Scalar)"/>
    public static Tensor pow_(Tensor left, Scalar exponent) => left.pow_(exponent);

    /// <inheritdoc cref="Tensor.remainder(Tensor)"/>
    public static Tensor remainder(Tensor left, Tensor right) => left.remainder(right);

    /// <inheritdoc cref="Tensor.remainder(Scalar)"/>
    public static Tensor remainder(Tensor left, Scalar right) => left.remainder(right);

    /// <inheritdoc cref="Tensor.floor_divide(Tensor)"/>
    public static Tensor floor_divide(Tensor input, Tensor other) => input.floor_divide(other);

    /// <inheritdoc cref="Tensor.addcmul(Tensor,Tensor,Scalar)"/>
    public static Tensor addcmul(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcmul(tensor1, tensor2, value);

    /// <inheritdoc cref="Tensor.addcmul_(Tensor,Tensor,Scalar)"/>
    public static Tensor addcmul_(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcmul_(tensor1, tensor2, value);

    /// <inheritdoc cref="Tensor.addcdiv(Tensor,Tensor,Scalar)"/>
    public static Tensor addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcdiv(tensor1, tensor2, value);

    /// <inheritdoc cref="Tensor.addcdiv_(Tensor,Tensor,Scalar)"/>
    public static Tensor addcdiv_(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcdiv_(tensor1, tensor2, value);

    /// <inheritdoc cref="Tensor.lerp(Tensor,Tensor)"/>
    public static Tensor lerp(Tensor input, Tensor end, Tensor weight) => input.lerp(end, weight);

    /// <inheritdoc cref="Tensor.maximum(Tensor)"/>
    public static Tensor maximum(Tensor input, Tensor other) => input.maximum(other);

    /// <inheritdoc cref="Tensor.minimum(Tensor)"/>
    public static Tensor minimum(Tensor input, Tensor other) => input.minimum(other);

    /// <inheritdoc cref="Tensor.xlogy(Tensor)"/>
    public static Tensor xlogy(Tensor x, Tensor y) => x.xlogy(y);

    /// <inheritdoc cref="Tensor.logaddexp(Tensor)"/>
    public static Tensor logaddexp(Tensor left, Tensor right) => left.logaddexp(right);
}

file static class Op
{
    internal static readonly AtenOp add_Scalar = new("add", "Scalar");
    internal static readonly AtenOp add_Tensor = new("add", "Tensor");
    internal static readonly AtenOp add__Scalar = new("add_", "Scalar");
    internal static readonly AtenOp add__Tensor = new("add_", "Tensor");
    internal static readonly AtenOp addcdiv = new("addcdiv");
    internal static readonly AtenOp addcdiv_ = new("addcdiv_");
    internal static readonly AtenOp addcmul = new("addcmul");
    internal static readonly AtenOp addcmul_ = new("addcmul_");
    internal static readonly AtenOp div_Scalar_mode = new("div", "Scalar_mode");
    internal static readonly AtenOp div_Tensor_mode = new("div", "Tensor_mode");
    internal static readonly AtenOp div__Scalar_mode = new("div_", "Scalar_mode");
    internal static readonly AtenOp div__Tensor_mode = new("div_", "Tensor_mode");
    internal static readonly AtenOp floor_divide = new("floor_divide");
    internal static readonly AtenOp floor_divide_Scalar = new("floor_divide", "Scalar");
    internal static readonly AtenOp lerp_Tensor = new("lerp", "Tensor");
    internal static readonly AtenOp lerp__Tensor = new("lerp_", "Tensor");
    internal static readonly AtenOp logaddexp = new("logaddexp");
    internal static readonly AtenOp maximum = new("maximum");
    internal static readonly AtenOp minimum = new("minimum");
    internal static readonly AtenOp mul_Scalar = new("mul", "Scalar");
    internal static readonly AtenOp mul_Tensor = new("mul", "Tensor");
    internal static readonly AtenOp mul__Scalar = new("mul_", "Scalar");
    internal static readonly AtenOp mul__Tensor = new("mul_", "Tensor");
    internal static readonly AtenOp pow_Tensor_Scalar = new("pow", "Tensor_Scalar");
    internal static readonly AtenOp pow_Tensor_Tensor = new("pow", "Tensor_Tensor");
    internal static readonly AtenOp pow__Scalar = new("pow_", "Scalar");
    internal static readonly AtenOp pow__Tensor = new("pow_", "Tensor");
    internal static readonly AtenOp remainder_Scalar = new("remainder", "Scalar");
    internal static readonly AtenOp remainder_Tensor = new("remainder", "Tensor");
    internal static readonly AtenOp sub_Scalar = new("sub", "Scalar");
    internal static readonly AtenOp sub_Tensor = new("sub", "Tensor");
    internal static readonly AtenOp sub__Scalar = new("sub_", "Scalar");
    internal static readonly AtenOp sub__Tensor = new("sub_", "Tensor");
    internal static readonly AtenOp xlogy_Tensor = new("xlogy", "Tensor");
}
