namespace KdGen;

/// <summary>
/// The losses. B is the batch, C the number of classes, q the student's and p the teacher's softmax at temperature T. Means are over the rows of a batch; over those that have a label
/// where the loss reads labels. Names in capitals such as Beta are options.
/// </summary>
public enum Kind
{
    /// <summary>
    /// Cross-entropy with the labels: -log softmax(student)[label], mean over the batch. It has no temperature. LabelSmoothing, ClassWeights (the mean is then weighted by those of the labels),
    /// IgnoreIndex and SoftTargets (labels are [B, C] probabilities) as in torch.
    /// </summary>
    CE,

    /// <summary>
    /// Binary cross-entropy of each class on logits: -y log s - (1 - y) log(1 - s), s = sigmoid(student), y = 1 for the label's class and 0 for the others; mean over batch and classes.
    /// With one class the label itself is y.
    /// </summary>
    BCE,

    /// <summary>The sum over the classes but the label of max(0, Margin - student[label] + student[class])^P, divided by C, mean over the batch; Margin = 1, P = 1.</summary>
    MultiMargin,

    /// <summary>
    /// T² KL(p || q) = T² sum over classes of p (log p - log q), sum over the batch divided by B (Hinton, Vinyals and Dean, 2015). With Standardize logits are
    /// brought to mean 0 and deviation 1 in each row first (Sun et al., 2024).
    /// </summary>
    KL,

    /// <summary>
    /// T² times the Kullback-Leibler divergence of two yes-or-no distributions, p (log p - log q) + (1 - p) (log(1 - p) - log(1 - q)) with p = sigmoid(teacher / T), q = sigmoid(student / T),
    /// mean over batch and classes: to <see cref="BCE"/> what <see cref="KL"/> is to <see cref="CE"/>, for one logit and for labels that do not exclude each other.
    /// </summary>
    BinaryKL,

    /// <summary>T² KL(q || p) = T² sum over classes of q (log q - log p), mean over the batch.</summary>
    ReverseKL,

    /// <summary>T² (Beta KL(p || m) + (1 - Beta) KL(q || m)), m = Beta p + (1 - Beta) q, mean over the batch; Beta = 0.5, 0 is KL(p || q) and 1 is KL(q || p) (Agarwal et al., 2024, GKD).</summary>
    JSD,

    /// <summary>Cross-entropy with the teacher's class: -log softmax(student)[argmax teacher], mean over the batch (hard distillation of Touvron et al., 2021).</summary>
    HardLabel,

    /// <summary>Total variation distance: T² / 2 times the sum over classes of |p - q|, mean over the batch.</summary>
    TVD,

    /// <summary>Mean squared error between the logits, the mean over batch and classes (Ba and Caruana, 2014).</summary>
    LogitMse,

    /// <summary>T² KL(p || q), the mean over batch and classes: divided by B C and not by B (soft distillation of Touvron et al., 2021, DeiT).</summary>
    DeiTSoft,

    /// <summary>
    /// Decoupled distillation: T² (Alpha KL of (p[label], 1 - p[label]) + Beta KL over the other classes among themselves), mean over the batch; Alpha = 1, Beta = 8, T = 4
    /// (Zhao et al., 2022). Standardize as in <see cref="KL"/>.
    /// </summary>
    DKD,

    /// <summary>
    /// Normalised distillation: -p[label] log q[label] at T = 1, and Gamma T² times the cross-entropy of the other classes among themselves at T, mean over the batch; Gamma = 1.5, T = 1
    /// (Yang et al., 2023).
    /// </summary>
    NKD,

    /// <summary>
    /// T² (Beta (1 - mean over samples of the correlation of p and q over the classes) + Gamma (1 - mean over classes of their correlation over the batch)); Beta = 1, Gamma = 1
    /// (Huang et al., 2022).
    /// </summary>
    DIST,

    /// <summary>
    /// Weighted soft labels: T² times the soft cross-entropy -p log q of each sample, weighted by 1 - exp(-CE(student) / CE(teacher)) with its label, mean over the batch; T = 4
    /// (Zhou et al., 2021).
    /// </summary>
    WSLD,

    /// <summary>Cross-entropy with the labels, each sample weighted by the teacher's largest probability, divided by the batch's sum of these (Furlanello et al., 2018, equation 10).</summary>
    CWTM,

    /// <summary>
    /// T² KL(p || q), mean over the batch, with the teacher's probabilities of all classes but the likeliest permuted at random within each sample
    /// (Furlanello et al., 2018, equation 11).
    /// </summary>
    DKPP,

    /// <summary>
    /// Minifinetuning: T² KL(p' || q), mean over the batch; p' is p mixed with the label until the label's class is Threshold ahead; Threshold = 0.2 (Belcak et al., 2025).
    /// </summary>
    MFT,

    /// <summary>
    /// T² KL(p || q), mean over the batch, over the teacher's K likeliest classes, K = 10: p is renormalised over them or, with Tail, all others count together as one more class.
    /// </summary>
    TopKKL,

    /// <summary>
    /// Mean squared error between two stages' features, the mean over all their elements (Romero et al. 2015, FitNets); with Smooth the smooth L1 error in its place. Features of one shape, or a
    /// <see cref="Projector"/>.
    /// </summary>
    Hint,

    /// <summary>
    /// 1 - cos(student, teacher), the mean over the samples, of a sequence over its tokens too. Features of one shape, or a <see cref="Projector"/>; with Pool of any shapes: both are flattened, unless they are sequences of equally many tokens, and the longer one is averaged to the
    /// length of the shorter.
    /// </summary>
    Cosine,

