using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1015Tests
{
    [Fact]
    public void OtherNumberOfValues_IsReported() => AnalyzerHarness.Reports("KDG1015", "Reshape makes 64x32 (2048 values) of 64x8x8 (4096 values): use Reshape(64, 64)", """
        using KdGen;
        [Input(64, 8, 8)] [Reshape([|64, 32|])] public partial class Net;
        """);

    [Fact]
    public void SameNumberOfValues_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(64, 8, 8)] [Reshape(64, -1)] public partial class Net;
        """);

    [Fact]
    public void MissingSize_IsComputed() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(64, 8, 8)] [Reshape([|64, 32|])] public partial class Net;
        """, "Use Reshape(64, 64)", """
        using KdGen;
        [Input(64, 8, 8)] [Reshape(64, 64)] public partial class Net;
        """);

    [Fact]
    public void MissingSize_IsLeftOpen() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(64, 8, 8)] [Reshape([|64, 32|], Key = "r")] public partial class Net;
        """, "Use Reshape(64, -1)", """
        using KdGen;
        [Input(64, 8, 8)] [Reshape(64, -1, Key = "r")] public partial class Net;
        """);

    [Fact]
    public void SizesThatNoneCompletes_AreLeft() => Assert.Equal<string>([], CodeFixHarness.Titles("""
        using KdGen;
        [Input(64)] [Reshape([|3, 5|])] public partial class Net;
        """));
}
