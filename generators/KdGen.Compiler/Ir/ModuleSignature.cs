namespace KdGen.Compiler.Ir;

/// <summary>All that a recipe sees of a model. Small on purpose: an edit inside a model that keeps its signature, where no tap of the recipe looks, does not touch the recipe's outputs.</summary>
/// <param name="Type">The class as a global:: name.</param>
/// <param name="DisplayName">The name that messages use.</param>
/// <param name="Input">The shape of one sample; null when it is unknown.</param>
/// <param name="Output">The shape of one sample's result; null when it is unknown.</param>
/// <param name="HasErrors">The model has problems of its own; its shapes are then unknown, so that one cause gives one error.</param>
internal sealed record ModuleSignature(string Type, string DisplayName, Shape? Input, Shape? Output, bool HasErrors)
{
    /// <summary>What one recipe reads inside the model; null when it reads nothing there, or when nothing can be said because of errors.</summary>
    public ModelTaps? Taps { get; init; }

    public static ModuleSignature Of(ShapedModule module) => new(
        module.Module.Type.GlobalName,
        module.Module.Type.Name,
        module.HasErrors ? null : module.Module.Input,
        module.HasErrors ? null : module.Output,
        module.HasErrors);
}
