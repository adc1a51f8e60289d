namespace TorchSharp.Utils;

/// <summary>
/// Names the field of a module in its state_dict. Without it the field's own name is the key; an auto-property needs it
/// (<c>[field: ComponentName(Name = "conv1")]</c>), since its backing field has a name nobody wants to read.
/// </summary>
[AttributeUsage(AttributeTargets.Field)]
public class ComponentNameAttribute : Attribute
{
    /// <summary>The key of the component, for example <c>conv1</c>.</summary>
    public string? Name { get; set; }
}
