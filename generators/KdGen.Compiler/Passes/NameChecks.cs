using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>Whether what the build writes into a class finds its places free (KDG1112): C# would speak of code that nobody wrote.</summary>
internal static class NameChecks
{
    /// <summary>The classes of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="body">The model with its shapes; null when nothing is known about it.</param>
    /// <param name="isSound">Nothing else is wrong: the whole of it is written.</param>
    public static IEnumerable<Problem> Of(ModuleDecl model, ShapedClass? body, bool isSound)
    {
        List<Problem> problems = [];
        if (model.IsForeign)
        {
            return problems;
        }

        ClassBuilder? builder = body is null ? null : new(body);
        bool isMember = model is { FamilyArgs: not null, Template: not null };
        if (model.Form.TakesForward)
        {
            Check(model, NodeId.Class, [GeneratedMember.Method("forward", GeneratedMember.Tensor)], problems);
        }
        else if (isMember || !isSound || builder is null)
        {
            // Which nested classes get a field is known once the rest is mended; a Forward names all of them.
            Check(model, NodeId.Class, isMember ? GeneratedMembers.OfFamilyMember(model) : GeneratedMembers.OfSkeleton(model).Where(member => model.HasForward || member.Kind != MemberKind.Value), problems);
        }
        else
        {
            Check(builder, body!, NodeId.Class, isModel: true, problems);
        }

        foreach (ModuleDecl block in model.Blocks.Where(static block => !block.IsForeign))
        {
            if (builder is not null && builder.Places.TryGetValue(block.Type.GlobalName, out ShapedClass? place) && place.IsWhole)
            {
                Check(builder, place, new NodeId(0, block.Type.GlobalName), isModel: false, problems);
            }
        }

        return problems;
    }

    /// <summary>A bound recipe.</summary>
    public static IEnumerable<Problem> Of(RecipeIr recipe)
    {
        // Nearly every recipe is an empty class of a name of its own.
        bool mayClash = recipe.Members.Count > 0 || GeneratedMembers.MayBeOfRecipe(recipe.Type.Name);
        IEnumerable<GeneratedMember> generated = mayClash ? GeneratedMembers.Of(recipe) : [];
        if (mayClash && !recipe.HasErrors)
        {
            generated = generated.Concat(GeneratedMembers.Inside(recipe));
            if (recipe.Members.Select(static member => member.Name).Append(recipe.Type.Name).Any(GeneratedMembers.MayBeOfLoss))
            {
                generated = generated.Concat(GeneratedMembers.OfLoss(recipe));
            }
        }

        List<Problem> problems = [];
        Clashes(recipe.Type, NodeId.Class, recipe.Members, generated, "rename it", problems);
        return problems;
    }

    /// <summary>Whether one of the problems is that <paramref name="block"/>, or a class in it, has no place for what would be written.</summary>
    public static bool Concern(EquatableArray<Problem> problems, ModuleDecl block)
        => problems.Any(problem => problem is { Code: ProblemCode.NameTaken or ProblemCode.NotPartial, Node.Owner: { } owner } && (owner + ".").StartsWith(block.Type.GlobalName + ".", StringComparison.Ordinal));

    /// <summary>What the skeleton of a model or stage has room for.</summary>
    public static IEnumerable<GeneratedMember> Free(ModuleDecl model, bool isModel)
        => GeneratedMembers.OfSkeleton(model, isModel).Where(member => IsFree(member, model.Type, OwnOf(model)) && !(member.Kind == MemberKind.Value && GeneratedMembers.IsOfEveryModule(member.Name)));

    /// <summary>What a recipe's skeleton has room for.</summary>
    public static bool IsFree(GeneratedMember member, RecipeIr recipe) => IsFree(member, recipe.Type, recipe.Members);

    private static bool IsFree(GeneratedMember member, TypeName type, IEnumerable<MemberDecl> own)
        => (member.Kind == MemberKind.Constructor || member.Name != type.Name) && !own.Any(member.Clashes);

