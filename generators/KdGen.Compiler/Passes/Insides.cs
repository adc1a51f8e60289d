using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Passes;

/// <summary>
/// A recipe's models with all that is in them. What is said about a recipe may depend on it, what is generated for it never does: the generator does not look,
/// so that an edit inside a model leaves its recipes alone.
/// </summary>
/// <param name="Teacher">The teacher; null when it is unknown.</param>
/// <param name="Student">The class that learns; null as above.</param>
internal sealed record Insides(ShapedModule? Teacher, ShapedModule? Student)
{
    public static readonly Insides Unknown = new(null, null);
}
