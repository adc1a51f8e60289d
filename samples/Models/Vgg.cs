using KdGen;

namespace Models;

/// <summary>One convolution a block. Pools are stages of their own, so that the blocks are numbered as in the checkpoints.</summary>
[Input(3, 32, 32)]
public partial class Vgg8
{
    [Conv(64), BatchNorm, ReLU]  public partial class Block0;
    [MaxPool(2)]                 public partial class Pool0;
    [Conv(128), BatchNorm, ReLU] public partial class Block1;
    [MaxPool(2)]                 public partial class Pool1;
    [Conv(256), BatchNorm, ReLU] public partial class Block2;
    [MaxPool(2)]                 public partial class Pool2;
    [Conv(512), BatchNorm, ReLU] public partial class Block3;
    [Conv(512), BatchNorm, ReLU] public partial class Block4;
    [GlobalAvgPool]              public partial class Pooled;
    [Linear(100)]                public partial class Classifier;
}

/// <summary>Two convolutions a block.</summary>
[Input(3, 32, 32)]
public partial class Vgg13
{
    [Conv(64), BatchNorm, ReLU, Conv(64), BatchNorm, ReLU]   public partial class Block0;
    [MaxPool(2)]                                             public partial class Pool0;
    [Conv(128), BatchNorm, ReLU, Conv(128), BatchNorm, ReLU] public partial class Block1;
    [MaxPool(2)]                                             public partial class Pool1;
    [Conv(256), BatchNorm, ReLU, Conv(256), BatchNorm, ReLU] public partial class Block2;
    [MaxPool(2)]                                             public partial class Pool2;
    [Conv(512), BatchNorm, ReLU, Conv(512), BatchNorm, ReLU] public partial class Block3;
    [Conv(512), BatchNorm, ReLU, Conv(512), BatchNorm, ReLU] public partial class Block4;
    [GlobalAvgPool]                                          public partial class Pooled;
    [Linear(100)]                                            public partial class Classifier;
}
