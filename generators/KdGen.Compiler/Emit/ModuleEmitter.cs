using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>A model as a torch.nn.Module, its stages as nested ones.</summary>
internal static class ModuleEmitter
{
    private const string Keyed = "KdGen::Modules.KeyedModule";
    public const string ForwardSignature = $"public override {Names.Tensor} forward({Names.Tensor} input)";

    private static string[] Aliases => [Names.TorchAlias, Names.KdGenAlias, Names.SystemAlias, Names.LifetimeUsing];

    /// <summary>X.Module.g.cs; empty when nothing can be added to the class.</summary>
    public static string Emit(ShapedModule module)
        => FormChecks.IsClosed(module.Module.Form) ? ""
            : module.HasErrors || module.Body is not { } body ? SkeletonEmitter.Emit(module)
            : module.Module.Declaration is { FamilyArgs: not null, Template: not null } ? Member(module, body)
            : Model(module, body);

    /// <summary>The files of the blocks that a model is made of and this compilation declares.</summary>
    public static EquatableArray<BlockFile> Blocks(ShapedModule module)
    {
        if (module.Body is not { } body)
        {
            return default;
        }

        ClassBuilder builder = new(body);
        List<BlockFile> files = [];
        foreach (ModuleDecl block in module.Module.Declaration.Blocks)
        {
            if (!block.IsForeign && !FormChecks.IsClosed(block.Form) && !NameChecks.Concern(module.Problems, block) && builder.Places.TryGetValue(block.Type.GlobalName, out ShapedClass? place) && place.IsWhole)
            {
                string text = SourceFile.Write(
                    block.Type, Aliases, Summary(place), Bases(block, builder.Of(place)),
                    writer => Members(writer, builder, place, isModel: false), attributes: Expressions(block));
                files.Add(new BlockFile(block.Type, text));
            }
        }

        return files.ToEquatableArray();
    }

    private static string Model(ShapedModule module, ShapedClass body)
    {
        ClassBuilder builder = new(body);
        string[] table = CostTable.Of(body);
        return SourceFile.Write(
            module.Module.Type, Aliases, Headline(body), Bases(module.Module.Declaration, builder.Of(body)),
            writer =>
            {
                Members(writer, builder, body, isModel: true);
                Table(writer, table, isMember: false);
            },
            table, Expressions(module.Module.Declaration));
    }

    /// <summary>A member of a family: its template with other arguments.</summary>
    private static string Member(ShapedModule module, ShapedClass body)
    {
        ClassBuilder builder = new(body);
        List<string> arguments = [];
        foreach (ClassParameter parameter in builder.Of(body).Parameters)
        {
            string value = parameter.IsArg
                ? body.Args.First(arg => Identifier.Escape(arg.Name) == parameter.Name).Code
                : parameter.Type == "bool" ? Literal.Of(builder.SizeAt(body, parameter.Name) != 0) : Literal.Of(builder.SizeAt(body, parameter.Name));
            // A size's default is the template's, worked out with the template's arguments: it is always given.
            if (!parameter.IsArg || value != parameter.Default)
            {
                arguments.Add($"{parameter.Name}: {value}");
            }
        }

        string[] table = CostTable.Of(body);
        return SourceFile.Write(module.Module.Type, [Names.SystemAlias], Headline(body), "", writer =>
        {
            writer.Line("/// <summary>A model with fresh weights from torch's random numbers.</summary>");
            writer.Lines($"public {Identifier.Escape(module.Module.Type.Name)}() : base({string.Join(", ", arguments)})", "{", "}");
            Table(writer, table, isMember: true);
        }, table);
    }

    /// <summary>What another assembly needs to read the class's [Arg] expressions, which metadata folds to numbers.</summary>
    private static string[] Expressions(ModuleDecl declaration)
        => ExpressionText.Write(declaration) is { } text ? [$"[KdGen::Metadata.Expressions({Literal.Quoted(text)})]"] : [];

    /// <summary>What stands on the first line: "3x32x32 -> 10: 1,186,986 parameters, 94.2 M multiply-adds a sample."</summary>
    private static string Headline(ShapedClass place)
        => $"{place.Input} -> {place.Output?.ToString() ?? "?"}: {Literal.Grouped(place.Cost.Parameters)} parameters, {Literal.Rounded(place.Cost.MultiplyAdds)} multiply-adds a sample.";

    private static string Summary(ShapedClass place)
        => place.IsClosed ? Headline(place) : $"{Batched(place.InputDims)} -> {Batched(place.OutputDims)}";

    private static string Batched(EquatableArray<Dim> dims) => Dims.Batched(dims) ?? "[B, ...]";

    /// <summary>The base class, where the user's own part does not name one.</summary>
    private static string Bases(ModuleDecl declaration, ClassCode code) => declaration.Form.Base != BaseClass.None ? "" : " : " + (code.NeedsKeys ? Keyed : Names.Module);

