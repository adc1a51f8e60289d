using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Pipeline;

/// <summary>
/// Finds and reads the declarations of one compilation after the other. Attributes have meaning in a compilation alone, and each edit makes a new one:
/// to read all of them each time costs more than all other steps together, and so does each of Roslyn's attribute providers in a large project. So this
/// compares the compilation with the one before it, and reads only what the difference can reach.
/// </summary>
/// <remarks>It holds the syntax of the last compilation, as the driver itself does, and nothing else of it.</remarks>
internal sealed class DeclarationReader
{
    private readonly ProjectNames names = new();

    // Drivers that were copied from each other share this and may run at once: each takes what it finds here for what it is, and a lost one costs time alone.
    private volatile Snapshot? last;

    /// <summary>The declarations of <paramref name="compilation"/>; the very value of last time where they cannot have changed.</summary>
    public Declarations Read(Compilation compilation, CancellationToken token)
    {
        Snapshot? before = last;
        CompilationChange change = CompilationChange.Between(before?.Origin, (CSharpCompilation)compilation, names, before?.Methods ?? ReadMethods.None, token);
        Snapshot after = before is null || !change.IsNone ? Read(compilation, before, change, token) : before with { Origin = change.After };
        last = after;
        return after.Declarations;
    }

    private Snapshot Read(Compilation compilation, Snapshot? before, CompilationChange change, CancellationToken token)
    {
        Dictionary<int, ReadFile> known = before?.Files.ToDictionary(static file => file.Index) ?? [];
        ImmutableArray<ReadFile>.Builder files = ImmutableArray.CreateBuilder<ReadFile>();
        foreach ((int index, ImmutableArray<ClassDeclarationSyntax> classes) in names.Candidates(change.After.Trees, token))
        {
            ReadFile? old = known.TryGetValue(index, out ReadFile? same) ? same : null;
            ReadFile file = old is not null && !change.Reaches(old.Sources) ? old : ReadFile.Of(index, change.After.Trees[index], classes, compilation, token);
            files.Add(old is not null && old.Declarations.Equals(file.Declarations) ? file with { Declarations = old.Declarations } : file);
        }

        Declarations declarations = new(
            files.SelectMany(static file => file.Declarations.Models).ToEquatableArray(),
            files.SelectMany(static file => file.Declarations.Recipes).ToEquatableArray());
        return new Snapshot(
            change.After, files.ToImmutable(), ReadMethods.Together(files.Select(static file => file.Methods)), before is null ? declarations : declarations.InOrderOf(before.Declarations));
    }

    /// <summary>What was read last.</summary>
    private sealed record Snapshot(CompilationState Origin, ImmutableArray<ReadFile> Files, ReadMethods Methods, Declarations Declarations);

    /// <summary>The declarations of the compilation's file of that index, the paths of all files that hold a part of what they say, and the methods among that.</summary>
    private sealed record ReadFile(int Index, ImmutableHashSet<string> Sources, ReadMethods Methods, Declarations Declarations)
    {
        public static ReadFile Of(int index, SyntaxTree tree, ImmutableArray<ClassDeclarationSyntax> classes, Compilation compilation, CancellationToken token)
        {
            List<Attempt<ModuleDecl>> models = [];
            List<Attempt<RecipeDecl>> recipes = [];
            ReadTypes read = new();
            SemanticModel semantics = compilation.GetSemanticModel(tree);
            foreach (ClassDeclarationSyntax part in classes)
            {
                if (semantics.GetDeclaredSymbol(part, token) is not { } type)
                {
                    continue;
                }

                read.Add(type);
                if (IsFoundHere(type, part, DeclarationParser.ModelMarks)
                    && Attempt<ModuleDecl>.OfDeclaration(type, TrackingNames.Parse, (type, token) => DeclarationParser.Module(type, token, read), token) is { } model)
                {
                    models.Add(model);
                }

                if (IsFoundHere(type, part, DeclarationParser.RecipeMarks)
                    && Attempt<RecipeDecl>.OfDeclaration(type, TrackingNames.ParseRecipe, (type, token) => DeclarationParser.Recipe(type, token, read), token) is { } recipe)
                {
                    recipes.Add(recipe);
                }
            }

            return new ReadFile(index, read.Files(tree), ReadMethods.Of(read), new Declarations(models.ToEquatableArray(), recipes.ToEquatableArray()));
        }

        // A class may carry several marks, on several of its parts: exactly one of them brings it into the pipeline.
        private static bool IsFoundHere(INamedTypeSymbol type, ClassDeclarationSyntax part, ImmutableArray<Word> marks) =>
            Language.FirstOf(type, marks) is { ApplicationSyntaxReference: { } mark }
            && mark.SyntaxTree == part.SyntaxTree
            && part.Span.Contains(mark.Span);
    }
}
