using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Problems;

/// <summary>One step of a <see cref="Fix"/>.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Node">The attribute it is done to; 0 is its class.</param>
/// <param name="Argument">The argument, by its name in <see cref="Argument"/>; null where the whole attribute or class is meant.</param>
/// <param name="Text">What is written: an expression (<c>2048</c>), an attribute without its brackets (<c>Conv(64, Kernel = 1)</c>, types in it by their global:: name), or a modifier.</param>
internal sealed record Edit(EditKind Kind, NodeId Node, string? Argument, string? Text)
{
    /// <summary>The argument becomes <paramref name="text"/>; where it is not written it is added, as a named one if it has no place of its own.</summary>
    public static Edit Set(NodeId node, string argument, string text) => new(EditKind.SetArgument, node, argument, text);

    /// <summary>The argument goes.</summary>
    public static Edit Drop(NodeId node, string argument) => new(EditKind.DropArgument, node, argument, null);

    /// <summary>An operator is put before the attribute, in its list.</summary>
    public static Edit InsertBefore(NodeId node, string attribute) => new(EditKind.InsertBefore, node, null, attribute);

    /// <summary>An operator is put behind the attribute, in its list.</summary>
    public static Edit InsertAfter(NodeId node, string attribute) => new(EditKind.InsertAfter, node, null, attribute);

    /// <summary>The attribute becomes another one.</summary>
    public static Edit Replace(NodeId node, string attribute) => new(EditKind.Replace, node, null, attribute);

    /// <summary>The attribute goes.</summary>
    public static Edit Remove(NodeId node) => new(EditKind.Remove, node, null, null);

    /// <summary>The class gets an attribute: behind the one that <paramref name="node"/> names, in brackets of its own; before all others where it is 0.</summary>
    public static Edit AddAttribute(NodeId node, string attribute) => new(EditKind.AddAttribute, node, null, attribute);

    /// <summary>The class (and with "partial" every class around it) gets a modifier.</summary>
    public static Edit AddModifier(NodeId node, string modifier) => new(EditKind.AddModifier, node, null, modifier);

    /// <summary>The class loses a modifier.</summary>
    public static Edit DropModifier(NodeId node, string modifier) => new(EditKind.DropModifier, node, null, modifier);

    /// <summary>The class goes, with its attributes.</summary>
    public static Edit RemoveClass(NodeId node) => new(EditKind.RemoveClass, node, null, null);
}

/// <summary>What an <see cref="Edit"/> does.</summary>
internal enum EditKind
{
    SetArgument,
    DropArgument,
    InsertBefore,
    InsertAfter,
    Replace,
    Remove,
    AddAttribute,
    AddModifier,
    DropModifier,
    RemoveClass,
}
