using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>The methods by which a recipe computes a model's values from outside of it: one for the model, one for each class that is read inside.</summary>
internal static class TapReaderEmitter
{
    /// <summary>The method that reads the teacher.</summary>
    public const string OfTeacher = "ReadTeacher";

    /// <summary>The method that reads the student.</summary>
    public const string OfStudent = "ReadStudent";

    /// <summary>The names of all methods that read <paramref name="reader"/>.</summary>
    public static IEnumerable<string> MethodsOf(TapReader reader, string name)
        => reader.Inner.SelectMany(inner => MethodsOf(inner.Reader, NameOf(reader, inner, name))).Prepend(name);

    /// <summary>Writes the methods.</summary>
    /// <param name="writer">The recipe's file.</param>
    /// <param name="model">The model.</param>
    /// <param name="reader">What is read in it.</param>
    /// <param name="name">The method's name; those of inner classes begin with it.</param>
    public static void Write(CodeWriter writer, ModelRef model, TapReader reader, string name)
    {
        List<(InnerReader Inner, string Name)> inner = [];
        ReadValue[] values = [.. reader.All];
        string[] results =
        [
            .. reader.ReadsResult ? [$"logits {RecipeText.Logits(model)}"] : (string[])[],
            .. values.Select(static value => $"{value.Name}{(value.Shape is { } shape ? " " + shape.Batched : "")}"),
        ];
        string[] types = [.. reader.ReadsResult ? [$"{Names.Tensor} Logits"] : (string[])[], .. values.Select(static value => $"{Names.Tensor} {value.Name}")];
        writer.Line($"/// <summary>What the loss reads of {model.DisplayName}: {RecipeText.Input(model)} -> {string.Join(", ", results)}. The rest is freed on the way.</summary>");
        writer.Open($"static {(types.Length == 1 ? Names.Tensor : $"({string.Join(", ", types)})")} {name}({model.Type} model, {Names.Tensor} input)");
        if (model.Input is { } shape)
        {
            writer.Line($"KdGen::Modules.InputShape.Check(input, {Literal.Quoted(model.DisplayName)}, {string.Join(", ", shape.Dims.Select(Literal.Of))});");
        }

        Body(writer, reader, "model", name, handsOut: false, inner);
        writer.Close();
        Inner(writer, inner);
    }

    /// <summary>Writes the method that computes a model's result from a value inside of it.</summary>
    /// <param name="writer">The recipe's file.</param>
    /// <param name="model">The model.</param>
    /// <param name="reader">What it does with the value.</param>
    /// <param name="name">The method's name.</param>
    public static void WriteRest(CodeWriter writer, ModelRef model, TapReader reader, string name)
    {
        writer.Line($"/// <summary>What {model.DisplayName} makes of a value inside of it: {reader.Place.Input?.Batched ?? "[B, ...]"} -> logits {RecipeText.Logits(model)}. A gradient flows through it, and none to its weights.</summary>");
        writer.Open($"static {Names.Tensor} {name}({model.Type} model, {Names.Tensor} input)");
        writer.Line("using var frozen = KdGen::Training.FrozenWeights.Of(model);");
        Body(writer, reader, "model", name, handsOut: false, []);
        writer.Close();
    }

    private static void Inner(CodeWriter writer, List<(InnerReader Inner, string Name)> readers)
    {
        foreach ((InnerReader inner, string name) in readers)
        {
            List<(InnerReader Inner, string Name)> below = [];
            TapReader reader = inner.Reader;
            string outs = string.Concat(reader.All.Select(static value => $", out {Names.Tensor} {ClassBuilder.Variable(value)}"));
            writer.Lines("", $"/// <summary>The forward of {reader.Place.Declaration.Type.Name}{(reader.ReadsResult ? ", with" : " as far as")} what is read inside.</summary>");
            writer.Open($"static {(reader.ReadsResult ? Names.Tensor : "void")} {name}({reader.Place.Declaration.Type.GlobalName} module, {Names.Tensor} input{outs})");
            Body(writer, reader, "module", name, handsOut: true, below);
            writer.Close();
            Inner(writer, below);
        }
    }

    private static void Body(CodeWriter writer, TapReader reader, string model, string name, bool handsOut, List<(InnerReader Inner, string Name)> inner)
    {
        writer.Line($"using var scope = {Names.Torch}.NewDisposeScope();");
        writer.Commented(ClassBuilder.Read(reader, model, Method, handsOut));

        string Method(InnerReader read)
        {
            string method = NameOf(reader, read, name);
            inner.Add((read, method));
            return method;
        }
    }

    /// <summary>The method for a class inside: the field that holds it, behind the name of the method that calls it.</summary>
    private static string NameOf(TapReader around, InnerReader inner, string name)
    {
        string field = ((Step.Child)around.Place.Steps[inner.Step]).Field;
        int index = field.IndexOf('[');
        return name + Identifier.Capital(index < 0 ? field : field.Substring(0, index) + (char.IsDigit(field[index - 1]) ? "_" : "") + field.Substring(index + 1).TrimEnd(']'));
    }
}
