using KdGen;

namespace Models;

/// <summary>Half of the channels stays as it is, the other is worked on (Ma et al. 2018).</summary>
[Parallel<Kept, Worked>(Join.Cat, Split = true), Shuffle(2)]
public partial class ShuffleUnit
{
    [Arg] public const int C = 58;
    [Identity] public partial class Kept;
    [Key(""), Conv(C, Kernel = 1, Bias = false, Key = "conv1"), BatchNorm(Key = "bn1"), ReLU, DepthwiseConv(Bias = false, Key = "conv2")]
    [BatchNorm(Key = "bn2"), Conv(C, Kernel = 1, Bias = false, Key = "conv3"), BatchNorm(Key = "bn3"), ReLU]
    public partial class Worked;
}

/// <summary>Both branches see all channels and halve the map: C channels each.</summary>
[Parallel<Left, Right>(Join.Cat), Shuffle(2)]
public partial class ShuffleDown
{
    [Arg] public const int C = 58;
    [Key(""), DepthwiseConv(Stride = 2, Bias = false, Key = "conv1"), BatchNorm(Key = "bn1"), Conv(C, Kernel = 1, Bias = false, Key = "conv2"), BatchNorm(Key = "bn2"), ReLU]
    public partial class Left;
    [Key(""), Conv(C, Kernel = 1, Bias = false, Key = "conv3"), BatchNorm(Key = "bn3"), ReLU, DepthwiseConv(Stride = 2, Bias = false, Key = "conv4")]
    [BatchNorm(Key = "bn4"), Conv(C, Kernel = 1, Bias = false, Key = "conv5"), BatchNorm(Key = "bn5"), ReLU]
    public partial class Right;
}

/// <summary>Size 1, for 32x32 images: a 1x1 stem and no pool.</summary>
[Input(3, 32, 32)]
public partial class ShuffleV2
{
    [Key(""), Conv(24, Kernel = 1, Bias = false, Key = "conv1"), BatchNorm(Key = "bn1"), ReLU]                  public partial class Stem;
    [Key("layer1"), Repeat<ShuffleDown>(1, 58), Repeat<ShuffleUnit>(3, 58)]                                     public partial class Stage1;
    [Key("layer2"), Repeat<ShuffleDown>(1, 116), Repeat<ShuffleUnit>(7, 116)]                                   public partial class Stage2;
    [Key("layer3"), Repeat<ShuffleDown>(1, 232), Repeat<ShuffleUnit>(3, 232)]                                   public partial class Stage3;
    [Key(""), Conv(1024, Kernel = 1, Bias = false, Key = "conv2"), BatchNorm(Key = "bn2"), ReLU, GlobalAvgPool] public partial class Pooled;
    [Key("linear"), Linear(100)]                                                                                public partial class Logits;
}
