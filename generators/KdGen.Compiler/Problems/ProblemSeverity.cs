namespace KdGen.Compiler.Problems;

/// <summary>How bad a problem is, before an .editorconfig has its say.</summary>
internal enum ProblemSeverity
{
    /// <summary>Off unless an .editorconfig asks for it.</summary>
    Hidden,
    Info,
    Warning,
    Error,
}
