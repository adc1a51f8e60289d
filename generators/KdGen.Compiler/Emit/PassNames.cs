using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>What the passes over the rows are called: after the logits that they learn and, where these meet several teachers, after the teacher's too.</summary>
internal static class PassNames
{
    /// <summary>The names of <paramref name="passes"/>, in their order and each once: "student", "studentDist", "studentTeacherDist".</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<(string Student, string? Teacher)> passes)
    {
        UniqueNames unique = new([]);
        return [.. passes.Select(pass => unique.Free(pass.Student + (pass.Teacher is { } teacher && passes.Count(other => other.Student == pass.Student) > 1 ? Identifier.Capital(teacher) : "")))];
    }

    /// <summary>The logits that programs read.</summary>
    public static IReadOnlyList<(string Student, string? Teacher)> LogitsOf(EquatableArray<RowProgram> programs) => [.. programs.Select(static program => (program.Student, program.Teacher))];
}
