using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Parsing;

/// <summary>What an attribute is in the language.</summary>
internal enum Word
{
    /// <summary>No attribute of the language, or one that does not bind: C# speaks about that.</summary>
    None,
    Input,
    Teacher,
    Student,
    Layer,
    Distill,
    Train,
    Loss,
    Optimizer,
    Epochs,
    Batch,
    Phase,
    Output,
    Key,
    Shape,

    /// <summary>[Args(9)], which makes a member of a family.</summary>
    FamilyArgs,
}

/// <summary>Tells the language's attributes from all others.</summary>
internal static class Language
{
    /// <summary>What the attributes that make a class a model or recipe are called in the source, where they have no alias.</summary>
    public static readonly ImmutableHashSet<string> Marks = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        [.. ((string[])["Input", "Teacher", "Student", "Args", "Distill", "Train"]).SelectMany(static name => (string[])[name, name + "Attribute"])]);

    /// <summary>A class's attributes of the language in source order. A <see cref="Compiler.Ir.NodeId"/> counts in this list, from 1.</summary>
    public static ImmutableArray<(Word Word, AttributeData Attribute)> AttributesOf(INamedTypeSymbol type)
    {
        // Asked of every class of a project, most of which have none.
        ImmutableArray<(Word, AttributeData)>.Builder? words = null;
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (WordOf(attribute.AttributeClass) is var word and not Word.None)
            {
                (words ??= ImmutableArray.CreateBuilder<(Word, AttributeData)>()).Add((word, attribute));
            }
        }

        return words?.ToImmutable() ?? [];
    }

    /// <summary>The attribute whose word comes first in <paramref name="words"/>; null when the class has none of them.</summary>
    public static AttributeData? FirstOf(INamedTypeSymbol type, ImmutableArray<Word> words)
    {
        ImmutableArray<(Word Word, AttributeData Attribute)> attributes = AttributesOf(type);
        foreach (Word word in words)
        {
            foreach ((Word Word, AttributeData Attribute) attribute in attributes)
            {
                if (attribute.Word == word)
                {
                    return attribute.Attribute;
                }
            }
        }

        return null;
    }

    /// <summary>Whether a field is a constant marked [Arg].</summary>
    public static bool IsArg(IFieldSymbol field) => field.IsConst && HasArg(field);

    /// <summary>Whether a field is marked [Arg], rightly or not.</summary>
    public static bool HasArg(IFieldSymbol field)
    {
        foreach (AttributeData attribute in field.GetAttributes())
        {
            if (attribute.AttributeClass is { MetadataName: "ArgAttribute" } type && IsOurs(type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a method is marked [Loss].</summary>
    public static bool IsLoss(IMethodSymbol method)
    {
        foreach (AttributeData attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is { MetadataName: "LossAttribute" } type && IsOurs(type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The type that losses of one's own are written over.</summary>
    public static bool IsRow(ITypeSymbol? type) => type is INamedTypeSymbol { MetadataName: "Row" } named && IsOurs(named);

    /// <summary>The class of the functions on rows.</summary>
    public static bool IsRowMath(INamedTypeSymbol? type) => type is { MetadataName: "RowMath" } && IsOurs(type);

    /// <summary>TorchSharp's tensor.</summary>
    public static bool IsTensor(ITypeSymbol type) => type is { Name: "Tensor", ContainingType: { Name: "torch", ContainingNamespace: { Name: "TorchSharp", ContainingNamespace.IsGlobalNamespace: true } } };

    /// <summary>The text of [KdGen.Metadata.Expressions], by which another assembly says what its metadata does not; null without one.</summary>
    public static string? ExpressionsOf(INamedTypeSymbol type)
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is { MetadataName: "ExpressionsAttribute", ContainingType: null, ContainingNamespace: { Name: "Metadata", ContainingNamespace: { Name: "KdGen", ContainingNamespace.IsGlobalNamespace: true } } }
                && attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string text })
            {
                return text;
            }
        }

        return null;
    }

    private static Word WordOf(INamedTypeSymbol? attribute)
    {
        if (attribute is null or { TypeKind: TypeKind.Error })
        {
            return Word.None;
        }

        for (INamedTypeSymbol? basis = attribute.BaseType; basis is not null; basis = basis.BaseType)
        {
            switch (basis.Name)
            {
                case "LayerAttribute" when IsOurs(basis):
                    return Word.Layer;
                case "OptimizerAttribute" when IsOurs(basis):
                    return Word.Optimizer;
            }
        }

        if (!IsOurs(attribute))
        {
            return Word.None;
        }

        return attribute.MetadataName switch
        {
            "InputAttribute" => Word.Input,
            "TeacherAttribute" => Word.Teacher,
            "StudentAttribute" => Word.Student,
            "DistillAttribute`2" => Word.Distill,
            "TrainAttribute`1" => Word.Train,
            "DistillLossAttribute" or "DistillLossAttribute`2" => Word.Loss,
            "EpochsAttribute" => Word.Epochs,
            "BatchAttribute" => Word.Batch,
            "PhaseAttribute" => Word.Phase,
            "OutputAttribute`2" => Word.Output,
            "KeyAttribute" => Word.Key,
            "ShapeAttribute" or "ShapeAttribute`1" => Word.Shape,
            "ArgsAttribute" => Word.FamilyArgs,
            _ => Word.None,
        };
    }

    private static bool IsOurs(INamedTypeSymbol type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "KdGen", ContainingNamespace.IsGlobalNamespace: true } };
}