    private static void Members(CodeWriter writer, ClassBuilder builder, ShapedClass place, bool isModel)
    {
        ClassCode code = builder.Of(place);
        if (code.Fields.Count > 0)
        {
            writer.Commented(code.Fields);
            writer.Line();
        }

        Constructor(writer, place, code, isModel);
        if (!code.NeedsKeys)
        {
            writer.Lines("", "/// <summary>Does nothing: the constructor registers each layer, once.</summary>", "protected override void RegisterComponents() { }");
        }

        writer.Line();
        Forward(writer, place, code, isModel);
        foreach (ModuleDecl stage in place.Declaration.Stages)
        {
            if (builder.Places.TryGetValue(stage.Type.GlobalName, out ShapedClass? nested))
            {
                writer.Lines("", $"/// <summary>{Summary(nested)}</summary>");
                foreach (string attribute in Expressions(stage))
                {
                    writer.Line(attribute);
                }

                writer.Open($"partial class {Identifier.Escape(stage.Type.Name)}{Bases(stage, builder.Of(nested))}");
                Members(writer, builder, nested, isModel: false);
                writer.Close();
            }
        }
    }

    private static void Constructor(CodeWriter writer, ShapedClass place, ClassCode code, bool isModel)
    {
        string name = place.Declaration.Type.Name;
        writer.Line($"/// <summary>A {(isModel ? "model" : "module")} with fresh weights from torch's random numbers.</summary>");
        string parameters = string.Join(", ", code.Parameters.Select(static parameter => $"{parameter.Type} {parameter.Name}{(parameter.Default is null ? "" : $" = {parameter.Default}")}"));
        writer.Open($"public {Identifier.Escape(name)}({parameters}) : base({Literal.Quoted(name)})");
        writer.Lines([.. code.Creations]);
        if (code.Registrations.Count > 0)
        {
            writer.Line();
            if (place.Steps.All(static step => step is Step.Operator { Key: null or { Text: { Length: > 0 } } } op && (op.Key is null || Expression.Number(op.Key.Text) is not null)))
            {
                writer.Line("// The keys of torch.nn.Sequential: the operator's place in the list.");
            }
        }

        string register = code.NeedsKeys ? "Register" : "register_module";
        foreach (Registration registration in code.Registrations)
        {
            if (registration.Header is not null)
            {
                writer.Line(registration.Header);
            }

            writer.Line($"{(registration.Header is null ? "" : "    ")}{register}({registration.Key}, {registration.Field});");
        }

        writer.Close();
    }

    private static void Forward(CodeWriter writer, ShapedClass place, ClassCode code, bool isModel)
    {
        string input = Batched(place.InputDims);
        if (place is { Heads: { } heads, Result: > 0 } && place.Steps[place.Result - 1] is Step.Joined joined)
        {
            string[] names = [.. heads.Heads.Select(static head => Identifier.Escape(Identifier.Small(head.Name)) + "Logits")];
            writer.Line($"/// <summary>{input} -> {Batched(place.OutputDims)}: {heads.Join switch { JoinKind.First => "the first head", JoinKind.Cat => "the heads side by side", JoinKind.Add => "the heads' sum", _ => "the heads' mean" }}.</summary>");
            writer.Open(ForwardSignature);
            writer.Lines(
                $"using var scope = {Names.Torch}.NewDisposeScope();",
                $"var ({string.Join(", ", names)}) = Heads(input);",
                $"return ({ClassBuilder.Joined(joined, names)}).MoveToOuterDisposeScope();");
            writer.Close();
            writer.Lines("", $"/// <summary>{input} -> {string.Join(", ", heads.Heads.Select(static head => $"{head.Name} {head.Shape?.Batched ?? "[B, ...]"}"))}.</summary>");
            writer.Open($"public ({string.Join(", ", heads.Heads.Select(static head => $"{Names.Tensor} {Identifier.Escape(head.Name)}"))}) Heads({Names.Tensor} input)");
        }
        else
        {
            writer.Line($"/// <summary>{input} -> {Batched(place.OutputDims)}</summary>");
            writer.Open(ForwardSignature);
        }

        if (isModel && place.Input is { } shape)
        {
            writer.Line($"KdGen::Modules.InputShape.Check(input, {Literal.Quoted(place.Declaration.Type.Name)}, {string.Join(", ", shape.Dims.Select(Literal.Of))});");
        }

        writer.Line($"using var scope = {Names.Torch}.NewDisposeScope();");
        writer.Commented(code.Forward);
        writer.Close();
    }

    private static void Table(CodeWriter writer, string[] table, bool isMember)
    {
        writer.Lines("", "/// <summary>Prints what the model costs, stage by stage.</summary>");
        writer.Line($"public static {(isMember ? "new " : "")}void Summary() => System::Console.Write(");
        for (int i = 0; i < table.Length; i++)
        {
            writer.Line($"    {Literal.Quoted(table[i] + "\n").Replace("\\u000a", "\\n")}{(i == table.Length - 1 ? ");" : " +")}");
        }
    }
}
