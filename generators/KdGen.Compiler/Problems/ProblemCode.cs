namespace KdGen.Compiler.Problems;

/// <summary>The rules, by the number in their id (KDG1001). A number is never used again for something else.</summary>
internal enum ProblemCode
{
    /// <summary>Conv states other input channels than it receives.</summary>
    ConvChannels = 1001,

    /// <summary>Linear states other input features than it receives.</summary>
    LinearFeatures = 1002,

    /// <summary>A map reaches Linear, or is what a loss would read, without Flatten or pooling.</summary>
    MapNotFlattened = 1003,

    /// <summary>An operator needs another rank (Conv on a vector).</summary>
    WrongRank = 1004,

    /// <summary>The kernel is larger than the padded input.</summary>
    KernelTooLarge = 1005,

    /// <summary>Groups does not divide the channels.</summary>
    GroupsDoNotDivide = 1007,

    /// <summary>A model without [Input].</summary>
    NoInput = 1019,

    /// <summary>An argument out of its range (no channels, a dropout of 1).</summary>
    OutOfRange = 1105,

    /// <summary>Operators on several parts of a class.</summary>
    OperatorsSplit = 1106,

    /// <summary>Teacher and student have different class counts.</summary>
    ClassesDiffer = 2001,

    /// <summary>Teacher and student have different inputs.</summary>
    InputsDiffer = 2011,

    /// <summary>A temperature that is not positive.</summary>
    TemperatureNotPositive = 2012,

    /// <summary>A [Distill] recipe whose terms all have weight 0, or that has none.</summary>
    NoLoss = 2021,

    /// <summary>A [Train] recipe with a term that reads a teacher.</summary>
    NeedsTeacher = 2022,

    /// <summary>A recipe over a class that is no model.</summary>
    NotAModel = 2023,

    /// <summary>A recipe without an optimizer, or with two.</summary>
    NotOneOptimizer = 3001,

    /// <summary>A class that code cannot be added to: not partial, static, generic or abstract.</summary>
    NotPartial = 3002,
}
