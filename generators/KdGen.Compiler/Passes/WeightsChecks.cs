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

    // Those that KdGen.targets looks for.
    private static readonly EquatableArray<string> Extensions = new([".safetensors", ".pth", ".pt"]);

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

        string written = Plain(file);
        WeightsHeader? header = headers.FirstOrDefault(header => header.Paths.Contains(written));
        string? unread = header is null ? Absent(written) : header.Error;
        if (unread is not null)
        {
            return new([new Problem(ProblemCode.WeightsUnread, recipe.Header.Node, Argument, file, unread)]);
        }

        return Differences(teacher, header!.Tensors) is { } differences
            ? new([new Problem(ProblemCode.WeightsDiffer, recipe.Header.Node, Argument, file, $"does not fit {recipe.Teacher!.Split('.', ':').Last().TrimStart('@')}", differences)])
            : default;
    }

    /// <summary>Why the build has read no file of that path.</summary>
    private static string Absent(string file) => Extensions.Any(extension => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
        ? "it is no file of the project, so the build cannot read it: put it into the project's folder"
        : $"the build reads {string.Join(", ", Extensions)} files: call it by one of these";

    /// <summary>The path as the build writes it.</summary>
    private static string Plain(string written)
    {
        string plain = written.Replace('\\', '/');
        while (plain.StartsWith("./", StringComparison.Ordinal))
        {
            plain = plain.Substring(2);
        }

        return plain;
    }

    /// <summary>The differences in words; null when there are none.</summary>
    private static string? Differences(EquatableArray<StateTensor> model, EquatableArray<StoredTensor> file)
    {
        Dictionary<string, StoredTensor> given = Named(model, file);
        HashSet<string> known = [.. model.Select(static tensor => tensor.Name)];
        StateTensor[] missing = [.. model.Where(tensor => !given.ContainsKey(tensor.Name) && !KeyPrefix.IsOptional(tensor.Name))];
        string[] unexpected = [.. given.Keys.Where(name => !known.Contains(name))];
        string[] shapes = [.. model.Select(tensor => given.TryGetValue(tensor.Name, out StoredTensor? other) ? Difference(tensor, other) : null).OfType<string>()];
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

    /// <summary>How a tensor differs from the model's; null when its values can be loaded.</summary>
    private static string? Difference(StateTensor model, StoredTensor file)
    {
        // Of what a state_dict holds, only BatchNorm's count is a whole number.
        bool isFloating = !KeyPrefix.IsOptional(model.Name);
        return file.Shape != model.Shape ? $"{model.Name} is {Text(file.Shape)} where the model has {Text(model.Shape)}"
            : file.IsFloating != isFloating ? $"{model.Name} holds {file.Type} where the model has {(isFloating ? "floating point" : "a whole number")}"
            : null;
    }

    /// <summary>The file's tensors by the names that the model would have for them.</summary>
    private static Dictionary<string, StoredTensor> Named(EquatableArray<StateTensor> model, EquatableArray<StoredTensor> file)
    {
        string prefix = KeyPrefix.Find([.. model.Select(static tensor => tensor.Name)], [.. file.Select(static tensor => tensor.Name)]);
        Dictionary<string, StoredTensor> named = [];
        foreach (StoredTensor tensor in file)
        {
            named[tensor.Name.Substring(prefix.Length)] = tensor;
        }

        return named;
    }

    private static string Text(EquatableArray<long> shape) => shape.Count == 0 ? "a scalar" : string.Join("x", shape);
}