    private static void Check(ClassBuilder builder, ShapedClass place, NodeId node, bool isModel, List<Problem> problems)
    {
        int before = problems.Count;
        foreach (Step.Child child in place.Steps.OfType<Step.Child>())
        {
            TypeName type = child.Class.Declaration.Type;
            if (new[] { child.Field, type.Name }.FirstOrDefault(GeneratedMembers.IsOfEveryModule) is { } member)
            {
                bool isStage = place.Declaration.Stages.Any(stage => stage.Type == type);
                problems.Add(new Problem(
                    ProblemCode.NameTaken, isStage ? new NodeId(0, type.GlobalName) : node, null,
                    type.Name, $"takes the name {member}, which every module has already", isStage ? "give the stage another name; its Key stays free" : "give the class another name"));
            }
        }

        if (problems.Count > before)
        {
            return;
        }

        ClassCode code = builder.Of(place);
        if (place.Declaration.Form.Base == BaseClass.Module && code.NeedsKeys)
        {
            problems.Add(new Problem(ProblemCode.NotPartial, node, null, place.Declaration.Type.Name, $"it a class without the base class {place.Declaration.Form.BaseName}, its keys need another"));
        }

        Check(place.Declaration, node, GeneratedMembers.Of(place, code, isModel), problems);
        if (problems.Count == before && code.FieldNames.GroupBy(static name => name).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            problems.Add(new Problem(ProblemCode.NameTaken, node, null, place.Declaration.Type.Name, $"has two generated fields called {twice.Key}", "give one of their stages another name"));
        }

        if (code.Parameters.GroupBy(static parameter => parameter.Name).FirstOrDefault(static same => same.Count() > 1) is { } parameter)
        {
            string name = parameter.Key.TrimStart('@');
            problems.Add(new Problem(
                ProblemCode.NameTaken, node, Spot.Member(name), place.Declaration.Type.Name, $"has an [Arg] {name}, which is the name of a generated parameter", "rename it"));
        }

        foreach (ModuleDecl stage in place.Declaration.Stages)
        {
            if (builder.Places.TryGetValue(stage.Type.GlobalName, out ShapedClass? inner))
            {
                Check(builder, inner, new NodeId(0, stage.Type.GlobalName), isModel: false, problems);
            }
        }
    }

    private static void Check(ModuleDecl declaration, NodeId node, IEnumerable<GeneratedMember> generated, List<Problem> problems)
    {
        MemberDecl[] own = [.. OwnOf(declaration)];
        int before = problems.Count;
        Clashes(declaration.Type, node, own, generated, declaration.Operators.Count == 0 ? "name it Forward" : "rename it", problems);
        foreach (MemberDecl member in declaration.Members.Where(static member => member.Kind is MemberKind.Value or MemberKind.Type && GeneratedMembers.IsCalled(member.Name)))
        {
            if (problems.Count == before)
            {
                problems.Add(new Problem(
                    ProblemCode.NameTaken, node, Spot.Member(member.Name, member.Place),
                    declaration.Type.Name, $"has a member {member.Name}, which hides a method that generated code calls", "rename it"));
            }
        }
    }

    /// <param name="type">The class.</param>
    /// <param name="node">It as a place.</param>
    /// <param name="own">Its members.</param>
    /// <param name="generated">What is written into it.</param>
    /// <param name="forward">What to do about a forward of the user's.</param>
    /// <param name="problems">Gets a problem for each member that is in the way.</param>
    private static void Clashes(TypeName type, NodeId node, IEnumerable<MemberDecl> own, IEnumerable<GeneratedMember> generated, string forward, List<Problem> problems)
    {
        if (type.Name == "var")
        {
            problems.Add(new Problem(ProblemCode.NameTaken, node, null, type.Name, "hides the word that generated code declares variables with", "rename the class"));
            return;
        }

        HashSet<MemberDecl> reported = [];
        foreach (GeneratedMember member in generated)
        {
            if (member.Kind != MemberKind.Constructor && member.Name == type.Name)
            {
                problems.Add(new Problem(ProblemCode.NameTaken, node, null, type.Name, $"has the name of a generated {member.What} in it", "rename the class"));
                continue;
            }

            foreach (MemberDecl taken in own.Where(member.Clashes).Where(reported.Add))
            {
                (string what, string cure) = taken.Kind switch
                {
                    MemberKind.PrimaryConstructor => ("has parameters beside its name, but its constructor is generated", "remove them"),
                    MemberKind.Constructor => ($"has a constructor {type.Name}({string.Join(", ", taken.Parameters.Select(Short))}), which is generated", "remove it"),
                    _ => ($"has a member {taken.Name}, which is the name of a generated {member.What}", member.Name == "forward" ? forward : "rename it"),
                };
                problems.Add(new Problem(ProblemCode.NameTaken, node, Spot.Member(taken.Name, taken.Place), type.Name, what, cure));
            }
        }
    }

    private static IEnumerable<MemberDecl> OwnOf(ModuleDecl declaration) => declaration.Members
        .Concat(declaration.Args.Select(static arg => new MemberDecl(arg.Name, MemberKind.Value)))
        .Concat(declaration.Stages.Select(static stage => new MemberDecl(stage.Type.Name, MemberKind.Type)));

    private static string Short(string type) => type switch
    {
        "global::System.Boolean" => "bool",
        "global::System.Double" => "double",
        "global::System.Int32" => "int",
        "global::System.Int64" => "long",
        _ => type.Split('<')[0].Split('.', ':').Last(),
    };
}
