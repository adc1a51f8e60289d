using System;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Ops;

/// <summary>One projector: a row of its table. The delegates take the student's shape, then the teacher's; all but <paramref name="Takes"/> and <paramref name="Fits"/> only shapes that fit.</summary>
/// <param name="Kind">Its name in KdGen.Projector.</param>
/// <param name="Inputs">What it projects, in words: "maps".</param>
/// <param name="Takes">Whether a shape is of that kind.</param>
/// <param name="Fits">Whether it leads from the one shape to the other.</param>
/// <param name="Parameters">What it adds to train.</param>
/// <param name="Type">The module's class.</param>
/// <param name="Factory">The expression that makes it; it is also told whether what is compared stands before its activation.</param>
internal sealed record ProjectorSpec(
    ProjectorKind Kind,
    string Inputs,
    Func<Shape, bool> Takes,
    Func<Shape, Shape, bool> Fits,
    Func<Shape, Shape, long> Parameters,
    string Type,
    Func<Shape, Shape, bool, string> Factory);
