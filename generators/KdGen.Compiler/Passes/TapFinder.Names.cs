using System.Linq;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Passes;

/// <summary>What a model's own stages are called, for who misses one.</summary>
internal sealed partial class TapFinder
{
    /// <summary>The stages that there are: "has Stem, Stage1, Stage2".</summary>
    public string Stages
    {
        get
        {
            string[] stages = [.. model.Steps.OfType<Step.Child>().Select(static child => child.Class.Declaration.Type.Name)];
            return stages.Length == 0 ? "has none, give it nested stages" : $"has {string.Join(", ", stages.Take(8))}{(stages.Length > 8 ? " ..." : "")}";
        }
    }

    /// <summary>The class of the model's own stage that is likely meant by a name that no stage has; null where none is near, or several are.</summary>
    public string? Likely(string stage)
    {
        (string Name, int Value)[] stages = [.. StageValues(model)];
        return LikelyName.Of(Taps.NameOf(stage), stages.Select(static known => Taps.NameOf(known.Name))) is { } name ? stages.First(known => Taps.NameOf(known.Name) == name).Name : null;
    }
}
