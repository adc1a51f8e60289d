using System.Globalization;

namespace KdGen.Compiler.Problems;

/// <summary>What is said about one <see cref="ProblemCode"/>.</summary>
/// <param name="Code">The rule.</param>
/// <param name="Category">"Shapes", "Declaration" or "Distillation".</param>
/// <param name="Title">The rule in a few words.</param>
/// <param name="MessageFormat">The message, filled with <see cref="Problem.Arguments"/>: one line, no period at its end.</param>
/// <param name="Severity">Unless an .editorconfig says otherwise.</param>
internal sealed record ProblemRule(ProblemCode Code, string Category, string Title, string MessageFormat, ProblemSeverity Severity)
{
    /// <summary>"KDG1002".</summary>
    public string Id => "KDG" + ((int)Code).ToString("D4", CultureInfo.InvariantCulture);
}
