using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;
using KdGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Diagnostics;

/// <summary>
/// What of the language stands where nothing reads it (KDG1113). The compiler never meets it, so it is looked for on the class itself. Only what is certain is said: a class
/// that some other project may use as a block, or an attribute that C# speaks about, is left alone.
/// </summary>
internal sealed class EffectChecks(BlockNames blocks, CancellationToken token)
{
    /// <summary>What means nothing on a class or in it.</summary>
    public EquatableArray<Problem> Of(INamedTypeSymbol type)
    {
        ImmutableArray<(Word Word, AttributeData Attribute)> words = Language.AttributesOf(type);
        List<Problem> problems = [];
        Role role = words.IsEmpty && !HasPartOrField(type) ? Role.None : RoleOf(type, words);
        if (!words.IsEmpty && !type.GetAttributes().Any(static attribute => attribute.AttributeClass is not { TypeKind: not TypeKind.Error }))
        {
            OfWords(type, words, role, problems);
        }

        OfMembers(type, role, words, problems);
        return problems.ToEquatableArray();
    }

    private void OfWords(INamedTypeSymbol type, ImmutableArray<(Word Word, AttributeData Attribute)> words, Role role, List<Problem> problems)
    {
        int[] ofRecipes = [.. Enumerable.Range(0, words.Length).Where(i => words[i].Word is Word.Loss or Word.Optimizer or Word.Epochs or Word.Batch or Word.Phase)];
        if (role != Role.Recipe && ofRecipes.Length > 0)
        {
            // One header is missing, whatever was meant to stand beside it.
            NodeId node = new(ofRecipes[0] + 1);
            string title = ofRecipes.Length == 1 ? $"Remove [{NameOf(words[ofRecipes[0]].Attribute)}]" : "Remove what belongs to a recipe";
            problems.Add(new Problem(ProblemCode.NoEffect, node, null, $"[{NameOf(words[ofRecipes[0]].Attribute)}]", type.Name, "it belongs beside [Distill<Teacher, Student>] or [Train<Model>]")
            {
                Fixes = new([new Fix("Remove", title, [.. ofRecipes.Select(static i => Edit.Remove(new NodeId(i + 1)))])]),
            });
        }

        for (int i = 0; i < words.Length; i++)
        {
            string name = NameOf(words[i].Attribute);
            string? cure = (words[i].Word, role) switch
            {
                (Word.Key, Role.Model or Role.Member) => "the name of a model is in none of its keys",
                (Word.Output, Role.Member) => $"its heads are those of {type.BaseType?.Name}",
                (Word.Output, Role.Stage or Role.Branch or Role.Block) => "a model alone has heads",
                (Word.Layer or Word.Shape, Role.Member) => $"its operators are those of {type.BaseType?.Name}",
                (Word.Layer, Role.Model or Role.Block or Role.Branch) when name == "OnlyIfShapeChanges" || (name is "From" or "Add" or "Cat" && IsFirst(words, i)) => "it is for a stage, which has others before it",
                (Word.Layer or Word.Key or Word.Shape or Word.Output, Role.Recipe) when !DeclarationParser.IsModel(type) => "a recipe is no model",
                (Word.Layer or Word.Key or Word.Shape or Word.Output, Role.StageOfMember) when i == 0 => $"the stages of {type.ContainingType.Name} are those of {type.ContainingType.BaseType?.Name}",
                _ => null,
            };
            if (cure is not null)
            {
                NodeId node = new(i + 1);
                Fix fix = role == Role.StageOfMember ? new("RemoveClass", $"Remove {type.Name}", Edit.RemoveClass(NodeId.Class)) : new("Remove", $"Remove [{name}]", Edit.Remove(node));
                problems.Add(new Problem(ProblemCode.NoEffect, node, null, $"[{name}]", type.Name, cure) { Fixes = new([fix]) });
            }
        }
    }

    private void OfMembers(INamedTypeSymbol type, Role role, ImmutableArray<(Word Word, AttributeData Attribute)> words, List<Problem> problems)
    {
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(Language.HasArg))
        {
            string? cure = !field.IsConst ? "make it a const"
                : field.HasConstantValue && field.ConstantValue is not (int or double or float or bool) ? "make it an int, a double or a bool"
                : role == Role.Recipe ? "a recipe has no parameters"
                : role is Role.Member or Role.StageOfMember ? $"its parameters are those of {(role == Role.Member ? type : type.ContainingType)?.BaseType?.Name}"
                : words.IsEmpty && role == Role.None && !blocks.Contains(type.Name, token) && !type.GetTypeMembers().Any(ModuleReader.IsStage) && type.GetMembers("Forward").IsEmpty && type.ContainingType is null
                    ? $"{type.Name} is no model, stage or block"
                : null;
            if (cure is not null)
            {
                problems.Add(new Problem(ProblemCode.NoEffect, NodeId.Class, Spot.Member(field.Name), "[Arg]", field.Name, cure));
            }
        }

