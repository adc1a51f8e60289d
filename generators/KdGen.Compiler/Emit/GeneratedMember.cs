using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Emit;

/// <summary>A member that the build writes.</summary>
/// <param name="Name">Its name without a leading @; of a constructor its class's.</param>
/// <param name="Kind">Value, Method or Constructor.</param>
/// <param name="What">"method", "field": what a message calls it.</param>
/// <param name="Parameters">The types of its parameters, as global:: names.</param>
internal sealed record GeneratedMember(string Name, MemberKind Kind, string What, EquatableArray<string> Parameters = default)
{
    public const string Tensor = "global::TorchSharp.torch.Tensor";

    public static GeneratedMember Value(string name, string what) => new(name, MemberKind.Value, what);

    public static GeneratedMember Method(string name, params string[] parameters) => new(name, MemberKind.Method, "method", new(parameters));

    /// <param name="name">The class's name.</param>
    /// <param name="parameters">Types, those of C#'s own by their keywords.</param>
    public static GeneratedMember Constructor(string name, params string[] parameters) => new(
        name, MemberKind.Constructor, "constructor",
        parameters.Select(static type => type switch
        {
            "bool" => "global::System.Boolean",
            "double" => "global::System.Double",
            "int" => "global::System.Int32",
            "long" => "global::System.Int64",
            _ => type,
        }).ToEquatableArray());

    /// <summary>Whether C# would refuse the two in one class.</summary>
    public bool Clashes(MemberDecl own) => (Kind, own.Kind) switch
    {
        (MemberKind.Constructor, MemberKind.PrimaryConstructor) => true,
        (MemberKind.Constructor, MemberKind.Constructor) => Parameters == own.Parameters,
        (MemberKind.Constructor, _) or (_, MemberKind.Constructor or MemberKind.PrimaryConstructor) => false,
        (MemberKind.Method, MemberKind.Method) => Name == own.Name && Parameters == own.Parameters,
        _ => Name == own.Name,
    };
}
