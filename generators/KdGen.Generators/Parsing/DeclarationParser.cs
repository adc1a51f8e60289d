using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Parsing;

/// <summary>
/// Symbols in, declarations out: the last place where Roslyn's types exist. The generator and the analyzer share it. It runs
/// at every keystroke in a declaration, so it only reads: what a declaration means is the compiler's to say.
/// </summary>
internal static class DeclarationParser
{
    /// <summary>The attributes that make a class a model which the generator finds, the first one first.</summary>
    public static readonly ImmutableArray<Word> ModelMarks = [Word.Input, Word.Teacher, Word.Student, Word.FamilyArgs];

    /// <summary>The attributes that make a class a recipe.</summary>
    public static readonly ImmutableArray<Word> RecipeMarks = [Word.Distill, Word.Train];

    public static bool IsModel(INamedTypeSymbol type) => Language.FirstOf(type, ModelMarks) is not null;

    /// <summary>The class as a model with all its stages and blocks; null when nothing about it is of the language.</summary>
    /// <param name="type">The class.</param>
    /// <param name="token">Cancels the reading.</param>
    /// <param name="read">Gets the classes that are read.</param>
    public static ModuleDecl? Module(INamedTypeSymbol type, CancellationToken token, ReadTypes? read = null) => new ModuleReader(type.ContainingAssembly, token, read).Model(type);

    /// <summary>The class as a recipe; null when it has neither [Distill] nor [Train], or when a model it names does not exist.</summary>
    /// <param name="type">The class.</param>
    /// <param name="token">Cancels the reading.</param>
    /// <param name="read">Gets the classes that are read.</param>
    public static RecipeDecl? Recipe(INamedTypeSymbol type, CancellationToken token, ReadTypes? read = null)
    {
        ImmutableArray<(Word Word, AttributeData Attribute)> words = Language.AttributesOf(type);
        if (ModelsOf(words) is not var (header, teacher, student))
        {
            return null;
        }

        read?.Add(student);
        if (teacher is not null)
        {
            read?.Add(teacher);
        }

        List<AttributeDecl> losses = [];
        List<OwnLossDecl> ownLosses = [];
        List<AttributeDecl> optimizers = [];
        List<AttributeDecl> phases = [];
        AttributeDecl? epochs = null;
        AttributeDecl? batch = null;
        for (int i = 0; i < words.Length; i++)
        {
            switch (words[i].Word)
            {
                case Word.Loss:
                    AttributeDecl loss = Read(words, i, token);
                    if (OwnLossReader.Read(words[i].Attribute, loss.Node, type, token, read) is { } own)
                    {
                        ownLosses.Add(own);
                        loss = loss with { Arguments = loss.Arguments.Where(static argument => argument.Name is not ("type" or "method")).ToEquatableArray() };
                    }

                    bool isKnown = loss.Types.Count == words[i].Attribute.AttributeClass!.TypeArguments.Length;

                    // A stage that does not exist is C#'s error: nothing is said about the term.
                    losses.Add(isKnown ? loss : loss with { Arguments = new([new Argument("kind", new Constant.Invalid())]) });
                    break;
                case Word.Optimizer:
                    optimizers.Add(Read(words, i, token));
                    break;
                case Word.Epochs:
                    epochs ??= Read(words, i, token);
                    break;
                case Word.Batch:
                    batch ??= Read(words, i, token);
                    break;
                case Word.Phase:
                    phases.Add(Read(words, i, token));
                    break;
            }
        }

        return new RecipeDecl(
            TypeReader.NameOf(type),
            TypeReader.FormOf(type, isRecipe: true, token),
            Read(words, header, token),
            teacher is null ? null : TypeReader.ReferenceTo(teacher),
            TypeReader.ReferenceTo(student),
            new EquatableArray<AttributeDecl>(losses),
            new EquatableArray<AttributeDecl>(optimizers),
            epochs,
            batch,
            teacher is null ? ModelKind.Module : KindOf(teacher, token, read),
            KindOf(student, token, read),
            Access.Reaches(student, type) && (teacher is null || Access.Reaches(teacher, type)))
        {
            ForeignTeacher = teacher is null ? null : Foreign(teacher, type.ContainingAssembly, token, read),
            ForeignStudent = Foreign(student, type.ContainingAssembly, token, read),
            Phases = new EquatableArray<AttributeDecl>(phases),
            OwnLosses = new EquatableArray<OwnLossDecl>(ownLosses),
            Members = MemberReader.Of(type, GeneratedMembers.MayBeOfRecipe, static _ => false),
            OtherRole = OtherRole(words, header, token),
            HiddenModel = Hidden(teacher) ?? Hidden(student),
        };

        string? Hidden(INamedTypeSymbol? model) => model is null || Access.Reaches(model, type, inAssembly: true) ? null : model.Name;
    }

