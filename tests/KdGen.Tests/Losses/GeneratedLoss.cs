using System.Reflection;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses;

/// <summary>The loss that was generated for a recipe, by the names of its parameters: recipes take what their terms read.</summary>
internal sealed class GeneratedLoss(Type recipe)
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.DoNotWrapExceptions;

    private readonly Type settings = recipe.GetNestedType("LossSettings")!;

    /// <summary>The settings that may be changed, in the order of their declaration.</summary>
    public IReadOnlyList<string> SettingNames => [.. settings.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(static property => property.Name)];

    public Tensor Loss(IReadOnlyDictionary<string, Tensor> tensors, object? settings = null) => (Tensor)Call("Loss", tensors, settings);

    public Tensor Composed(IReadOnlyDictionary<string, Tensor> tensors, object? settings = null) => (Tensor)Call("ComposedLoss", tensors, settings);

    public (Tensor Value, Tensor[] Gradients) LossAndGradient(IReadOnlyDictionary<string, Tensor> tensors, object? settings = null)
    {
        var results = (ITuple)Call("LossAndGradient", tensors, settings);
        return ((Tensor)results[0]!, [.. Enumerable.Range(1, results.Length - 1).Select(i => (Tensor)results[i]!)]);
    }

    /// <summary>The declared value of a setting.</summary>
    public object? Declared(string setting) => settings.GetProperty(setting)!.GetValue(settings.GetProperty("Declared", Public)!.GetValue(null));

    /// <summary>The declared settings with some changed.</summary>
    public object With(IEnumerable<(string Name, object? Value)> changes)
    {
        object declared = settings.GetProperty("Declared", Public)!.GetValue(null)!;
        object changed = settings.GetMethod("<Clone>$")!.Invoke(declared, null)!;
        foreach ((string name, object? value) in changes)
        {
            settings.GetProperty(name)!.SetValue(changed, value);
        }

        return changed;
    }

    private object Call(string name, IReadOnlyDictionary<string, Tensor> tensors, object? chosen)
    {
        MethodInfo method = recipe.GetMethods(Public).Single(method => method.Name == name);
        object?[] arguments = [.. method.GetParameters().Select(parameter => parameter.Name == "settings" ? chosen : (object)tensors[parameter.Name!])];
        return method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
    }
}
