using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Problems;

/// <summary>A change of the source that mends a problem. The compiler says what to write; the code fix provider writes it.</summary>
/// <param name="Key">What kind of change it is, the same wherever it is offered for a rule ("UseReceived"): "fix all" takes those with one key.</param>
/// <param name="Title">What the editor offers, with its number: "Use 2048".</param>
/// <param name="Edits">What is written, on attributes that do not overlap.</param>
internal sealed record Fix(string Key, string Title, EquatableArray<Edit> Edits)
{
    public Fix(string key, string title, params Edit[] edits)
        : this(key, title, new EquatableArray<Edit>(edits))
    {
    }
}
