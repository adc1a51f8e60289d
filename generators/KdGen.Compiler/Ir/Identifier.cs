using System.Linq;

namespace KdGen.Compiler.Ir;

/// <summary>C# identifiers. An @ before a word that is no keyword changes nothing, so contextual keywords get one too.</summary>
internal static class Identifier
{
    /// <summary>"@class" for "class"; type parameters may stand behind the name ("Outer&lt;@in, T&gt;").</summary>
    public static string Escape(string name)
    {
        int parameters = name.IndexOf('<');
        return parameters < 0 ? Word(name)
            : $"{Word(name.Substring(0, parameters))}<{string.Join(", ", name.Substring(parameters + 1).TrimEnd('>').Split(',').Select(static parameter => Word(parameter.Trim())))}>";
    }

    /// <summary>"A.@class" for "A.class".</summary>
    public static string EscapePath(string path) => string.Join(".", path.Split('.').Select(Escape));

    /// <summary>"Stage1" of "stage1".</summary>
    public static string Capital(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>"stage1" of "Stage1".</summary>
    public static string Small(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name.Substring(1);

    private static string Word(string name) => IsKeyword(name) ? "@" + name : name;

    private static bool IsKeyword(string name) =>
        name is "abstract" or "as" or "base" or "bool" or "break" or "byte" or "case" or "catch" or "char" or "checked" or "class" or "const" or "continue"
            or "decimal" or "default" or "delegate" or "do" or "double" or "else" or "enum" or "event" or "explicit" or "extern" or "false"
            or "finally" or "fixed" or "float" or "for" or "foreach" or "goto" or "if" or "implicit" or "in" or "int" or "interface" or "internal"
            or "is" or "lock" or "long" or "namespace" or "new" or "null" or "object" or "operator" or "out" or "override" or "params" or "private"
            or "protected" or "public" or "readonly" or "ref" or "return" or "sbyte" or "sealed" or "short" or "sizeof" or "stackalloc" or "static"
            or "string" or "struct" or "switch" or "this" or "throw" or "true" or "try" or "typeof" or "uint" or "ulong" or "unchecked" or "unsafe"
            or "ushort" or "using" or "virtual" or "void" or "volatile" or "while" or "async" or "await" or "dynamic" or "extension" or "field"
            or "file" or "global" or "nint" or "notnull" or "nuint" or "partial" or "record" or "required" or "scoped" or "unmanaged" or "var"
            or "when" or "where" or "yield";
}
