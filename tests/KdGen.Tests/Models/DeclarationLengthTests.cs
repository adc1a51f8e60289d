using System.Text.RegularExpressions;

namespace KdGen.Tests.Models;

/// <summary>A model takes fewer lines here than in PyTorch written without waste (models.py): lines of all classes that it needs, blank lines and comments left out.</summary>
public sealed partial class DeclarationLengthTests
{
    private static readonly Dictionary<string, int> declared = Lines(
        string.Join('\n', Directory.GetFiles(ModelSources.Declarations, "*.cs").Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))),
        Declaration());

    private static readonly Dictionary<string, int> written = Lines(
        string.Join('\n', File.ReadLines(Path.Combine(ModelSources.Tests, "models.py")).Where(line => !line.TrimStart().StartsWith('#'))),
        PythonClass());

    [Theory]
    [InlineData("BasicBlock CifarResNet ResNet56", "BasicBlock CifarResNet")]
    [InlineData("BasicBlock CifarResNet ResNet32x4", "BasicBlock CifarResNet")]
    [InlineData("WideBlock WideResNet Wrn40x2", "WideBlock WideResNet")]
    [InlineData("Vgg8", "Vgg")]
    [InlineData("Vgg13", "Vgg")]
    [InlineData("InvertedResidual MobileNetV2", "InvertedResidual MobileNetV2")]
    [InlineData("ShuffleUnit ShuffleDown ShuffleV2", "shuffle ShuffleUnit ShuffleDown ShuffleV2")]
    [InlineData("ViTBlock DistilledDeiT DeiTTiny", "Attention Mlp ViTBlock DistilledDeiT")]
    [InlineData("EmbeddingMlp", "EmbeddingMlp")]
    [InlineData("BertLayer TinyBert", "Attention Mlp BertLayer TinyBert")]
    public void Model_IsShorterThanInPyTorch(string here, string inPyTorch)
    {
        int ours = here.Split(' ').Sum(name => declared[name]), theirs = inPyTorch.Split(' ').Sum(name => written[name]);
        Assert.True(ours < theirs, $"{here} takes {ours} lines, PyTorch {theirs}");
    }

    [Fact]
    public void AllModels_AreShorterThanInPyTorch() => Assert.True(declared.Values.Sum() < written.Values.Sum(), $"{declared.Values.Sum()} lines, PyTorch {written.Values.Sum()}");

    private static Dictionary<string, int> Lines(string source, Regex definition) =>
        definition.Matches(source).ToDictionary(match => match.Groups["name"].Value, match => match.Value.Split('\n').Count(line => line.Trim().Length > 0));

    /// <summary>Attributes and class, to the semicolon or the closing brace at the line's beginning.</summary>
    [GeneratedRegex(@"^(\[(?![^\n]*partial class)[^\n]*\n)*(\[[^\n]*\] )?public partial class (?<name>\w+)([^\n]*;|[^\n]*\}|[^\n]*\n\{\n(.*\n)*?\})$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();

    /// <summary>A class or function with all that is indented below it.</summary>
    [GeneratedRegex(@"^(class|def) (?<name>\w+)[^\n]*\n((    [^\n]*)?\n)*", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex PythonClass();
}
