using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Ir;

/// <summary>A value inside a model as a recipe names it.</summary>
/// <param name="Stage">The stage's class as a global:: name; its own name alone where that is all that is written.</param>
/// <param name="PreAct">What enters its last activation instead of what it gives.</param>
/// <param name="Layer">A block of it, from 0; null for the whole stage.</param>
internal sealed record TapRequest(string Stage, bool PreAct, long? Layer)
{
    /// <summary>What the stage gives is read as logits.</summary>
    public bool IsHead { get; init; }

    /// <summary>The stage is known by its own name alone, which is all that nameof gives.</summary>
    public bool IsNamed { get; init; }

    /// <summary>What is wanted beside the value.</summary>
    public TapExtra Extra { get; init; }

    /// <summary>The logits of the stage of that name.</summary>
    public static TapRequest Head(string name) => new(name, PreAct: false, Layer: null) { IsHead = true, IsNamed = true };
}

/// <summary>The stages whose logits a term names; null where it reads the model's result.</summary>
internal sealed record HeadPair(TapRequest? Teacher, TapRequest? Student)
{
    public static readonly HeadPair Results = new(null, null);
}

/// <summary>What a term between features compares.</summary>
internal sealed record TapPair(TapRequest Teacher, TapRequest Student)
{
    /// <summary>What brings the student's value to the shape of the teacher's.</summary>
    public ProjectorKind Projector { get; init; }
}

/// <summary>A class inside another one: the step that runs it, and which block where the step is a Repeat.</summary>
internal sealed record TapHop(int Step, int? Block);

/// <summary>Where a value is computed.</summary>
/// <param name="Path">From the model to the class that computes it.</param>
/// <param name="Value">Its number in that class.</param>
/// <param name="Block">Of a Repeat's value: the value behind this block instead; null for the last.</param>
internal sealed record TapPoint(EquatableArray<TapHop> Path, int Value, int? Block = null)
{
    /// <summary>Of an attention's value: the scores that it is computed by instead.</summary>
    public bool IsScores { get; init; }
}

/// <summary>A request resolved in one model.</summary>
/// <param name="Request">What the recipe asks for.</param>
/// <param name="Name">The value's name in the recipe's code: "Stage3", "Stage2Layer1PreAct". Requests for one value share it.</param>
/// <param name="Shape">The value's shape; null when it is unknown.</param>
/// <param name="Fault">Why there is no such value; null when there is.</param>
internal sealed record TapAnswer(TapRequest Request, string Name, Shape? Shape, TapFault? Fault)
{
    /// <summary>It is a head that is the model's own result.</summary>
    public bool IsResult { get; init; }

    /// <summary>The module that the request wants, as code behind the model's variable: "stage3.blocks[4].batchNorm1"; null where it wants none.</summary>
    public string? Module { get; init; }

    /// <summary>What the model computes from the value to its result; null where that is not wanted.</summary>
    public TapReader? Rest { get; init; }
}

/// <summary>What a term wants beside a value.</summary>
internal enum TapExtra
{
    None,

    /// <summary>The BatchNorm that gives the value.</summary>
    Norm,

    /// <summary>What the model computes behind it.</summary>
    Rest,

    /// <summary>The scores of the attention inside instead.</summary>
    Attention,
}

/// <summary>What is wrong about a request, wherever it is written.</summary>
/// <param name="Code">The rule.</param>
/// <param name="Part">The part of the request that is wrong.</param>
/// <param name="Words">What fills the rule's message.</param>
internal sealed record TapFault(ProblemCode Code, TapPart Part, EquatableArray<string> Words)
{
    /// <summary>The stage is one of the recipe's other model.</summary>
    public bool IsOfRival { get; init; }
}

/// <summary>A part of a <see cref="TapRequest"/>.</summary>
internal enum TapPart
{
    Stage,
    PreAct,
    Layer,
}

/// <summary>What a recipe sees of a model's inside: nothing that it does not read, so that other edits of the model leave the recipe alone.</summary>
/// <param name="Answers">Every request.</param>
/// <param name="Reader">How the values that count in the main training are computed; null when there are none.</param>
internal sealed record ModelTaps(EquatableArray<TapAnswer> Answers, TapReader? Reader)
{
    /// <summary>How those that count in phases are computed, for every phase of the terms.</summary>
    public EquatableArray<PhaseReader> InPhases { get; init; }

    /// <summary>How what counts in a phase is computed; null when nothing is read there.</summary>
    public TapReader? ReaderIn(long phase) => InPhases.FirstOrDefault(reader => reader.Phase == phase)?.Reader;

    public TapAnswer? Find(TapRequest request) => Answers.FirstOrDefault(answer => answer.Request == request);
}

/// <summary>The way through a model in a phase; null where none of its inner values is read.</summary>
internal sealed record PhaseReader(long Phase, TapReader? Reader);
