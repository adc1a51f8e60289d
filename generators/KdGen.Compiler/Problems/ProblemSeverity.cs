namespace KdGen.Compiler.Problems;

/// <summary>How bad a problem is, before an .editorconfig has its say.</summary>
internal enum ProblemSeverity
{
    Info,
    Warning,
    Error,
}
