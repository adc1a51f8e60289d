using KdGen.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The sum of all elements, [].</summary>
        public Tensor sum(ScalarType? type = null) => Op.sum.Invoke(this, type);

        /// <summary>The sums along a dimension.</summary>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Op.sum_dim_IntList.Invoke(this, Dims(dim), keepdim, type);

        /// <summary>The sums along two dimensions.</summary>
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => Op.sum_dim_IntList.Invoke(this, Dims(dim0, dim1), keepdim, type);

        /// <summary>The sums along three dimensions.</summary>
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) => Op.sum_dim_IntList.Invoke(this, Dims(dim0, dim1, dim2), keepdim, type);

        /// <summary>The sums along dimensions.</summary>
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Op.sum_dim_IntList.Invoke(this, dim, keepdim, type);

        /// <summary>The sums along dimensions.</summary>
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => Op.sum_dim_IntList.Invoke(this, dim.ToArray(), keepdim, type);

        /// <summary>The mean of all elements, [].</summary>
        public Tensor mean() => Op.mean.Invoke(this);

        /// <summary>The means along dimensions.</summary>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Op.mean_dim.Invoke(this, dimensions, keepdim, type);

        /// <summary>The product of all elements, [].</summary>
        public Tensor prod(ScalarType? type = null) => Op.prod.Invoke(this, type);

        /// <summary>The products along a dimension.</summary>
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Op.prod_dim_int.Invoke(this, dim, keepdim, type);

        /// <summary>The largest element, [].</summary>
        public Tensor max() => Op.max.Invoke(this);

        /// <summary>The larger of the elements, broadcast.</summary>
        public Tensor max(Tensor other) => Op.max_other.Invoke(this, other);

        /// <summary>The smallest element, [].</summary>
        public Tensor min() => Op.min.Invoke(this);

        /// <summary>The smaller of the elements, broadcast.</summary>
        public Tensor min(Tensor other) => Op.min_other.Invoke(this, other);

        /// <summary>The largest elements along a dimension, and where they stand.</summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Op.max_dim.Invoke2(this, dim, keepdim);

        /// <summary>The smallest elements along a dimension, and where they stand.</summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Op.min_dim.Invoke2(this, dim, keepdim);

        /// <summary>The place of the largest element in row-major order.</summary>
        public Tensor argmax() => Op.argmax.Invoke(this);

        /// <summary>The places of the largest elements along a dimension.</summary>
        public Tensor argmax(long dim, bool keepdim = false) => Op.argmax.Invoke(this, dim, keepdim);

        /// <summary>The place of the smallest element in row-major order.</summary>
        public Tensor argmin() => Op.argmin.Invoke(this);

        /// <summary>The places of the smallest elements along a dimension.</summary>
        public Tensor argmin(long dim, bool keepdim = false) => Op.argmin.Invoke(this, dim, keepdim);

        /// <summary>The largest elements along dimensions, without their places.</summary>
        public Tensor amax(params long[] dims) => Op.amax.Invoke(this, dims);

        /// <summary>The largest elements along dimensions, without their places.</summary>
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => Into(Op.amax.Invoke(this, dims, keepdim), @out);

        /// <summary>The smallest elements along dimensions, without their places.</summary>
        public Tensor amin(params long[] dims) => Op.amin.Invoke(this, dims);

        /// <summary>Whether every element is not zero.</summary>
        public Tensor all() => Op.all.Invoke(this);

        /// <summary>Whether every element along a dimension is not zero.</summary>
        public Tensor all(long dim, bool keepdim = false) => Op.all_dim.Invoke(this, dim, keepdim);

        /// <summary>Whether any element is not zero.</summary>
        public Tensor any() => Op.any.Invoke(this);

        /// <summary>Whether any element along a dimension is not zero.</summary>
        public Tensor any(long dim, bool keepdim = false) => Op.any_dim.Invoke(this, dim, keepdim);

        /// <summary>The standard deviation of all elements; unbiased: with n - 1.</summary>
        public Tensor std(bool unbiased = true) => Op.std.Invoke(this, unbiased);

        /// <summary>The standard deviations along a dimension; unbiased: with n - 1.</summary>
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(Op.std_dim.Invoke(this, Dims(dim), unbiased, keepdim), type);

        /// <summary>The standard deviations along dimensions; unbiased: with n - 1.</summary>
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(Op.std_dim.Invoke(this, dimensions, unbiased, keepdim), type);

        /// <summary>The variance of all elements; unbiased: with n - 1.</summary>
        public Tensor var(bool unbiased = true) => Op.@var.Invoke(this, unbiased);

        /// <summary>The variances along a dimension; unbiased: with n - 1.</summary>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(Op.var_dim.Invoke(this, Dims(dim), unbiased, keepdim), type);

        /// <summary>The variances along dimensions; unbiased: with n - 1.</summary>
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(Op.var_dim.Invoke(this, dimensions, unbiased, keepdim), type);

        /// <summary>The p-norm of all elements.</summary>
        public Tensor norm(float p = 2) => Op.norm_Scalar.Invoke(this, (double)p);

        /// <summary>The p-norms along a dimension.</summary>
        public Tensor norm(int dim, bool keepdim = false, float p = 2) => Op.norm_ScalarOpt_dim.Invoke(this, (double)p, Dims(dim), keepdim);

        /// <summary>log of the sum of exponentials along a dimension, without overflow.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false) => Op.logsumexp.Invoke(this, Dims(dim), keepdim);

        /// <summary>e^x over the sum of e^x along a dimension, without overflow.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) => Op.softmax_int.Invoke(this, dim, dtype);

        /// <summary>The logarithm of softmax along a dimension, without overflow.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Op.log_softmax_int.Invoke(this, dim, dtype);

        /// <summary>The sums of the elements up to each one along a dimension.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null) => Op.cumsum.Invoke(this, dim, type);

        /// <summary>The lower median of all elements, [].</summary>
        public Tensor median() => Op.median.Invoke(this);

        /// <summary>The k largest or smallest elements along a dimension, and where they stand.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) => Op.topk.Invoke2(this, k, dim, largest, sorted);

        /// <summary>The elements in order along a dimension, and where they stood.</summary>
        public (Tensor values, Tensor indexes) sort(long dim = -1, bool descending = false, bool stable = false) => Op.sort_stable.Invoke2(this, stable, dim, descending);

        /// <summary>Where the elements stand that follow in order along a dimension.</summary>
        public Tensor argsort(long dim = -1, bool descending = false) => Op.argsort.Invoke(this, dim, descending);

        /// <summary>How often each whole number from 0 on occurs.</summary>
        public Tensor bincount(Tensor? weights, long minlength = 0) => Op.bincount.Invoke(this, weights, minlength);

        private static long[] Dims(params long[] dims) => dims;

        private static Tensor As(Tensor result, ScalarType? type) => type is { } wanted ? result.to_type(wanted, disposeAfter: true) : result;

        private static Tensor Into(Tensor result, Tensor? target)
        {
            if (target is null)
                return result;
            using (result)
                return target.copy_(result);
        }
    }

    /// <inheritdoc cref="Tensor.mean()"/>
    public static Tensor mean(Tensor input) => input.mean();

    /// <inheritdoc cref="Tensor.max()"/>
    public static Tensor max(Tensor input) => input.max();

    /// <inheritdoc cref="Tensor.max(Tensor)"/>
    public static Tensor max(Tensor input, Tensor other) => input.max(other);

    /// <inheritdoc cref="Tensor.min()"/>
    public static Tensor min(Tensor input) => input.min();

    /// <inheritdoc cref="Tensor.min(Tensor)"/>
    public static Tensor min(Tensor input, Tensor other) => input.min(other);

    /// <inheritdoc cref="Tensor.max(long,bool)"/>
    public static (Tensor values, Tensor indexes) max(Tensor input, long dim, bool keepdim = false) => input.max(dim, keepdim);

    /// <inheritdoc cref="Tensor.min(long,bool)"/>
    public static (Tensor values, Tensor indexes) min(Tensor input, long dim, bool keepdim = false) => input.min(dim, keepdim);

    /// <inheritdoc cref="Tensor.argmax()"/>
    public static Tensor argmax(Tensor input) => input.argmax();

    /// <inheritdoc cref="Tensor.argmax(long,bool)"/>
    public static Tensor argmax(Tensor input, long dim, bool keepdim = false) => input.argmax(dim, keepdim);

    /// <inheritdoc cref="Tensor.argmin()"/>
    public static Tensor argmin(Tensor input) => input.argmin();

    /// <inheritdoc cref="Tensor.argmin(long,bool)"/>
    public static Tensor argmin(Tensor input, long dim, bool keepdim = false) => input.argmin(dim, keepdim);

    /// <inheritdoc cref="Tensor.amax(long[])"/>
    public static Tensor amax(Tensor input, long[] dims) => input.amax(dims);

    /// <inheritdoc cref="Tensor.amax(long[],bool,Tensor)"/>
    public static Tensor amax(Tensor input, long[] dims, bool keepdim = false, Tensor? @out = null) => input.amax(dims, keepdim, @out);

    /// <inheritdoc cref="Tensor.all()"/>
    public static Tensor all(Tensor input) => input.all();

    /// <inheritdoc cref="Tensor.all(long,bool)"/>
    public static Tensor all(Tensor input, long dim, bool keepdim = false) => input.all(dim, keepdim);

    /// <inheritdoc cref="Tensor.any()"/>
    public static Tensor any(Tensor input) => input.any();

    /// <inheritdoc cref="Tensor.any(long,bool)"/>
    public static Tensor any(Tensor input, long dim, bool keepdim = false) => input.any(dim, keepdim);

    /// <inheritdoc cref="Tensor.std(bool)"/>
    public static Tensor std(Tensor input, bool unbiased = true) => input.std(unbiased);

    /// <inheritdoc cref="Tensor.var(bool)"/>
    public static Tensor var(Tensor input, bool unbiased = true) => input.var(unbiased);

    /// <inheritdoc cref="Tensor.norm(float)"/>
    public static Tensor norm(Tensor input, float p = 2) => input.norm(p);

    /// <inheritdoc cref="Tensor.norm(int,bool,float)"/>
    public static Tensor norm(Tensor input, int dimension, bool keepdim = false, float p = 2) => input.norm(dimension, keepdim, p);

    /// <inheritdoc cref="Tensor.logsumexp(long,bool)"/>
    public static Tensor logsumexp(Tensor input, long dim, bool keepdim = false) => input.logsumexp(dim, keepdim);

    /// <inheritdoc cref="Tensor.median()"/>
    public static Tensor median(Tensor input) => input.median();

    /// <inheritdoc cref="Tensor.topk(int,int,bool,bool)"/>
    public static (Tensor values, Tensor indexes) topk(Tensor tensor, int k, int dim = -1, bool largest = true, bool sorted = true) => tensor.topk(k, dim, largest, sorted);

    /// <inheritdoc cref="Tensor.sort(long,bool,bool)"/>
    public static (Tensor values, Tensor indexes) sort(Tensor input, long dim = -1, bool descending = false, bool stable = false) => input.sort(dim, descending, stable);

    /// <inheritdoc cref="Tensor.argsort(long,bool)"/>
    public static Tensor argsort(Tensor input, long dim = -1, bool descending = false) => input.argsort(dim, descending);

    /// <inheritdoc cref="Tensor.bincount(Tensor,long)"/>
    public static Tensor bincount(Tensor input, Tensor? weights = null, long minlength = 0) => input.bincount(weights, minlength);
}

