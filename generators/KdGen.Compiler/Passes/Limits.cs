namespace KdGen.Compiler.Passes;

/// <summary>Bounds that no real model comes near.</summary>
internal static class Limits
{
    /// <summary>Values in a sample's tensor, and parameters of a layer: beyond it indices no longer fit an int.</summary>
    public const long Elements = int.MaxValue;
}
