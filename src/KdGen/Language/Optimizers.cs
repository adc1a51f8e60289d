namespace KdGen;

/// <summary>How the model's parameters move: a recipe has one.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class OptimizerAttribute : Attribute
{
    private protected OptimizerAttribute(double learningRate) => LearningRate = learningRate;

    /// <summary>The step size, above 0.</summary>
    public double LearningRate { get; }
}

/// <summary>Adam (Kingma and Ba, 2015), weight decay added to the gradient.</summary>
/// <param name="learningRate">The step size.</param>
public sealed class AdamAttribute(double learningRate = 1e-3) : OptimizerAttribute(learningRate)
{
    /// <summary>Decay of the mean of the gradients; 0.9 unless set.</summary>
    public double Beta1 { get; set; } = 0.9;

    /// <summary>Decay of the mean of the squared gradients; 0.999 unless set.</summary>
    public double Beta2 { get; set; } = 0.999;

    /// <summary>Added to the denominator; 1e-8 unless set.</summary>
    public double Eps { get; set; } = 1e-8;

    /// <summary>Factor of the parameters added to their gradient; 0 unless set.</summary>
    public double WeightDecay { get; set; }
}

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019).</summary>
/// <param name="learningRate">The step size.</param>
public sealed class AdamWAttribute(double learningRate = 1e-3) : OptimizerAttribute(learningRate)
{
    /// <summary>Decay of the mean of the gradients; 0.9 unless set.</summary>
    public double Beta1 { get; set; } = 0.9;

    /// <summary>Decay of the mean of the squared gradients; 0.999 unless set.</summary>
    public double Beta2 { get; set; } = 0.999;

    /// <summary>Added to the denominator; 1e-8 unless set.</summary>
    public double Eps { get; set; } = 1e-8;

    /// <summary>The parameters shrink by LearningRate * WeightDecay a step; 0.01 unless set.</summary>
    public double WeightDecay { get; set; } = 0.01;
}

/// <summary>Stochastic gradient descent. With momentum m: buffer b = m b + (1 - Dampening) g, the first b = g.</summary>
/// <param name="learningRate">The step size.</param>
public sealed class SgdAttribute(double learningRate) : OptimizerAttribute(learningRate)
{
    /// <summary>Decay of the gradient's buffer; 0 (no buffer) unless set.</summary>
    public double Momentum { get; set; }

    /// <summary>How much of the gradient the buffer leaves out; 0 unless set.</summary>
    public double Dampening { get; set; }

    /// <summary>Factor of the parameters added to their gradient; 0 unless set.</summary>
    public double WeightDecay { get; set; }

    /// <summary>Steps along g + m b instead of b; needs a momentum and no dampening.</summary>
    public bool Nesterov { get; set; }
}
