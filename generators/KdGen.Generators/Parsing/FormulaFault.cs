using KdGen.Compiler.Problems;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Parsing;

/// <summary>What is wrong with a loss of the user's, at its place in the source: for the analyzer, never for the pipeline.</summary>
internal sealed record FormulaFault(Location Location, ProblemCode Code, params string[] Arguments);
