namespace KdGen.Compiler.Ir;

/// <summary>A loss with weights of its own: a module of the recipe, which computes a term's value from features.</summary>
/// <param name="Class">Its class, without the namespace: "VIDLoss".</param>
/// <param name="Arguments">What it is made with, as code.</param>
/// <param name="Module">The name of the module.</param>
/// <param name="Result">The term's value, a scalar.</param>
internal sealed record LearnedLoss(string Class, string Arguments, string Module, Feature Result)
{
    /// <summary>It is made from weights of the teacher.</summary>
    public bool TakesTeacher { get; init; }

    /// <summary>What the teacher computes behind the feature, which the module is given; null where it needs none.</summary>
    public TapReader? Rest { get; init; }

    /// <summary>The method that computes this.</summary>
    public string RestMethod { get; init; } = "";
}
