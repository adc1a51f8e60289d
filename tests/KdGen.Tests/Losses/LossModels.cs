namespace KdGen.Tests.Losses.Declared;

[Teacher, Input(5)]
[Linear(5)]
public partial class PlainTeacher;

[Student, Input(5)]
[Linear(5)]
public partial class PlainStudent;

/// <summary>A student with a distillation head.</summary>
[Student, Input(5), Output<Cls, Dist>]
public partial class TwoHeadStudent
{
    [Linear(6)]            public partial class Body;
    [From<Body>, Linear(5)] public partial class Cls;
    [From<Body>, Linear(5)] public partial class Dist;
}

/// <summary>A teacher with two heads.</summary>
[Teacher, Input(5), Output<Cls, Dist>]
public partial class TwoHeadTeacher
{
    [Linear(6)]            public partial class Body;
    [From<Body>, Linear(5)] public partial class Cls;
    [From<Body>, Linear(5)] public partial class Dist;
}
