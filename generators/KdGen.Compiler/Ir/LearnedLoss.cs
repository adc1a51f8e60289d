namespace KdGen.Compiler.Ir;

/// <summary>A loss with weights of its own: a module of the recipe, which computes a term's value from features.</summary>
/// <param name="Class">Its class, without the namespace: "VIDLoss".</param>
/// <param name="Arguments">What it is made with, as code.</param>
/// <param name="Result">The term's value, a scalar, by the name that the module has too.</param>
internal sealed record LearnedLoss(string Class, string Arguments, Feature Result);
