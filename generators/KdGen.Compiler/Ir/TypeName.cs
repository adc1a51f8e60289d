using System.Linq;
using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ir;

/// <summary>A class by name: enough to reopen it in generated code and to refer to it.</summary>
/// <param name="Namespace">"A.B", or empty for the global namespace.</param>
/// <param name="Outer">The classes around it, outermost first; each by keyword ("class", "record", "struct" ...) and name.</param>
/// <param name="Name">The name as declared, without a leading @.</param>
internal sealed record TypeName(string Namespace, EquatableArray<OuterType> Outer, string Name)
{
    /// <summary>The class around it, which there must be.</summary>
    public TypeName Around => new(Namespace, Outer.Take(Outer.Count - 1).ToEquatableArray(), Outer[Outer.Count - 1].Name);

    /// <summary>"global::A.Outer.Name", keywords behind an @: how generated code refers to the class wherever it stands.</summary>
    public string GlobalName
    {
        get
        {
            string name = Namespace.Length == 0 ? "global::" : $"global::{Identifier.EscapePath(Namespace)}.";
            foreach (OuterType outer in Outer)
            {
                name += Identifier.Escape(outer.Name) + ".";
            }

            return name + Identifier.Escape(Name);
        }
    }
}

/// <summary>A class around a declared one: its keyword and its name with type parameters ("Outer&lt;T&gt;").</summary>
internal sealed record OuterType(string Keyword, string Name);
