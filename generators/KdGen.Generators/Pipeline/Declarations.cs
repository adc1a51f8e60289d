using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;

namespace KdGen.Generators.Pipeline;

/// <summary>All models and recipes of a compilation. Their order says nothing: nothing that is written depends on it.</summary>
internal sealed record Declarations(EquatableArray<Attempt<ModuleDecl>> Models, EquatableArray<Attempt<RecipeDecl>> Recipes)
{
    /// <summary>
    /// The same with everything in the place that it had before; a place that becomes free goes to the last. Roslyn compares lists place by place, so that one model more in
    /// front would be a change of all others. For the same reason this is one list, not a list a file: behind two such steps a longer list in the middle puts all behind it in
    /// each other's places, and files get lost.
    /// </summary>
    public Declarations InOrderOf(Declarations before) => new(InOrderOf(before.Models, Models), InOrderOf(before.Recipes, Recipes));

    private static EquatableArray<Attempt<T>> InOrderOf<T>(EquatableArray<Attempt<T>> before, EquatableArray<Attempt<T>> items)
        where T : class
    {
        Dictionary<string, Attempt<T>> open = new(StringComparer.Ordinal);
        foreach (Attempt<T> item in items)
        {
            if (open.ContainsKey(item.Name))
            {
                // File-local classes: they get no code.
                return items;
            }

            open.Add(item.Name, item);
        }

        Attempt<T>?[] places = new Attempt<T>?[items.Count];
        for (int i = 0; i < before.Count && i < places.Length; i++)
        {
            if (open.TryGetValue(before[i].Name, out Attempt<T>? item))
            {
                // Equal values become the same one: all that is behind this compares by reference first.
                places[i] = item.Equals(before[i]) ? before[i] : item;
                open.Remove(item.Name);
            }
        }

        Queue<Attempt<T>> others = new(items.Where(item => open.ContainsKey(item.Name)));
        return places.Select(item => item ?? others.Dequeue()).ToEquatableArray();
    }
}