    /// <summary>What makes a recipe something else too; null for most.</summary>
    private static AttributeDecl? OtherRole(ImmutableArray<(Word Word, AttributeData Attribute)> words, int header, CancellationToken token)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (i != header && words[i].Word is (Word.Distill or Word.Train or Word.Input or Word.Teacher or Word.Student or Word.FamilyArgs))
            {
                return Read(words, i, token);
            }
        }

        return null;
    }

    /// <summary>The models a recipe names, for whoever needs them as symbols; null when the class is no recipe.</summary>
    public static (INamedTypeSymbol? Teacher, INamedTypeSymbol Student)? ModelsOf(INamedTypeSymbol type) =>
        ModelsOf(Language.AttributesOf(type)) is var (_, teacher, student) ? (teacher, student) : null;

    private static (int Header, INamedTypeSymbol? Teacher, INamedTypeSymbol Student)? ModelsOf(ImmutableArray<(Word Word, AttributeData Attribute)> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i].Word is not (Word.Distill or Word.Train))
            {
                continue;
            }

            ImmutableArray<ITypeSymbol> models = words[i].Attribute.AttributeClass!.TypeArguments;
            INamedTypeSymbol? teacher = models.Length == 2 ? AsType(models[0]) : null;
            INamedTypeSymbol? student = AsType(models[models.Length - 1]);
            return student is null || (models.Length == 2 && teacher is null) ? null : (i, teacher, student);
        }

        return null;
    }

    // A type that does not exist (TypeKind.Error) is an error of C#'s own: generated code that names it would only repeat it.
    private static INamedTypeSymbol? AsType(ITypeSymbol type) => type is INamedTypeSymbol { TypeKind: not TypeKind.Error } named ? named : null;

    /// <summary>A recipe's model that is not among the ones this compilation makes: another assembly's, or one in a constructed generic class. Null for all others.</summary>
    private static ModuleDecl? Foreign(INamedTypeSymbol model, IAssemblySymbol home, CancellationToken token, ReadTypes? read) =>
        (!TypeReader.IsDefinition(model) || !SymbolEqualityComparer.Default.Equals(model.ContainingAssembly, home)) && IsModel(model)
            ? new ModuleReader(home, token, read).Model(model.OriginalDefinition)
            : null;

    private static ModelKind KindOf(INamedTypeSymbol type, CancellationToken token, ReadTypes? read)
    {
        for (INamedTypeSymbol? ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor is { Name: "Module", ContainingType: { Name: "nn", ContainingType.Name: "torch" } })
            {
                return ModelKind.Module;
            }
        }

        // A model gets its base class from the build: what derives from one by hand is a module too.
        for (INamedTypeSymbol? ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            read?.Add(ancestor);
            if (IsModel(ancestor) && ancestor.TypeKind == TypeKind.Class && !FormChecks.IsClosed(TypeReader.FormOf(ancestor, isRecipe: false, token)))
            {
                return ModelKind.Module;
            }

            if (Language.AttributesOf(ancestor).Any(word => word.Word is Word.Input or Word.Teacher or Word.Student or Word.FamilyArgs or Word.Layer))
            {
                return ModelKind.Broken;
            }
        }

        return ModelKind.Other;
    }

    private static AttributeDecl Read(ImmutableArray<(Word Word, AttributeData Attribute)> words, int index, CancellationToken token) =>
        AttributeReader.Read(words[index].Attribute, new NodeId(index + 1), null, null, token);
}
