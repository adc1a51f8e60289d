namespace KdGen;

/// <summary>An operator of a model: the model's operators run in the order their attributes are written. Shapes are those of one sample; the batch dimension stands in front, always free.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    private protected LayerAttribute()
    {
    }
}
