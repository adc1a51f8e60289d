using System.Linq;
using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ir;

/// <summary>C# identifiers. An @ before a word that is no keyword changes nothing, so contextual keywords get one too.</summary>
internal static class Identifier
{
    private static readonly EquatableArray<string> Keywords = new((
        "abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event "
        + "explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null "
        + "object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string "
        + "struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while "
        + "async await dynamic extension field file global nint notnull nuint partial record required scoped unmanaged var when where yield").Split(' '));

    /// <summary>"@class" for "class"; type parameters behind the name stay ("Outer&lt;T&gt;").</summary>
    public static string Escape(string name) => Keywords.Contains(name.Split('<')[0]) ? "@" + name : name;

    /// <summary>"A.@class" for "A.class".</summary>
    public static string EscapePath(string path) => string.Join(".", path.Split('.').Select(Escape));
}
