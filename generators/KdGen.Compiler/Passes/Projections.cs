using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;

namespace KdGen.Compiler.Passes;

/// <summary>The projectors of one recipe, each with a name of its own: terms that project the same pair in the same way share one.</summary>
internal sealed class Projections
{
    private readonly List<Projection> all = [];

    /// <summary>The projector of a term; null where there is none, or where it does not fit, which the checks say.</summary>
    public Projection? Between(FeaturePair features, ProjectorKind kind)
    {
        if (features is not { Student.Shape: { } from, Teacher.Shape: { } to } || ProjectorCatalog.Find(kind)?.Fits(from, to) != true)
        {
            return null;
        }

        if (all.FirstOrDefault(known => known.Kind == kind && known.Source.Variable == features.Student.Variable && known.Target.Variable == features.Teacher.Variable) is { } same)
        {
            return same;
        }

        string name = features.Student.Name;
        for (int i = 2; all.Any(known => known.Result.Name == name); i++)
        {
            name = $"{features.Student.Name}_{Literal.Of(i)}";
        }

        Feature result = new(FeatureOrigin.Projected, name, $"{features.Student.Text} through Projectors.{Dims.Small(name)}", to);
        all.Add(new Projection(kind, features.Student, features.Teacher, result, from, to));
        return all[all.Count - 1];
    }
}
