using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Problems;

/// <summary>Something wrong in a declaration, as a value: the only way the compiler speaks of errors.</summary>
/// <param name="Code">The rule.</param>
/// <param name="Node">The attribute it is about.</param>
/// <param name="Argument">The argument it is about, by the name it has in <see cref="Ir.Argument"/>; null for the attribute as a whole.</param>
/// <param name="Arguments">What fills the rule's message.</param>
internal sealed record Problem(ProblemCode Code, NodeId Node, string? Argument, EquatableArray<string> Arguments);
