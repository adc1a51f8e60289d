using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.CodeFixes.Editing;

/// <summary>A change of one file.</summary>
/// <param name="Tree">The file.</param>
/// <param name="Change">What becomes what.</param>
internal sealed record SourceChange(SyntaxTree Tree, TextChange Change);
