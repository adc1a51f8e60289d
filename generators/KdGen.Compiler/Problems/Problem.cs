using System.Globalization;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Problems;

/// <summary>Something wrong in a declaration, as a value: the only way the compiler speaks of errors.</summary>
/// <param name="Code">The rule.</param>
/// <param name="Node">The attribute it is about.</param>
/// <param name="Argument">The argument it is about, by the name it has in <see cref="Ir.Argument"/>; null for the attribute as a whole.</param>
/// <param name="Arguments">What fills the rule's message.</param>
internal sealed record Problem(ProblemCode Code, NodeId Node, string? Argument, EquatableArray<string> Arguments)
{
    public Problem(ProblemCode code, NodeId node, string? argument, params string[] arguments)
        : this(code, node, argument, new EquatableArray<string>(arguments))
    {
    }

    /// <summary>The other parties that the message speaks of: where the received number came from, the stage that is compared with.</summary>
    public EquatableArray<Spot> Related { get; init; }

    /// <summary>Changes that mend it, the best first.</summary>
    public EquatableArray<Fix> Fixes { get; init; }

    public ProblemRule Rule => ProblemCatalog.Of(Code);

    /// <summary>No code can be made of what it is about; a warning or a note changes nothing.</summary>
    public bool IsError => Rule.Severity == ProblemSeverity.Error;

    /// <summary>"Linear states 1024 inputs but receives 2048 (32x8x8 from MaxPool, flattened)".</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, Rule.MessageFormat, Arguments.Cast<object>().ToArray());

    /// <summary>The message behind its id: "KDG1002: Linear states ...".</summary>
    public string Text => Rule.Id + ": " + Message;
}
