using KdGen;
using TorchSharp;

namespace ContrastiveMlp;

/// <summary>What the models take. Tables with fewer columns are filled with zeros; for wider ones raise these numbers.</summary>
public static class RowShape
{
    /// <summary>Numbers in a row, all of them for the teacher.</summary>
    public const int Width = 64;

    /// <summary>Those at its beginning that the student sees.</summary>
    public const int Seen = 24;
}

[Teacher, Input(RowShape.Width)]
public partial class TableTeacher
{
    [Linear(256), BatchNorm, LeakyReLU(0.2)]  public partial class Hidden1;
    [Linear(1024), BatchNorm, LeakyReLU(0.2)] public partial class Hidden2;
    [Linear(256), BatchNorm, LeakyReLU(0.2)]  public partial class Hidden3;
    [Linear(1)]                               public partial class Logit;
}

/// <summary>Takes the same row and looks at its beginning: two views of one row.</summary>
[Student, Input(RowShape.Width)]
public partial class TableStudent
{
    [Arg] public const int First = 64, Last = 32;

    [Shape(RowShape.Seen)]
    public partial class View
    {
        private static torch.Tensor Forward(torch.Tensor row) => row.narrow(1, 0, RowShape.Seen);
    }

    [Linear(First), BatchNorm, LeakyReLU(0.2)] public partial class Hidden1;
    [Linear(Last), BatchNorm, LeakyReLU(0.2)]  public partial class Hidden2;
    [Linear(1)]                                public partial class Logit;
}

/// <summary>The same with half the units.</summary>
[Args(32, 16)]
public partial class NarrowStudent : TableStudent;
