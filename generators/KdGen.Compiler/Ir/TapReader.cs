using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ir;

/// <summary>The way through a class at one of its places that computes certain values on it, and nothing that none of them needs.</summary>
/// <param name="Place">The class with the steps that are run. Classes that run as a whole are cut down to their names.</param>
/// <param name="Inner">The readers of the classes that are read inside, by the step that runs them.</param>
/// <param name="Own">The values of this class that are read.</param>
/// <param name="ReadsResult">The class's own result is needed too.</param>
internal sealed record TapReader(ShapedClass Place, EquatableArray<InnerReader> Inner, EquatableArray<ReadValue> Own, bool ReadsResult)
{
    /// <summary>All values that it gives beside the result, those of inner classes too, in the order they are computed.</summary>
    public IEnumerable<ReadValue> All => Enumerable.Range(0, Place.Steps.Count + 1).SelectMany(value =>
        Inner.Where(inner => inner.Step + 1 == value).SelectMany(static inner => inner.Reader.All).Concat(Own.Where(own => own.Value == value)));
}

/// <summary>The reader of a class that another one runs.</summary>
internal sealed record InnerReader(int Step, TapReader Reader);

/// <summary>A value that is read, by its name in the recipe's code.</summary>
internal sealed record ReadValue(string Name, int Value, Shape? Shape)
{
    /// <summary>The scores by which an attention computes the value are read, not the value.</summary>
    public bool IsScores { get; init; }
}

/// <summary>Some of a Repeat's blocks, one behind the other.</summary>
/// <param name="Field">The field that holds all blocks.</param>
/// <param name="From">The first of these.</param>
/// <param name="To">The one behind the last of these; null for all that there are.</param>
internal sealed record BlockRange(EquatableArray<int> Inputs, string Field, int From, int? To, Shape? Output) : Step(Inputs, Output, default);
