using System;

namespace KdGen.Compiler.Losses;

/// <summary>What a value of a loss differs along: nothing (a scalar), the batch ([B]), the classes ([C]), or both ([B, C]).</summary>
[Flags]
internal enum Axes
{
    None = 0,
    Batch = 1,
    Class = 2,
    Both = Batch | Class,
}
