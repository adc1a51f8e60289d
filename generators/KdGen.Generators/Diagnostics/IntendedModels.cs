using System.Linq;
using System.Threading;
using KdGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Diagnostics;

/// <summary>The classes that are looked at as models: those that are, and those without [Input] that can be meant as nothing else.</summary>
internal static class IntendedModels
{
    public static bool Contain(INamedTypeSymbol type, BlockNames blocks, CancellationToken token) =>
        (DeclarationParser.IsModel(type) && !IsMarkedRecipe(type)) || LacksInput(type, blocks, token);

    /// <summary>A recipe with nothing of a model but a mark, which is one mistake.</summary>
    private static bool IsMarkedRecipe(INamedTypeSymbol type) =>
        Language.FirstOf(type, [Word.Distill, Word.Train]) is not null && Language.FirstOf(type, [Word.Input, Word.Layer]) is null;

    /// <summary>Operators or stages that no model can be made of: the class is no block and no stage, so it was meant as a model.</summary>
    private static bool LacksInput(INamedTypeSymbol type, BlockNames blocks, CancellationToken token) =>
        type.ContainingType is null
        && Language.FirstOf(type, [Word.Distill, Word.Train]) is null
        && (Language.FirstOf(type, [Word.Layer]) is not null || HoldsStages(type, blocks, token))
        && !IsBlock(type, blocks, token);

    /// <summary>A class of stages, several and nothing else, that nothing names as blocks. One that no code can be added to merely holds other classes, and so may one of a single class.</summary>
    private static bool HoldsStages(INamedTypeSymbol type, BlockNames blocks, CancellationToken token) =>
        type is { IsStatic: false, IsAbstract: false, Arity: 0, IsRecord: false }
        && type.GetTypeMembers() is { Length: > 1 } nested
        && nested.All(stage => ModuleReader.IsStage(stage) && !IsBlock(stage, blocks, token) && Language.FirstOf(stage, [Word.Layer]) is not null)
        && TypeReader.FormOf(type, isRecipe: false, token).IsPartial;

    private static bool IsBlock(INamedTypeSymbol type, BlockNames blocks, CancellationToken token) =>
        type.GetMembers().OfType<IFieldSymbol>().Any(Language.IsArg) || blocks.Contains(type.Name, token);
}