    /// <summary>
    /// Attention transfer: mean squared difference of the normalised maps mean over channels of |F|^Power, Power = 2 (Zagoruyko and Komodakis, 2017). Maps of any channels; the larger is average-pooled to the smaller.
    /// </summary>
    AT,

    /// <summary>Similarity preserving: squared difference of the two batches' matrices F F^T with normalised rows, divided by B² (Tung and Mori, 2019). Features of any shapes.</summary>
    SP,

    /// <summary>
    /// Correlation congruence: both features are embedded in Dim = 128 numbers by learned layers; the products of the absolute differences of samples that stand side by side, summed, the mean over the batch (Peng et al., 2019, as
    /// RepDistiller has it). Features of any shapes.
    /// </summary>
    CC,

    /// <summary>
    /// Variational information distillation: the negative log-likelihood of the teacher's map under a normal distribution with a mean computed from the student's by three learned 1x1 convolutions and one learned variance a channel
    /// (Ahn et al., 2019). Maps of any channels; the larger is average-pooled to the smaller.
    /// </summary>
    VID,

    /// <summary>Relational distillation: Distance times the smooth L1 error of the distances between samples, relative to their mean, and Angle times that of the angles; Distance = 25, Angle = 50 (Park et al., 2019). Features of any shapes.</summary>
    RKD,

    /// <summary>Probabilistic knowledge transfer: KL between the probabilities that cosine similarities give the other samples, the mean over all pairs (Passalis and Tefas, 2018). Features of any shapes.</summary>
    PKT,

    /// <summary>Neuron selectivity transfer: the squared maximum mean discrepancy of normalised channel maps with the kernel (x.y)² (Huang and Wang, 2017). Maps of any channels; the larger is average-pooled to the smaller.</summary>
    NST,

    /// <summary>
    /// Flow of solution: mean squared difference of the matrices mean over positions of F_i F_(i+1)^T of neighbouring stages (Yim et al., 2017). A list of at least two maps of each model, of equal channels pair by pair; the larger is
    /// average-pooled to the smaller.
    /// </summary>
    FSP,

    /// <summary>
    /// Distillation by singular value decomposition: the K = 1 leading right singular vectors of neighbouring stages compared by a radial basis function (Lee et al., 2018). A list of at least two maps of each model, of equal
    /// channels pair by pair.
    /// </summary>
    KDSVD,

    /// <summary>
    /// Activation boundaries: what is missing for each unit, before the activation, to be Margin = 1 on the teacher's side of 0, squared; sum times 3 / 1000, divided by B (Heo et al., 2019). Of several stages the last counts whole and each one
    /// before it half as much as the next. Features of one shape, or a <see cref="Projector"/>; PreAct is true unless set.
    /// </summary>
    AB,

    /// <summary>
    /// Factor transfer: L1 between the factors of both maps, which a learned translator (student) and paraphraser (teacher) compute with Factor = 0.5 times the teacher's channels; the paraphraser is
    /// trained beforehand, in the phase that Pretrain names (Kim et al., 2018). Maps of any channels; the larger is average-pooled to the smaller.
    /// </summary>
    FT,

    /// <summary>
    /// Overhaul of feature distillation: partial squared distance before the activation to max(teacher, margin), summed over the map, the mean over the batch, the margin of a channel the mean of what is below 0 there, by the teacher's BatchNorm (Heo et al., 2019). Of several stages the
    /// last counts whole and each one before it half as much as the next. Maps; the student's is brought to the teacher's channels by a learned 1x1 convolution with BatchNorm, the teacher's average-pooled to the student's size.
    /// </summary>
    OFD,

    /// <summary>
    /// Knowledge review: stages of the student, fused from the deepest to the first by learned attention, compared with the teacher's at four sizes (Chen et al., 2021). A list of stages of each model, maps or vectors.
    /// </summary>
    ReviewKD,

    /// <summary>
    /// Softmax regression: the pooled map, and 5 times what the rest of the teacher makes of it, compared by mean squared error behind a learned 1x1 convolution with BatchNorm (Yang et al., 2021). Maps of one size, or vectors.
    /// </summary>
    SRRL,

    /// <summary>T² KL between the softmax over positions of each channel, the mean over samples and channels; T = 1 (Shu et al., 2021, channel-wise distillation). Maps of one shape, or a <see cref="Projector"/>.</summary>
    CWD,

    /// <summary>Masked generation: positions of the student's map are erased with probability Mask = 0.65, a learned block has to give the teacher's; squared error, the sum over channels and positions, the mean over the batch: a weight of 2e-5 is usual (Yang et al., 2022). Maps of one size.</summary>
    MGD,

    /// <summary>Half the mean squared difference of features that are standardised per channel over the batch and its positions: their Pearson correlation (Cao et al., 2022). Maps of equal channels, or a <see cref="Projector"/>.</summary>
    PKD,

    /// <summary>Inter-channel correlation: squared distance of the normalised rows of the channels' Gram matrices, mean over samples and channels (Liu et al., 2021). Maps of equal channels, or a <see cref="Projector"/>.</summary>
    ICKD,

    /// <summary>Mean squared error between the teacher's feature before its classifier and what a learned projector makes of the student's, whose classifier the teacher's then is (Chen et al., 2022). Maps of any channels.</summary>
    SimKD,

    /// <summary>Mean squared error between attention scores, before the softmax, [B, heads, tokens, tokens] (Jiao et al., 2020, TinyBERT). Stages or blocks with one Attention of equal heads and tokens.</summary>
    AttentionMap,

    /// <summary>
    /// Contrastive representation distillation: both features embedded in Dim = 128 numbers, each told from K = 16384 of other classes in a memory of the other's with Momentum = 0.5, at temperature T = 0.07
    /// (Tian et al., 2020). Features of any shapes.
    /// </summary>
    CRD,
}
