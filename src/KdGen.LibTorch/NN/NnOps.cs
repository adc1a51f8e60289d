using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.LibTorch;

/// <summary>The operators behind torch.nn and torch.optim, found once by schema name, and the small conversions their callers share.</summary>
internal static class NnOps
{
    internal static readonly AtenOp Linear = new("aten::linear");
    internal static readonly AtenOp Conv2d = new("aten::conv2d");
    internal static readonly AtenOp Conv2dNamedPadding = new("aten::conv2d", "padding");
    internal static readonly AtenOp Conv1d = new("aten::conv1d");
    internal static readonly AtenOp Conv1dNamedPadding = new("aten::conv1d", "padding");
    internal static readonly AtenOp ConvTranspose2d = new("aten::conv_transpose2d", "input");
    internal static readonly AtenOp Embedding = new("aten::embedding");
    internal static readonly AtenOp EmbeddingRenormInPlace = new("aten::embedding_renorm_");
    internal static readonly AtenOp Attention = new("aten::scaled_dot_product_attention", isOptional: true);
    internal static readonly AtenOp Pad = new("aten::pad");
    internal static readonly AtenOp BatchNorm = new("aten::batch_norm");
    internal static readonly AtenOp LayerNorm = new("aten::layer_norm");
    internal static readonly AtenOp GroupNorm = new("aten::group_norm");
    internal static readonly AtenOp Dropout = new("aten::dropout");
    internal static readonly AtenOp DropoutInPlace = new("aten::dropout_");

    internal static readonly AtenOp Relu = new("aten::relu");
    internal static readonly AtenOp ReluInPlace = new("aten::relu_");
    internal static readonly AtenOp LeakyRelu = new("aten::leaky_relu");
    internal static readonly AtenOp LeakyReluInPlace = new("aten::leaky_relu_");
    internal static readonly AtenOp Relu6 = new("aten::relu6");
    internal static readonly AtenOp Relu6InPlace = new("aten::relu6_");
    internal static readonly AtenOp Hardswish = new("aten::hardswish");
    internal static readonly AtenOp HardswishInPlace = new("aten::hardswish_");
    internal static readonly AtenOp Gelu = new("aten::gelu");
    internal static readonly AtenOp GeluInPlace = new("aten::gelu_");
    internal static readonly AtenOp Silu = new("aten::silu");
    internal static readonly AtenOp SiluInPlace = new("aten::silu_");
    internal static readonly AtenOp Sigmoid = new("aten::sigmoid");
    internal static readonly AtenOp SigmoidInPlace = new("aten::sigmoid_");
    internal static readonly AtenOp Tanh = new("aten::tanh");
    internal static readonly AtenOp TanhInPlace = new("aten::tanh_");
    internal static readonly AtenOp Softmax = new("aten::softmax", "int");
    internal static readonly AtenOp LogSoftmax = new("aten::log_softmax", "int");

    internal static readonly AtenOp MaxPool2d = new("aten::max_pool2d");
    internal static readonly AtenOp MaxPool2dWithIndices = new("aten::max_pool2d_with_indices");
    internal static readonly AtenOp AvgPool2d = new("aten::avg_pool2d");
    internal static readonly AtenOp MaxPool1d = new("aten::max_pool1d");
    internal static readonly AtenOp MaxPool1dWithIndices = new("aten::max_pool1d_with_indices");
    internal static readonly AtenOp AvgPool1d = new("aten::avg_pool1d");
    internal static readonly AtenOp AdaptiveAvgPool1d = new("aten::adaptive_avg_pool1d");
    internal static readonly AtenOp AdaptiveAvgPool3d = new("aten::adaptive_avg_pool3d");
    internal static readonly AtenOp AdaptiveAvgPool2d = new("aten::adaptive_avg_pool2d");

    internal static readonly AtenOp CrossEntropy = new("aten::cross_entropy_loss");
    internal static readonly AtenOp Nll = new("aten::nll_loss_nd");
    internal static readonly AtenOp KlDiv = new("aten::kl_div");
    internal static readonly AtenOp Mse = new("aten::mse_loss");
    internal static readonly AtenOp L1 = new("aten::l1_loss");
    internal static readonly AtenOp SmoothL1 = new("aten::smooth_l1_loss");
    internal static readonly AtenOp BceWithLogits = new("aten::binary_cross_entropy_with_logits");
    internal static readonly AtenOp CosineSimilarity = new("aten::cosine_similarity");
    internal static readonly AtenOp OneHot = new("aten::one_hot");
    internal static readonly AtenOp VectorNorm = new("aten::linalg_vector_norm");
    internal static readonly AtenOp ClampMin = new("aten::clamp_min");
    internal static readonly AtenOp ClampInPlace = new("aten::clamp_");
    internal static readonly AtenOp Div = new("aten::div", "Tensor");
    internal static readonly AtenOp Stack = new("aten::stack");
    internal static readonly AtenOp Item = new("aten::item");

    internal static readonly AtenOp Uniform = new("aten::uniform_");
    internal static readonly AtenOp Normal = new("aten::normal_");
    internal static readonly AtenOp ErfinvInPlace = new("aten::erfinv_");
    internal static readonly AtenOp MulScalarInPlace = new("aten::mul_", "Scalar");
    internal static readonly AtenOp Fill = new("aten::fill_", "Scalar");
    internal static readonly AtenOp Zero = new("aten::zero_");
    internal static readonly AtenOp AddScalarInPlace = new("aten::add_", "Scalar");
    internal static readonly AtenOp Copy = new("aten::copy_");
    internal static readonly AtenOp Alias = new("aten::alias");
    internal static readonly AtenOp Flatten = new("aten::flatten", "using_ints");
    internal static readonly AtenOp To = new("aten::to", "device");
    internal static readonly AtenOp ZerosLike = new("aten::zeros_like");

    internal static readonly AtenOp ForeachZero = new("aten::_foreach_zero_");
    internal static readonly AtenOp ForeachNeg = new("aten::_foreach_neg");
    internal static readonly AtenOp ForeachAdd = new("aten::_foreach_add", "List");
    internal static readonly AtenOp ForeachAddInPlace = new("aten::_foreach_add_", "List");
    internal static readonly AtenOp ForeachAddScalarInPlace = new("aten::_foreach_add_", "Scalar");
    internal static readonly AtenOp ForeachMulScalarInPlace = new("aten::_foreach_mul_", "Scalar");
    internal static readonly AtenOp ForeachAddcmulInPlace = new("aten::_foreach_addcmul_", "Scalar");
    internal static readonly AtenOp ForeachAddcdivInPlace = new("aten::_foreach_addcdiv_", "Scalar");
    internal static readonly AtenOp ForeachSqrt = new("aten::_foreach_sqrt");
    internal static readonly AtenOp ForeachMaximumInPlace = new("aten::_foreach_maximum_", "List");

    /// <summary>The schema's "use the kernel size" for the stride of a pooling.</summary>
    internal static readonly long[] NoStride = [];

    internal static readonly long[] Zeros1 = [0];
    internal static readonly long[] Zeros2 = [0, 0];
    internal static readonly long[] Ones2 = [1, 1];

    /// <summary>The pad operator's name of a mode.</summary>
    internal static string PadMode(PaddingModes mode) => mode switch
    {
        PaddingModes.Reflect => "reflect",
        PaddingModes.Replicate => "replicate",
        PaddingModes.Circular => "circular",
        _ => "constant",
    };

    /// <summary>A shape as text, for messages: [16, 3, 3, 3].</summary>
    internal static string Shape(Tensor tensor) => "[" + string.Join(", ", tensor.shape) + "]";
}
