namespace KdGen;

/// <summary>What all terms of a loss can say, and those between stages.</summary>
public abstract class LossTermAttribute : Attribute
{
    private protected LossTermAttribute()
    {
    }

    /// <summary>The factor of this term in the sum, of a loss between single stages for each pair of them; at least 0, 1 unless set. A run may change it, see the recipe's <c>Settings</c>.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>The temperature that logits are divided by, above 0; unless set the loss's own. Every loss that reads the teacher's distribution has one, and CWD and CRD. A run may change one that is written.</summary>
    public double T { get; set; } = 1;

    /// <summary>
    /// Terms between stages: both sides are taken before their last activation: what enters the activation that the stage (or its last block) ends with; where it ends with none, as in pre-activation networks, what the
    /// norm gives that stands first behind it. False unless set; AB true.
    /// </summary>
    public bool PreAct { get; set; }

    /// <summary>Blocks of the teacher's stage, which is a Repeat, counted from 0: their outputs instead of the stage's. Each goes with the block at the same position of <see cref="StudentLayers"/>.</summary>
    public int[] TeacherLayers { get; set; } = [];

    /// <summary>Blocks of the student's stage, as many as <see cref="TeacherLayers"/>.</summary>
    public int[] StudentLayers { get; set; } = [];

    /// <summary>What brings the student's feature to the shape of the teacher's, one for each pair; nothing unless set.</summary>
    public Projector Project { get; set; } = Projector.None;

    /// <summary>Hint: smooth L1 in place of the squared error; false unless set.</summary>
    public bool Smooth { get; set; }

    /// <summary>Cosine: features of any shapes, flattened (sequences of equally many tokens token by token), the longer averaged to the length of the shorter; false unless set.</summary>
    public bool Pool { get; set; }

    /// <summary>AT: the power of the absolute values that are averaged over the channels, at least 1; 2 unless set.</summary>
    public double Power { get; set; } = 2;

    /// <summary>RKD: the weight of the distances, at least 0; 25 unless set.</summary>
    public double Distance { get; set; } = 25;

    /// <summary>RKD: the weight of the angles, at least 0; 50 unless set.</summary>
    public double Angle { get; set; } = 50;

    /// <summary>MultiMargin: by how much the label's logit is to exceed all others; 1 unless set. AB: how far a unit is to be on the teacher's side of 0, above 0; 1 unless set.</summary>
    public double Margin { get; set; } = 1;

    /// <summary>FT: the factor's channels as a share of the teacher's, above 0 to 1, one at least; 0.5 unless set.</summary>
    public double Factor { get; set; } = 0.5;

    /// <summary>MGD: the probability that a position of the student's map is erased, 0 to below 1; 0.65 unless set.</summary>
    public double Mask { get; set; } = 0.65;

    /// <summary>CC, CRD: the numbers that features are embedded in; 128 unless set. ReviewKD: the channels in which stages are fused; those of the student's deepest stage, 512 at most, unless set.</summary>
    public int Dim { get; set; } = 128;

    /// <summary>TopKKL: how many of the teacher's classes count, at least 1, all where there are fewer; 10 unless set. KDSVD: how many singular vectors; 1 unless set. CRD: the negatives of a sample; 16384 unless set.</summary>
    public int K { get; set; } = 10;

    /// <summary>CRD: how much of its old value an entry of the memories keeps, 0 to below 1; 0.5 unless set.</summary>
    public double Momentum { get; set; } = 0.5;

    /// <summary>CRD: the memories are kept as bfloat16, which takes half of their memory; false unless set, as the student's weights are.</summary>
    public bool Half { get; set; }

    /// <summary>FT: the phase in which the paraphraser is trained, by its own loss and without the student; none unless set: it stays as it is made or loaded.</summary>
    public int Pretrain { get; set; }

    /// <summary>The phase in which the term counts, see <see cref="PhaseAttribute"/>, and in no other; the main training unless set. Epochs below are those of the phase.</summary>
    public int Phase { get; set; }

    /// <summary>The epochs in which the weight grows from 0 in equal steps to what it is, counted from <see cref="From"/>; 0 unless set.</summary>
    public int WarmUp { get; set; }

    /// <summary>The first epoch in which the term counts; 1, the first of all, unless set.</summary>
    public int From { get; set; } = 1;

    /// <summary>The last epoch in which the term counts; the last of all unless set.</summary>
    public int Until { get; set; }

    /// <summary>How the weight gets to <see cref="EndWeight"/>, between <see cref="From"/> and <see cref="Until"/>; it stays what it is unless set.</summary>
    public Schedule Schedule { get; set; }

    /// <summary>The weight of the last epoch in which the term counts, at least 0; 0 unless set. Needs a <see cref="Schedule"/>.</summary>
    public double EndWeight { get; set; }
}
