using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ir;

/// <summary>A member that the user wrote in a class of the language, as far as it can stand in the way of a generated one.</summary>
/// <param name="Name">Its name without a leading @; of a constructor its class's.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Parameters">Of methods and constructors: the types, as global:: names.</param>
/// <param name="Place">Which one of its name it is, from 0.</param>
internal sealed record MemberDecl(string Name, MemberKind Kind, EquatableArray<string> Parameters = default, int Place = 0);

/// <summary>What two members of one name have to differ in.</summary>
internal enum MemberKind
{
    /// <summary>A field, constant, property or event.</summary>
    Value,
    Method,
    Constructor,

    /// <summary>Parameters beside the class's name: every other constructor must call this one.</summary>
    PrimaryConstructor,

    /// <summary>A nested type.</summary>
    Type,
}
