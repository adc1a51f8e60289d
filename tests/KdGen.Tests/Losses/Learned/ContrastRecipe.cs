namespace KdGen.Tests.Losses.Learned;

[Input(2)]
public partial class ContrastTeacher
{
    [Linear(16), Tanh] public partial class Hidden;
    [Linear(2)]        public partial class Logits;
}

[Input(2)]
public partial class ContrastStudent
{
    [Linear(4), Tanh] public partial class Hidden;
    [Linear(2)]       public partial class Logits;
}

[Distill<ContrastTeacher, ContrastStudent>, Sgd(0.05, Momentum = 0.9), Batch(16), Epochs(2)]
[DistillLoss(Kind.CE)]
[DistillLoss<ContrastTeacher.Hidden, ContrastStudent.Hidden>(Kind.CRD, Dim = 8, K = 20, Weight = 0.8)]
public partial class ContrastKd;
