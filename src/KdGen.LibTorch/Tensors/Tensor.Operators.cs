using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The sum of the elements, broadcast.</summary>
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);

        /// <summary>The sum of each element and the number.</summary>
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);

        /// <summary>The sum of each element and the number.</summary>
        public static Tensor operator +(Tensor left, int right) => left.add((Scalar)right);

        /// <summary>The sum of each element and the number.</summary>
        public static Tensor operator +(Tensor left, long right) => left.add((Scalar)right);

        /// <summary>The sum of each element and the number.</summary>
        public static Tensor operator +(Tensor left, float right) => left.add((Scalar)right);

        /// <summary>The sum of each element and the number.</summary>
        public static Tensor operator +(Tensor left, double right) => left.add((Scalar)right);

        /// <summary>The sum of the number and each element.</summary>
        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);

        /// <summary>The sum of the number and each element.</summary>
        public static Tensor operator +(int left, Tensor right) => (Scalar)left + right;

        /// <summary>The sum of the number and each element.</summary>
        public static Tensor operator +(long left, Tensor right) => (Scalar)left + right;

        /// <summary>The sum of the number and each element.</summary>
        public static Tensor operator +(float left, Tensor right) => (Scalar)left + right;

        /// <summary>The sum of the number and each element.</summary>
        public static Tensor operator +(double left, Tensor right) => (Scalar)left + right;

        /// <summary>The difference of the elements, broadcast.</summary>
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);

        /// <summary>The difference of each element and the number.</summary>
        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);

        /// <summary>The difference of each element and the number.</summary>
        public static Tensor operator -(Tensor left, int right) => left.sub((Scalar)right);

        /// <summary>The difference of each element and the number.</summary>
        public static Tensor operator -(Tensor left, long right) => left.sub((Scalar)right);

        /// <summary>The difference of each element and the number.</summary>
        public static Tensor operator -(Tensor left, float right) => left.sub((Scalar)right);

        /// <summary>The difference of each element and the number.</summary>
        public static Tensor operator -(Tensor left, double right) => left.sub((Scalar)right);

        /// <summary>The difference of the number and each element.</summary>
        public static Tensor operator -(Scalar left, Tensor right) => Op.rsub.Invoke(right, left);

        /// <summary>The difference of the number and each element.</summary>
        public static Tensor operator -(int left, Tensor right) => (Scalar)left - right;

        /// <summary>The difference of the number and each element.</summary>
        public static Tensor operator -(long left, Tensor right) => (Scalar)left - right;

        /// <summary>The difference of the number and each element.</summary>
        public static Tensor operator -(float left, Tensor right) => (Scalar)left - right;

        /// <summary>The difference of the number and each element.</summary>
        public static Tensor operator -(double left, Tensor right) => (Scalar)left - right;

        /// <summary>The product of the elements, broadcast.</summary>
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);

        /// <summary>The product of each element and the number.</summary>
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);

        /// <summary>The product of each element and the number.</summary>
        public static Tensor operator *(Tensor left, int right) => left.mul((Scalar)right);

        /// <summary>The product of each element and the number.</summary>
        public static Tensor operator *(Tensor left, long right) => left.mul((Scalar)right);

        /// <summary>The product of each element and the number.</summary>
        public static Tensor operator *(Tensor left, float right) => left.mul((Scalar)right);

        /// <summary>The product of each element and the number.</summary>
        public static Tensor operator *(Tensor left, double right) => left.mul((Scalar)right);

        /// <summary>The product of the number and each element.</summary>
        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);

        /// <summary>The product of the number and each element.</summary>
        public static Tensor operator *(int left, Tensor right) => (Scalar)left * right;

        /// <summary>The product of the number and each element.</summary>
        public static Tensor operator *(long left, Tensor right) => (Scalar)left * right;

        /// <summary>The product of the number and each element.</summary>
        public static Tensor operator *(float left, Tensor right) => (Scalar)left * right;

        /// <summary>The product of the number and each element.</summary>
        public static Tensor operator *(double left, Tensor right) => (Scalar)left * right;

        /// <summary>The quotient of the elements, broadcast.</summary>
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);

        /// <summary>The quotient of each element and the number.</summary>
        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);

        /// <summary>The quotient of each element and the number.</summary>
        public static Tensor operator /(Tensor left, int right) => left.div((Scalar)right);

        /// <summary>The quotient of each element and the number.</summary>
        public static Tensor operator /(Tensor left, long right) => left.div((Scalar)right);

        /// <summary>The quotient of each element and the number.</summary>
        public static Tensor operator /(Tensor left, float right) => left.div((Scalar)right);

        /// <summary>The quotient of each element and the number.</summary>
        public static Tensor operator /(Tensor left, double right) => left.div((Scalar)right);

        /// <summary>The quotient of the number and each element.</summary>
        public static Tensor operator /(Scalar left, Tensor right) => Over(left, right);

        /// <summary>The quotient of the number and each element.</summary>
        public static Tensor operator /(int left, Tensor right) => (Scalar)left / right;

        /// <summary>The quotient of the number and each element.</summary>
        public static Tensor operator /(long left, Tensor right) => (Scalar)left / right;

        /// <summary>The quotient of the number and each element.</summary>
        public static Tensor operator /(float left, Tensor right) => (Scalar)left / right;

        /// <summary>The quotient of the number and each element.</summary>
        public static Tensor operator /(double left, Tensor right) => (Scalar)left / right;

        /// <summary>The remainder of the elements, broadcast.</summary>
        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);

        /// <summary>The remainder of each element and the number.</summary>
        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);

        /// <summary>The remainder of each element and the number.</summary>
        public static Tensor operator %(Tensor left, int right) => left.remainder((Scalar)right);

        /// <summary>The remainder of each element and the number.</summary>
        public static Tensor operator %(Tensor left, long right) => left.remainder((Scalar)right);

        /// <summary>The remainder of each element and the number.</summary>
        public static Tensor operator %(Tensor left, float right) => left.remainder((Scalar)right);

        /// <summary>The remainder of each element and the number.</summary>
        public static Tensor operator %(Tensor left, double right) => left.remainder((Scalar)right);

        /// <summary>The negative of each element.</summary>
        public static Tensor operator -(Tensor tensor) => tensor.neg();

        /// <summary>Whether the elements are equal, one by one.</summary>
        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        /// <summary>Whether each element and the number are equal.</summary>
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);

        /// <summary>Whether the number and each element are equal.</summary>
        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);

        /// <summary>Whether the elements differ, one by one.</summary>
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        /// <summary>Whether each element and the number differ.</summary>
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);

        /// <summary>Whether the number and each element differ.</summary>
        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);

        /// <summary>Whether the elements are in this order, one by one.</summary>
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        /// <summary>Whether each element and the number are in this order.</summary>
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);

        /// <summary>Whether the number and each element are in this order.</summary>
        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);

        /// <summary>Whether the elements are in this order or equal, one by one.</summary>
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        /// <summary>Whether each element and the number are in this order or equal.</summary>
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);

        /// <summary>Whether the number and each element are in this order or equal.</summary>
        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);

        /// <summary>Whether the elements are in this order, one by one.</summary>
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        /// <summary>Whether each element and the number are in this order.</summary>
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);

        /// <summary>Whether the number and each element are in this order.</summary>
        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);

        /// <summary>Whether the elements are in this order or equal, one by one.</summary>
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        /// <summary>Whether each element and the number are in this order or equal.</summary>
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        /// <summary>Whether the number and each element are in this order or equal.</summary>
        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        /// <summary>Bitwise and of the elements.</summary>
        public static Tensor operator &(Tensor left, Tensor right) => Op.bitwise_and.Invoke(left, right);

        /// <summary>Bitwise or of the elements.</summary>
        public static Tensor operator |(Tensor left, Tensor right) => Op.bitwise_or.Invoke(left, right);

        /// <summary>Bitwise exclusive or of the elements.</summary>
        public static Tensor operator ^(Tensor left, Tensor right) => Op.bitwise_xor.Invoke(left, right);

        /// <summary>Bitwise complement of each element.</summary>
        public static Tensor operator ~(Tensor left) => Op.bitwise_not.Invoke(left);

        /// <summary>A tensor that holds the one value, [].</summary>
        public static implicit operator Tensor(byte value) => tensor(value);

        /// <summary>A tensor that holds the one value, [].</summary>
        public static implicit operator Tensor(int value) => tensor(value);

        /// <summary>A tensor that holds the one value, [].</summary>
        public static implicit operator Tensor(long value) => tensor(value);

        /// <summary>A tensor that holds the one value, [].</summary>
        public static implicit operator Tensor(float value) => tensor(value);

        /// <summary>A tensor that holds the one value, [].</summary>
        public static implicit operator Tensor(double value) => tensor(value);

        /// <summary>A tensor that holds the one value, [].</summary>
        public static implicit operator Tensor(bool value) => tensor(value);

        /// <summary>A tensor that holds the one value, [].</summary>
        public static implicit operator Tensor(Scalar scalar) => scalar.Type switch
        {
            ScalarType.Bool => tensor(scalar.ToBoolean()),
            ScalarType.Int64 => tensor(scalar.ToInt64()),
            _ => tensor(scalar.ToDouble()),
        };

        /// <summary>The value of a one-element tensor.</summary>
        public static explicit operator float(Tensor value) => value.ToSingle();

        /// <summary>The value of a one-element tensor.</summary>
        public static explicit operator double(Tensor value) => value.ToDouble();

        /// <summary>The value of a one-element tensor.</summary>
        public static explicit operator int(Tensor value) => value.ToInt32();

        /// <summary>The value of a one-element tensor.</summary>
        public static explicit operator long(Tensor value) => value.ToInt64();

        /// <summary>The value of a one-element tensor.</summary>
        public static explicit operator bool(Tensor value) => value.ToBoolean();

        // A number over a tensor keeps the tensor's type, so the number travels as a tensor of no dimensions.
        private static Tensor Over(Scalar left, Tensor right)
        {
            using Tensor numerator = left;
            return Op.div.Invoke(numerator, right);
        }
    }
}

file static class Op
{
    internal static readonly AtenOp bitwise_and = new("bitwise_and", "Tensor");
    internal static readonly AtenOp bitwise_not = new("bitwise_not");
    internal static readonly AtenOp bitwise_or = new("bitwise_or", "Tensor");
    internal static readonly AtenOp bitwise_xor = new("bitwise_xor", "Tensor");
    internal static readonly AtenOp div = new("div", "Tensor");
    internal static readonly AtenOp rsub = new("rsub", "Scalar");
}
