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

    /// <summary>Mean squared error between two stages' features, the mean over all their elements (Romero et al. 2015, FitNets).</summary>
    Hint,
}
