namespace KdGen;

/// <summary>
/// What brings a feature of the student to the shape of the teacher's before the two are compared. It belongs to the recipe: trained by its optimizer, absent from the student. Its sizes follow from
/// the two stages; C channels, H height, W width, F features, s the student's and t the teacher's.
/// </summary>
public enum Projector
{
    /// <summary>None: the two are of one shape.</summary>
    None,

    /// <summary>Maps of one size, other channels: a 1x1 convolution Cs -> Ct with bias, Ct (Cs + 1) parameters.</summary>
    Conv1x1,

    /// <summary>
    /// Maps of other sizes too: relu(batch_norm(conv(x))), Ct (Cs Kh Kw + 3) parameters (the regressor of Romero et al. 2015, FitNets, as RepDistiller has it); batch_norm(conv(x)) of features before their activation, and for AB. Hs x Ws = 2 Ht x 2 Wt: a 3x3 convolution of stride 2, padding 1;
    /// 2 Hs x 2 Ws = Ht x Wt: a 4x4 transposed convolution of stride 2, padding 1; Hs at least Ht and Ws at least Wt: a (1 + Hs - Ht) x (1 + Ws - Wt) convolution, without padding. There is none for other sizes.
    /// </summary>
    ConvReg,

    /// <summary>Vectors, and sequences of equally many tokens: x A^T + b over the last axis, Fs -> Ft, Ft (Fs + 1) parameters.</summary>
    Linear,

    /// <summary>
    /// Two layers with ReLU between: of vectors and sequences of equally many tokens Linear Fs -> 2 Ft and Linear 2 Ft -> Ft, Ft (2 Fs + 2 Ft + 3) parameters; of maps of one size 1x1 convolutions, the first without bias and
    /// with BatchNorm, Ct (2 Cs + 2 Ct + 5) parameters.
    /// </summary>
    Mlp,

    /// <summary>What the shapes need: nothing where the loss takes them as they are, else Linear, Conv1x1 or ConvReg.</summary>
    Auto,
}
