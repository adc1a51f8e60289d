namespace KdGen.Compiler.Emit;

/// <summary>
/// How generated code refers to what it uses. The aliases stand at the top of each file and are read with "::", which looks at aliases and
/// nothing else: no type, namespace or member of the user's can hide them, and lines stay short where global:: names would not.
/// </summary>
internal static class Names
{
    public const string TorchAlias = "using ts = global::TorchSharp;";
    public const string KdGenAlias = "using kd = global::KdGen;";
    public const string SystemAlias = "using System = global::System;";

    public const string Torch = "ts::torch";
    public const string Tensor = "ts::torch.Tensor";
    public const string Functional = "ts::torch.nn.functional";
    public const string Scalar = "ts::Scalar";
}