file static class Op
{
    internal static readonly AtenOp @var = new("var");
    internal static readonly AtenOp all = new("all");
    internal static readonly AtenOp all_dim = new("all", "dim");
    internal static readonly AtenOp amax = new("amax");
    internal static readonly AtenOp amin = new("amin");
    internal static readonly AtenOp any = new("any");
    internal static readonly AtenOp any_dim = new("any", "dim");
    internal static readonly AtenOp argmax = new("argmax");
    internal static readonly AtenOp argmin = new("argmin");
    internal static readonly AtenOp argsort = new("argsort");
    internal static readonly AtenOp bincount = new("bincount");
    internal static readonly AtenOp cumsum = new("cumsum");
    internal static readonly AtenOp log_softmax_int = new("log_softmax", "int");
    internal static readonly AtenOp logsumexp = new("logsumexp");
    internal static readonly AtenOp max = new("max");
    internal static readonly AtenOp max_dim = new("max", "dim");
    internal static readonly AtenOp max_other = new("max", "other");
    internal static readonly AtenOp mean = new("mean");
    internal static readonly AtenOp mean_dim = new("mean", "dim");
    internal static readonly AtenOp median = new("median");
    internal static readonly AtenOp min = new("min");
    internal static readonly AtenOp min_dim = new("min", "dim");
    internal static readonly AtenOp min_other = new("min", "other");
    internal static readonly AtenOp norm_Scalar = new("norm", "Scalar");
    internal static readonly AtenOp norm_ScalarOpt_dim = new("norm", "ScalarOpt_dim");
    internal static readonly AtenOp prod = new("prod");
    internal static readonly AtenOp prod_dim_int = new("prod", "dim_int");
    internal static readonly AtenOp softmax_int = new("softmax", "int");
    internal static readonly AtenOp sort_stable = new("sort", "stable");
    internal static readonly AtenOp std = new("std");
    internal static readonly AtenOp std_dim = new("std", "dim");
    internal static readonly AtenOp sum = new("sum");
    internal static readonly AtenOp sum_dim_IntList = new("sum", "dim_IntList");
    internal static readonly AtenOp topk = new("topk");
    internal static readonly AtenOp var_dim = new("var", "dim");
}
