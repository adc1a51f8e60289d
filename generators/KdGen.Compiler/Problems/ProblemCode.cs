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

    /// <summary>A stride that leaves the last rows or columns of a map unread.</summary>
    StrideDropsPixels = 1006,

    /// <summary>Groups does not divide the channels.</summary>
    GroupsDoNotDivide = 1007,

    /// <summary>GroupNorm with groups that do not divide the channels.</summary>
    GroupsDoNotDivideChannels = 1008,

    /// <summary>Attention with heads that do not divide the features.</summary>
    HeadsDoNotDivide = 1009,

    /// <summary>PatchEmbed with a patch that does not divide height or width.</summary>
    PatchDoesNotDivide = 1010,

    /// <summary>Residual(Identity) between different shapes, or a projection that cannot bring one to the other.</summary>
    ResidualShapesDiffer = 1011,

    /// <summary>Add between different shapes.</summary>
    JoinShapesDiffer = 1012,

    /// <summary>Cat between maps of different size.</summary>
    CatShapesDiffer = 1013,

    /// <summary>Shuffle or a split that does not divide the channels.</summary>
    ChannelsDoNotDivide = 1014,

    /// <summary>Reshape to another number of values.</summary>
    ReshapeChangesCount = 1015,

    /// <summary>Embedding on real numbers, or an operator on indices.</summary>
    WrongType = 1016,

    /// <summary>[Shape] that differs from what the operators give.</summary>
    StatedShapeDiffers = 1017,

    /// <summary>A hand-written Forward or a Call without [Shape].</summary>
    ShapeUnknown = 1018,

    /// <summary>A model without [Input].</summary>
    NoInput = 1019,

    /// <summary>A layer whose sizes depend on an unknown shape.</summary>
    SizeUnknown = 1020,

    /// <summary>One block on maps and on vectors.</summary>
    RankDiffers = 1021,

    /// <summary>Softmax at the end of a model whose logits a loss reads.</summary>
    SoftmaxBeforeLoss = 1101,

    /// <summary>An activation behind the layer that gives the logits.</summary>
    ActivationOnLogits = 1102,

    /// <summary>Two linear layers with nothing between them that is not linear.</summary>
    LinearTwice = 1103,

    /// <summary>A convolution's bias that the BatchNorm behind it takes away again.</summary>
    BiasBeforeNorm = 1104,

    /// <summary>An argument out of its range (no channels, a dropout of 1).</summary>
    OutOfRange = 1105,

    /// <summary>Operators or stages on several parts of a class, or operators beside stages.</summary>
    OrderNotFixed = 1106,

    /// <summary>From, Add, Cat, Output or Shape that name a later stage or something else.</summary>
    NoSuchStage = 1107,

    /// <summary>A stage whose output nothing reads.</summary>
    UnusedStage = 1108,

    /// <summary>Repeat or Args with a wrong number or type of arguments.</summary>
    BlockArguments = 1109,

    /// <summary>A hand-written Forward that never calls a stage of its class.</summary>
    ForwardSkipsStage = 1110,

    /// <summary>A class that contains itself, an operator in a place where it means nothing, two weights with one key.</summary>
    Composition = 1111,

    /// <summary>A member or a class that has the name of something generated.</summary>
    NameTaken = 1112,

    /// <summary>An attribute that means nothing where it stands.</summary>
    NoEffect = 1113,

    /// <summary>Teacher and student have different class counts.</summary>
    ClassesDiffer = 2001,

    /// <summary>Features of different channels are compared.</summary>
    FeatureChannelsDiffer = 2002,

    /// <summary>Features of different size or kind are compared.</summary>
    FeatureSizesDiffer = 2003,

    /// <summary>A feature of a kind that a loss is not defined for.</summary>
    FeatureKind = 2004,

    /// <summary>Lists of layers that do not go together, or a layer that a stage does not have.</summary>
    LayerMap = 2007,

    /// <summary>A term names a stage that its model does not have, or whose value cannot be read.</summary>
    TapOfOtherModel = 2008,

    /// <summary>A teacher that no term reads.</summary>
    TeacherUnread = 2009,

    /// <summary>A head of the student that no term reads, where terms name heads.</summary>
    HeadUnread = 2010,

    /// <summary>Teacher and student have different inputs.</summary>
    InputsDiffer = 2011,

    /// <summary>A temperature that is not positive.</summary>
    TemperatureNotPositive = 2012,

    /// <summary>An option that the loss does not read.</summary>
    OptionIgnored = 2013,

    /// <summary>A negative weight, or a recipe without any term that counts.</summary>
    NoWeight = 2014,

    /// <summary>Weights that do not add up to 1. Off unless an .editorconfig asks for it.</summary>
    WeightsNotOne = 2015,

    /// <summary>A loss between the samples of a batch that has too few.</summary>
    SmallBatch = 2017,

    /// <summary>PreAct on a stage that ends in no activation and has no norm behind it.</summary>
    NoPreActivation = 2018,

    /// <summary>A student with more parameters than its teacher.</summary>
    StudentLarger = 2019,

    /// <summary>The same term twice.</summary>
    DuplicateTerm = 2020,

    /// <summary>No term reads the student's logits, so that its last layers learn nothing.</summary>
    LogitsUnread = 2021,

    /// <summary>A [Train] recipe with a term that reads a teacher.</summary>
    NeedsTeacher = 2022,

    /// <summary>A recipe over a class that is no model.</summary>
    NotAModel = 2023,

    /// <summary>A class that is two things at once: two recipes, or a recipe and a model.</summary>
    TwoRoles = 2024,

    /// <summary>An expression of a loss of one's own that cannot be translated.</summary>
    NoFormula = 2025,

    /// <summary>A method marked [Loss] that no recipe can use.</summary>
    NoLoss = 2026,

    /// <summary>A recipe names a loss of one's own that it cannot find or reach.</summary>
    LossNotFound = 2027,

    /// <summary>A part of a loss that is to be trained beforehand, and is not.</summary>
    PartUntrained = 2028,

    /// <summary>A recipe without an optimizer, or with two.</summary>
    NotOneOptimizer = 3001,

    /// <summary>A class that code cannot be added to: not partial, static, generic or abstract.</summary>
    NotPartial = 3002,

    /// <summary>A weights file with missing or wrongly shaped tensors.</summary>
    WeightsDiffer = 3003,

    /// <summary>A weights file that is not part of the project, or cannot be read.</summary>
    WeightsUnread = 3004,
}
