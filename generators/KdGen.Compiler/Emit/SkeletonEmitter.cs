using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>A model with errors: the surface that it would have, so that the only errors are the ones about it. What is called throws the first of them.</summary>
internal static class SkeletonEmitter
{
    /// <summary>X.Module.g.cs of a model that cannot be built as it is declared.</summary>
    public static string Emit(ShapedModule module)
    {
        ModuleDecl model = module.Module.Declaration;
        string message = module.Problems.FirstOrDefault(static problem => problem.IsError)?.Text ?? $"{module.Module.Type.Name} has an attribute that does not compile";
        return SourceFile.Write(
            module.Module.Type, [Names.TorchAlias, Names.SystemAlias], "Cannot be built as it is declared.", Bases(model),
            writer => Members(writer, model, [.. NameChecks.Free(model, isModel: true)], message));
    }

    private static bool IsFamilyMember(ModuleDecl model) => model is { FamilyArgs: not null, Template: not null };

    private static string Bases(ModuleDecl model) => IsFamilyMember(model) || model.Form.Base != BaseClass.None ? "" : " : " + Names.Module;

    private static void Members(CodeWriter writer, ModuleDecl model, List<GeneratedMember> free, string message)
    {
        // A class that cannot be reopened, that has a file of its own, or whose constructor is the user's stays as it is.
        ModuleDecl[] reopened = IsFamilyMember(model) ? [] : [.. model.Stages.Where(static stage =>
            stage is { Input: null, FamilyArgs: null, HasRole: false } && !FormChecks.IsClosed(stage.Form)
            && NameChecks.Free(stage, isModel: false) is var inner && inner.Any(static member => member.Kind == MemberKind.Constructor) && inner.Any(static member => member.Name == "forward"))];
        bool isFirst = true;

        foreach (string field in free.Where(static member => member.Kind == MemberKind.Value).Select(static member => member.Name))
        {
            ModuleDecl stage = model.Stages.First(stage => stage.Field == field);
            bool isNamed = reopened.Contains(stage) && stage.Visibility != Visibility.Private;
            writer.Line($"{(isNamed && stage.Visibility == Visibility.Internal ? "internal" : "public")} readonly {(isNamed ? Identifier.Escape(stage.Type.Name) : Names.Module)} {Identifier.Escape(field)} = null!;");
            isFirst = false;
        }

        foreach (GeneratedMember member in free.Where(static member => member.Kind != MemberKind.Value))
        {
            Separate();
            SourceFile.Throwing(writer, Signature(model, member), message);
        }

        foreach (ModuleDecl stage in reopened)
        {
            Separate();
            writer.Open($"partial class {Identifier.Escape(stage.Type.Name)}{Bases(stage)}");
            Members(writer, stage, [.. NameChecks.Free(stage, isModel: false)], message);
            writer.Close();
        }

        void Separate()
        {
            if (!isFirst)
            {
                writer.Line();
            }

            isFirst = false;
        }
    }

    private static string Signature(ModuleDecl model, GeneratedMember member) => member switch
    {
        { Kind: MemberKind.Constructor } => $"public {Identifier.Escape(model.Type.Name)}(){(IsFamilyMember(model) ? "" : $" : base({Literal.Quoted(model.Type.Name)})")}",
        { Name: "Summary" } => "public static void Summary()",
        { Name: "Heads" } => $"public ({string.Join(", ", GeneratedMembers.HeadNames(model).Select(static head => $"{Names.Tensor} {Identifier.Escape(head)}"))}) Heads({Names.Tensor} input)",
        _ => ModuleEmitter.ForwardSignature,
    };
}
