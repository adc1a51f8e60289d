using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;
using KdGen.Weights.Formats;

namespace KdGen.Compiler.Passes;

/// <summary>Whether the file in TeacherWeights holds the teacher that is declared (KDG3003), as far as the build has read it (KDG3004).</summary>
internal static class WeightsChecks
{
    private const string Argument = "TeacherWeights";

    /// <summary>Checks a recipe's weights file.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="teacher">The teacher's tensors; empty when the teacher has problems of its own or is not made of declarations.</param>
    /// <param name="headers">What the build read of the project's weights files.</param>
    public static EquatableArray<Problem> Of(RecipeDecl recipe, EquatableArray<StateTensor> teacher, EquatableArray<WeightsHeader> headers)
    {
        if (recipe.Header.Arguments.FirstOrDefault(static argument => argument.Name == Argument)?.Value is not Constant.Text { Value: var file } || file.Trim().Length == 0 || teacher.Count == 0)
        {
            return default;
        }

        WeightsHeader? header = headers.FirstOrDefault(header => IsSame(header.Path, file));
        string? unread = header is null ? "it is no file of the project, so the build cannot read it: put it into the project's folder" : header.Error;
        if (unread is not null)
        {
            return new([new Problem(ProblemCode.WeightsUnread, recipe.Header.Node, Argument, file, unread)]);
        }

        return Differences(teacher, header!.Tensors) is { } differences
            ? new([new Problem(ProblemCode.WeightsDiffer, recipe.Header.Node, Argument, file, $"does not fit {recipe.Teacher!.Split('.', ':').Last().TrimStart('@')}", differences)])
            : default;
    }

    /// <summary>The path as it is written names the file in the project, or beside the program, where the build puts it under its project path.</summary>
    private static bool IsSame(string path, string written)
    {
        string plain = written.Replace('\\', '/');
        while (plain.StartsWith("./", StringComparison.Ordinal))
        {
            plain = plain.Substring(2);
        }

        return string.Equals(path, plain, StringComparison.Ordinal) || plain.EndsWith("/" + path, StringComparison.Ordinal);
    }

    /// <summary>The differences in words; null when there are none.</summary>
    private static string? Differences(EquatableArray<StateTensor> model, EquatableArray<StateTensor> file)
    {
        Dictionary<string, StateTensor> given = Named(model, file);
        HashSet<string> known = [.. model.Select(static tensor => tensor.Name)];
        StateTensor[] missing = [.. model.Where(tensor => !given.ContainsKey(tensor.Name) && !KeyPrefix.IsOptional(tensor.Name))];
        string[] unexpected = [.. given.Keys.Where(name => !known.Contains(name))];
        string[] shapes =
        [
            .. model.Where(tensor => given.TryGetValue(tensor.Name, out StateTensor? other) && other.Shape != tensor.Shape)
                .Select(tensor => $"{tensor.Name} is {Text(given[tensor.Name].Shape)} where the model has {Text(tensor.Shape)}"),
        ];
        List<string> parts = [];
        Add(shapes, "");
        Add([.. missing.Select(static tensor => $"{tensor.Name} ({Text(tensor.Shape)})")], "it lacks ");
        Add(unexpected, "it has beyond the model ");
        return parts.Count == 0 ? null : string.Join("; ", parts);

        void Add(string[] items, string words)
        {
            if (items.Length > 0)
            {
                parts.Add(words + string.Join(", ", items.Take(2)) + (items.Length > 2 ? $" and {Literal.Of(items.Length - 2)} more" : ""));
            }
        }
    }

    /// <summary>The file's tensors by the names that the model would have for them.</summary>
    private static Dictionary<string, StateTensor> Named(EquatableArray<StateTensor> model, EquatableArray<StateTensor> file)
    {
        string prefix = KeyPrefix.Find([.. model.Select(static tensor => tensor.Name)], [.. file.Select(static tensor => tensor.Name)]);
        Dictionary<string, StateTensor> named = [];
        foreach (StateTensor tensor in file)
        {
            named[tensor.Name.Substring(prefix.Length)] = tensor;
        }

        return named;
    }

    private static string Text(EquatableArray<long> shape) => shape.Count == 0 ? "a scalar" : string.Join("x", shape);
}
