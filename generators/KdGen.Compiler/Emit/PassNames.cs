using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>What the passes over the rows are called: after the logits that they learn and, where these meet several teachers, after the teacher's too.</summary>
internal static class PassNames
{
    /// <summary>The names of <paramref name="programs"/>, in their order and each once: "student", "studentDist", "studentTeacherDist".</summary>
    public static IReadOnlyList<string> Of(EquatableArray<RowProgram> programs)
    {
        HashSet<string> taken = [];
        return [.. programs.Select(Name)];

        string Name(RowProgram program)
        {
            bool isShared = programs.Count(other => other.Student == program.Student) > 1;
            string stem = program.Student + (isShared && program.Teacher is { } teacher ? RecipeText.Pascal(teacher) : ""), name = stem;
            for (int number = 2; !taken.Add(name); number++)
            {
                name = stem + Literal.Of(number);
            }

            return name;
        }
    }
}
