using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1106Tests
{
    [Fact]
    public void OperatorsOnTwoParts_AreReportedOnce() => AnalyzerHarness.Reports("KDG1106", "the operators of Net stand on several parts of it, whose order is not fixed: put all on one part", """
        using KdGen;
        [Input(3, 8, 8)] [Flatten] public partial class [|Net|];
        [Linear(10)] public partial class Net;
        """);

    [Fact]
    public void OtherAttributesOnAnotherPart_AreSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] public partial class Net;
        [Flatten, Linear(10)] [Teacher] public partial class Net;
        public partial class Net { public int Mine => 1; }
        """);
}
