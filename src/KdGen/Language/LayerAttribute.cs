namespace KdGen;

/// <summary>
/// An operator of a model, stage or block: they run in the order their attributes are written. Shapes are those of one sample; the batch
/// dimension stands in front, always free. A map is C x H x W, a sequence T x D (or C x L for convolutions), a vector F.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    private protected LayerAttribute()
    {
    }

    /// <summary>
    /// The state_dict name of its weights inside the class ("conv1"), for checkpoints from elsewhere; "" for weights that stand directly under the class's own name.
    /// Unless set it is the operator's place in the list, as torch.nn.Sequential counts; an operator alone in its stage takes the stage's name.
    /// </summary>
    public string? Key { get; set; }
}
