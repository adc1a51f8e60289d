namespace TorchSharp;

/// <summary>What the border of a convolution's input is filled with.</summary>
public enum PaddingModes
{
    /// <summary>Zeros.</summary>
    Zeros = 0,

    /// <summary>The input mirrored at its edge, the edge itself not repeated.</summary>
    Reflect = 1,

    /// <summary>The value at the edge.</summary>
    Replicate = 2,

    /// <summary>The input's other side.</summary>
    Circular = 3,

    /// <summary>One number.</summary>
    Constant = 4,
}

/// <summary>The border of a convolution by name.</summary>
public enum Padding
{
    /// <summary>None.</summary>
    Valid = 0,

    /// <summary>As wide as keeps the size.</summary>
    Same = 1,
}
