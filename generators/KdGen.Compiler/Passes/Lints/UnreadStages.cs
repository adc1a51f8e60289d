using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes.Lints;

/// <summary>
/// The stages of a model that its declaration does not read (KDG1108), and those that only a hand-written Forward can read (KDG1110). Whether they are unread only the
/// program around the model knows: a recipe may compare one, code of the user's call it. So these problems are not the model's own; the analyzer asks for them and looks.
/// </summary>
internal static class UnreadStages
{
    public static IReadOnlyList<UnreadStage> Of(ShapedModule module)
    {
        List<UnreadStage> found = [];
        if (module.HasErrors)
        {
            return found;
        }

        ModuleDecl model = module.Module.Declaration is { FamilyArgs: not null, Template: { } template } ? template : module.Module.Declaration;
        ModuleDecl[] classes = [.. new[] { model }.Concat(module.Module.Declaration.Blocks).Where(static declaration => !declaration.IsForeign).SelectMany(WithStages)];
        HashSet<string> branches = [.. classes.SelectMany(static declaration => declaration.Operators).Where(static op => op.Name is "Repeat" or "Parallel").SelectMany(static op => op.Types)];
        foreach (ModuleDecl declaration in classes)
        {
            ModuleDecl[] stages = [.. declaration.Stages.Where(stage => !branches.Contains(stage.Type.GlobalName))];
            if (declaration.HasForward)
            {
                // The heads of [Output] are read beside it.
                if (declaration.Output is not null)
                {
                    continue;
                }

                found.AddRange(stages.Select(stage => OfForward(declaration, stages, stage)));
            }
            else
            {
                found.AddRange(Dead(declaration, declaration == model ? module : null, stages));
            }
        }

        return found;
    }

    private static IEnumerable<ModuleDecl> WithStages(ModuleDecl declaration) => declaration.Stages.SelectMany(WithStages).Prepend(declaration);

    private static UnreadStage OfForward(ModuleDecl declaration, ModuleDecl[] stages, ModuleDecl stage) => new(
        declaration,
        stage,
        new Problem(ProblemCode.ForwardSkipsStage, Node(stage), null, declaration.Type.Name, Identifier.Escape(stage.Field), stage.Type.Name)
        {
            Fixes = Removal(declaration, stages, [stage]),
        });

    /// <summary>The stages that nothing leads from to the result, of each chain the last.</summary>
    private static IEnumerable<UnreadStage> Dead(ModuleDecl declaration, ShapedModule? model, ModuleDecl[] stages)
    {
        string[][] sources = [.. stages.Select((stage, index) => Sources(stage, index == 0 ? null : stages[index - 1]))];
        AttributeDecl? output = model is null ? null : declaration.Output;
        HashSet<string> live = output is null ? [.. stages.Skip(stages.Length - 1).Select(Name)] : [.. output.Types];
        for (int i = stages.Length - 1; i >= 0; i--)
        {
            if (live.Contains(Name(stages[i])))
            {
                live.UnionWith(sources[i]);
            }
        }

        ModuleDecl[] ends = [.. stages.Where(stage => !live.Contains(Name(stage)) && !sources.Any(read => read.Contains(Name(stage))))];
        foreach (ModuleDecl end in ends)
        {
            // Whatever was there only for this one goes with it.
            List<ModuleDecl> chain = [end];
            for (int i = Array.IndexOf(stages, end) - 1; i >= 0; i--)
            {
                ModuleDecl[] readers = [.. stages.Where((_, reader) => sources[reader].Contains(Name(stages[i])))];
                if (readers.Length > 0 && readers.All(chain.Contains))
                {
                    chain.Insert(0, stages[i]);
                }
            }

            // There are two outputs: one of several ends would take the place from the others.
            IEnumerable<Fix> heads = ends.Length == 1 ? Heads(model, stages[stages.Length - 1], end) : [];
            yield return new UnreadStage(
                declaration,
                end,
                new Problem(ProblemCode.UnusedStage, Node(end), null, end.Type.Name, "remove it, or name it in From, Add, Cat or Output")
                {
                    Fixes = Removal(declaration, stages, chain).Concat(heads).ToEquatableArray(),
                });
        }
    }

    /// <summary>The stages that a stage works on: those that it names, else the one before it.</summary>
    private static string[] Sources(ModuleDecl stage, ModuleDecl? before) =>
        stage.Operators.FirstOrDefault() is { Name: "From" or "Add" or "Cat" } head ? [.. head.Types]
        : before is null ? []
        : [Name(before)];

    /// <summary>The stages go; nothing where another one, or [Shape], names one of them.</summary>
    private static EquatableArray<Fix> Removal(ModuleDecl declaration, ModuleDecl[] stages, IReadOnlyCollection<ModuleDecl> chain)
    {
        IEnumerable<AttributeDecl> others = stages.Except(chain).SelectMany(static stage => stage.Operators);
        bool isNamed = (declaration.Shape is { } shape ? others.Append(shape) : others).Any(attribute => attribute.Types.Any(type => chain.Any(stage => Name(stage) == type)));
        return isNamed ? default : new([new Fix("RemoveStage", $"Remove {string.Join(" and ", chain.Select(static stage => stage.Type.Name))}", [.. chain.Select(static stage => Edit.RemoveClass(Node(stage)))])]);
    }

    /// <summary>A second head, where both are vectors of one size and the model has one result so far.</summary>
    private static IEnumerable<Fix> Heads(ShapedModule? model, ModuleDecl last, ModuleDecl stage)
    {
        if (model is { Module.Declaration: { Output: null, Template: null, Input: { } input }, Body: { } body }
            && Shape(body, last) is { Rank: 1 } shape
            && Shape(body, stage) == shape)
        {
            yield return new Fix("AddOutput", $"Add {stage.Type.Name} to the outputs", Edit.AddAttribute(input.Node, $"Output<{Name(last)}, {Name(stage)}>"));
        }
    }

    private static Shape? Shape(ShapedClass body, ModuleDecl stage) => body.Steps.OfType<Step.Child>().FirstOrDefault(child => child.Class.Declaration.Type == stage.Type)?.Output;

    private static string Name(ModuleDecl stage) => stage.Type.GlobalName;

    private static NodeId Node(ModuleDecl stage) => new(0, Name(stage));
}

/// <summary>A stage that the declaration of its class does not read.</summary>
/// <param name="Around">The class whose stage it is.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Problem">What is to be said if nothing else reads it either.</param>
internal sealed record UnreadStage(ModuleDecl Around, ModuleDecl Stage, Problem Problem);