        // The build registers what it makes; a constructor of the user's may do the same for what it has.
        if (role is Role.Model or Role.Stage or Role.Branch or Role.Block && !type.InstanceConstructors.Any(static constructor => !constructor.IsImplicitlyDeclared && MemberReader.IsWritten(constructor)))
        {
            foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic && !field.IsImplicitlyDeclared && MemberReader.IsWritten(field) && IsModule(field.Type) && IsMade(field)))
            {
                problems.Add(new Problem(ProblemCode.NoEffect, NodeId.Class, Spot.Member(field.Name), $"field {field.Name}", type.Name, "it is neither trained nor saved, make it a stage"));
            }
        }

        // A private one that nothing but the build could call; others may be the user's own to call.
        if (role is Role.Model or Role.Stage or Role.Branch or Role.Block
            && type.GetTypeMembers().Any(ModuleReader.IsStage)
            && !type.GetMembers("Forward").Any(ModuleReader.IsForward)
            && type.GetMembers("Forward").FirstOrDefault(static member => member is IMethodSymbol { MethodKind: MethodKind.Ordinary, ReturnType.Name: "Tensor", DeclaredAccessibility: Accessibility.Private }) is IMethodSymbol forward)
        {
            string parameters = string.Join(", ", forward.Parameters.Select(static parameter => parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat).Replace("torch.", "")));
            problems.Add(new Problem(
                ProblemCode.NoEffect, NodeId.Class, Spot.Member("Forward", type.GetMembers("Forward").IndexOf(forward)),
                $"Forward({parameters})", type.Name, "the build calls Tensor Forward(Tensor x), with nothing else to give"));
        }
    }

    private Role RoleOf(INamedTypeSymbol type, ImmutableArray<(Word Word, AttributeData Attribute)> words)
    {
        if (words.Any(static word => word.Word is Word.Distill or Word.Train))
        {
            return Role.Recipe;
        }

        if (DeclarationParser.IsModel(type))
        {
            return IsMember(type) ? Role.Member : Role.Model;
        }

        if (blocks.Contains(type.Name, token))
        {
            // Names are simple ones: in a model it is a branch only where the class around names this very class, and may be a stage or a branch of others elsewhere.
            return type.ContainingType is not { } parent || !IsPart(parent) ? Role.Block
                : Language.AttributesOf(parent).Any(word => word.Word == Word.Layer && word.Attribute.AttributeClass!.TypeArguments.Contains(type, SymbolEqualityComparer.Default)) ? Role.Branch
                : Role.None;
        }

        if (type.ContainingType is { } around && ModuleReader.IsStage(type) && IsPart(around))
        {
            return IsMember(around) ? Role.StageOfMember : Role.Stage;
        }

        return type.GetMembers().OfType<IFieldSymbol>().Any(Language.IsArg) && ModuleReader.IsStage(type) ? Role.Block : Role.None;
    }

    /// <summary>Whether the classes in it are its stages.</summary>
    private bool IsPart(INamedTypeSymbol type) =>
        !Language.AttributesOf(type).Any(static word => word.Word is Word.Distill or Word.Train)
        && (DeclarationParser.IsModel(type)
            || blocks.Contains(type.Name, token)
            || type.GetMembers().OfType<IFieldSymbol>().Any(Language.IsArg)
            || (type.ContainingType is { } around && IsPart(around)));

    private static bool IsModule(ITypeSymbol type)
    {
        for (ITypeSymbol? ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor is INamedTypeSymbol { Name: "Module", ContainingType: { Name: "nn", ContainingType.Name: "torch" } })
            {
                return true;
            }
        }

        return false;
    }

    private bool IsMade(IFieldSymbol field) =>
        field.DeclaringSyntaxReferences.Any(part => part.GetSyntax(token) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax });

    private static bool IsMember(INamedTypeSymbol type) =>
        Language.FirstOf(type, [Word.FamilyArgs]) is not null && type.BaseType is { } basis && DeclarationParser.IsModel(basis);

    private static bool HasPartOrField(INamedTypeSymbol type) => type.GetTypeMembers().Any(ModuleReader.IsStage) || type.GetMembers().OfType<IFieldSymbol>().Any(Language.HasArg);

    private static bool IsFirst(ImmutableArray<(Word Word, AttributeData Attribute)> words, int index) => !words.Take(index).Any(static word => word.Word == Word.Layer);

    private static string NameOf(AttributeData attribute) => AttributeReader.NameOf(attribute);

    private enum Role
    {
        /// <summary>None that is certain.</summary>
        None,
        Model,

        /// <summary>A member of a family: its template's operators and stages with other arguments.</summary>
        Member,
        Recipe,
        Block,
        Stage,

        /// <summary>A nested class that Parallel or Repeat names.</summary>
        Branch,
        StageOfMember,
    }
}
