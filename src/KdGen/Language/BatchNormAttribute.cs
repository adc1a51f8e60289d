namespace KdGen;

/// <summary>Batch normalisation over the channels of a map C x H x W or signal C x L, or the features of a vector F (Ioffe and Szegedy, 2015), with trained scale and shift and running statistics.</summary>
public sealed class BatchNormAttribute : LayerAttribute
{
    /// <summary>Added to the variance; 1e-5 unless set.</summary>
    public double Eps { get; set; } = 1e-5;

    /// <summary>Weight of the new batch in the running statistics; 0.1 unless set.</summary>
    public double Momentum { get; set; } = 0.1;
}
