namespace KdGen.Compiler.Emit;

/// <summary>
/// How generated code refers to what it uses. The aliases stand at the top of each file and are read with "::", which looks at aliases and
/// nothing else: no type, namespace or member of the user's can hide them. They are named after what they stand for, so that a reader
/// needs no key and no "global using" of the user's is likely to have taken the name.
/// </summary>
internal static class Names
{
    public const string TorchAlias = "using TorchSharp = global::TorchSharp;";
    public const string KdGenAlias = "using KdGen = global::KdGen;";
    public const string SystemAlias = "using System = global::System;";

    /// <summary>Extension methods need a using of their own: this one brings in nothing else.</summary>
    public const string LifetimeUsing = "using static global::KdGen.Modules.TensorLifetime;";

    public const string Torch = "TorchSharp::torch";
    public const string Tensor = "TorchSharp::torch.Tensor";
    public const string Module = "TorchSharp::torch.nn.Module<TorchSharp::torch.Tensor, TorchSharp::torch.Tensor>";
    public const string Functional = "TorchSharp::torch.nn.functional";
    public const string Scalar = "TorchSharp::Scalar";
}
