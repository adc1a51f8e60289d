using KdGen.Generators.Tests.Harness;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1010Tests
{
    [Fact]
    public void PatchThatDoesNotDivideTheMap_IsReported() => AnalyzerHarness.Reports("KDG1010", "patches of 5 do not divide a 3x32x32 map from Input: use 4 or 8", """
        using KdGen;
        [Input(3, 32, 32)] [PatchEmbed(192, Patch = [|5|])] public partial class Net;
        """);

    [Fact]
    public void DefaultPatchThatDoesNotDivide_IsReported() => AnalyzerHarness.Reports("KDG1010", "patches of 16 do not divide a 3x24x24 map from Input: use 12 or 24", """
        using KdGen;
        [Input(3, 24, 24)] [[|PatchEmbed|](192)] public partial class Net;
        """);

    [Fact]
    public void PatchThatDivides_IsSilent() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 32, 16)] [PatchEmbed(192, Patch = 8)] public partial class Net;
        """);

    [Fact]
    public void Divisor_IsUsed() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 32, 32)] [PatchEmbed(192, Patch = [|5|])] public partial class Net;
        """, "Use 8", """
        using KdGen;
        [Input(3, 32, 32)] [PatchEmbed(192, Patch = 8)] public partial class Net;
        """);

    [Fact]
    public void DefaultPatch_IsWritten() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 24, 24)] [[|PatchEmbed|](192)] public partial class Net;
        """, "Use 12", """
        using KdGen;
        [Input(3, 24, 24)] [PatchEmbed(192, Patch = 12)] public partial class Net;
        """);

    [Fact]
    public void Map_IsPadded() => CodeFixHarness.Fixes("""
        using KdGen;
        [Input(3, 24, 24)] [[|PatchEmbed|](192)] public partial class Net;
        """, "Insert Pad(4) (32x32)", """
        using KdGen;
        [Input(3, 24, 24)] [Pad(4), PatchEmbed(192)] public partial class Net;
        """);

    [Fact]
    public void MapWithoutACommonDivisor_IsPadded() => Assert.Equal<string>([], CodeFixHarness.Titles("""
        using KdGen;
        [Input(3, 31, 29)] [PatchEmbed(192, Patch = [|3|])] public partial class Net;
        """));
}
