using System.ComponentModel;

namespace KdGen.Metadata;

/// <summary>
/// Written by the build, for the build: what an assembly does not tell about a class of the language. Its [Arg] constants are folded into the
/// attributes that name them (and private ones are not seen at all), so a project that uses the class reads them here.
/// </summary>
/// <param name="text">Entries between semicolons: "C=64" for a constant, "1.outChannels=* 4 C" for the argument of the class's first attribute, "Forward" for a hand-written one.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ExpressionsAttribute(string text) : Attribute
{
    /// <summary>The entries.</summary>
    public string Text { get; } = text;
}
