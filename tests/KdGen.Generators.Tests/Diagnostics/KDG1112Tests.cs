using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Diagnostics;

public sealed class KDG1112Tests
{
    private const string Models = """
        using KdGen;
        using TorchSharp;
        using static TorchSharp.torch;
        [Teacher, Input(3, 8, 8)] public partial class Big { [Conv(16)] public partial class Body; [GlobalAvgPool, Linear(3)] public partial class Head; }
        [Student, Input(3, 8, 8)] public partial class Small { [Conv(8)] public partial class Body; [GlobalAvgPool, Linear(3)] public partial class Head; }

        """;

    [Theory]
    [InlineData("int [|conv0|];", "conv0", "field")]
    [InlineData("public int [|linear2|] => 3;", "linear2", "field")]
    [InlineData("public static void [|Summary|]() { }", "Summary", "method")]
    [InlineData("public const int [|Summary|] = 3;", "Summary", "method")]
    [InlineData("public class [|Summary|];", "Summary", "method")]
    [InlineData("protected void [|RegisterComponents|]() { }", "RegisterComponents", "method")]
    [InlineData("event System.Action? [|conv0|] { add { } remove { } }", "conv0", "field")]
    public void MemberCalledLikeAGeneratedOne_IsReported(string member, string name, string what) => AnalyzerHarness.Reports(
        "KDG1112", $"Net has a member {name}, which is the name of a generated {what}: rename it",
        $$"""using KdGen; [Input(3, 8, 8)] [Conv(8), GlobalAvgPool, Linear(2)] public partial class Net { {{(member.Contains("conv0;", StringComparison.Ordinal) || member.Contains("int [|conv0|];", StringComparison.Ordinal) ? "#pragma warning disable CS0169, CS0414, CS0108\n" : "#pragma warning disable CS0114\n")}} }""".Replace("{ #", "{\n#", StringComparison.Ordinal).Replace("\n }", "\n" + member + " }", StringComparison.Ordinal));

    [Theory]
    [InlineData("public Tensor [|forward|](Tensor x) => x;")]
    [InlineData("public override Tensor [|forward|](Tensor x) => x;")]
    [InlineData("public int [|forward|];")]
    public void ForwardOfTheUsers_IsReported(string member) => Says("Net has a member forward, which is the name of a generated method: name it Forward", $$"""
        [Input(3, 8, 8)] public partial class Net { [Conv(2)] public partial class Body; {{member}} }
        [Train<Net>, Adam] public partial class Recipe;
        """);

    [Theory]
    [InlineData("public [|Net|]() { }", "has a constructor Net(), which is generated: remove it")]
    [InlineData("public [|Net|](int n) : base(\"x\") { }", "has a constructor Net(int), which is generated: remove it")]
    public void ConstructorOfTheUsers_IsReported(string member, string message) => Says("Net " + message, $$"""
        [Input(3, 8, 8)] public partial class Net { {{(member.Contains("int", StringComparison.Ordinal) ? "[Arg] public const int C = 4;" : "")}} [Conv({{(member.Contains("int", StringComparison.Ordinal) ? "C" : "4")}})] public partial class Body; {{member}} }
        """);

    [Fact]
    public void ParametersBesideTheName_AreReported() => Says("Net has parameters beside its name, but its constructor is generated: remove them", """
        [Input(3, 8, 8)] [Conv(2)] public partial class [|Net|](int seed) { public int Seed => seed; }
        """);

    [Fact]
    public void ConstructorOfOtherParameters_IsTheUsers() => AnalyzerHarness.IsSilent("""
        using KdGen;
        [Input(3, 8, 8)] [Conv(2)] public partial class Net { public Net(int seed) : this() => Seed = seed; static Net() { } public int Seed { get; } }
        """);

    [Fact]
    public void MembersOfOtherNamesAndSignatures_AreTheUsers() => AnalyzerHarness.IsSilent("""
        using KdGen;
        using static TorchSharp.torch;
        [Input(3, 8, 8)] [Conv(2)] public partial class Net : System.IFormattable
        {
            int calls;
            public int Conv0 => calls++;
            public static void Summary(int width) { }
            public void forward(Tensor x, int times) { }
            public Tensor forward(int x) => forward(zeros(x));
            public T Summary<T>(T x) => x;
            public int this[int i] => i;
            string System.IFormattable.ToString(string? format, System.IFormatProvider? provider) => "";
            public static Net operator +(Net a, Net b) => a;
        }
        """);

    [Theory]
    [InlineData("public partial class [|s|]", "[Conv(2)] public partial class S", "Net has a member s, which is the name of a generated field: rename it")]
    [InlineData("public partial class Stem", "[Arg] public const int [|stem|] = 3", "Net has a member stem, which is the name of a generated field: rename it")]
    public void StageOrArgCalledLikeAField_IsReported(string stage, string other, string message) => Says(message, $$"""
        [Input(3, 8, 8)] public partial class Net { [Conv(2)] {{stage}}; {{other}}; }
        """);

    [Fact]
    public void RepeatedBlocksField_IsReported() => Says("Net has a member blocks, which is the name of a generated field: rename it", """
        [Conv(4)] public partial class Block { [Arg] public const int C = 4; }
        [Input(3, 8, 8), Repeat<Block>(2)] public partial class Net { [Arg] public const int [|blocks|] = 3; }
        """);

    [Fact]
    public void TwoStagesOfOneField_AreReported() => Says("Net has two generated fields called sStage: give one of their stages another name", """
        [Input(3, 8, 8)] public partial class [|Net|] { [Conv(2)] public partial class s; [Key("other"), Conv(2)] public partial class SStage; }
        """);

    [Theory]
    [InlineData("Summary", "method")]
    [InlineData("conv0", "field")]
    public void ClassCalledLikeItsOwnMember_IsReported(string name, string what) => Says($"{name} has the name of a generated {what} in it: rename the class", $$"""
        [Input(3, 8, 8)] [Conv(2), GlobalAvgPool] public partial class [|{{name}}|];
        [Train<{{name}}>, Adam] public partial class Recipe;
        """);

    [Fact]
    public void ClassCalledForward_IsReported() => Says("forward has the name of a generated method in it: rename the class", """
        [Input(3, 8, 8)] [Conv(2), GlobalAvgPool] public partial class [|forward|];
        [Train<forward>, Adam] public partial class Recipe;
        """);

    [Fact]
    public void HiddenMethodOfTheModule_IsReported() => Says("Net has a member eval, which hides a method that generated code calls: rename it", """
        [Input(3, 8, 8)] [Conv(2), GlobalAvgPool] public partial class Net { public int [|eval|] => 3; }
        [Distill<Net, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL), Adam] public partial class Recipe;
        """, "KDG2001");

    [Theory]
    [InlineData("public [|Block|](long inChannels, int c) { }", "Block has a constructor Block(long, int), which is generated: remove it")]
    [InlineData("int [|conv0|] => 1;", "Block has a member conv0, which is the name of a generated field: rename it")]
    public void MemberOfABlock_IsReported(string member, string message) => Says(message, $$"""
        [Conv(C)] public partial class Block { [Arg] public const int C = 4; {{member}} }
        [Input(3, 8, 8), Repeat<Block>(2, 4)] public partial class Net;
        """);

    [Fact]
    public void MemberOfAStage_IsReported() => Says("Stem has a member conv0, which is the name of a generated field: rename it", """
        [Input(3, 8, 8)] public partial class Net { [Conv(2), ReLU] public partial class Stem { int [|conv0|] => 3; } }
        """);

    [Fact]
    public void ArgCalledLikeASize_IsReported() => Says("Block has an [Arg] inChannels, which is the name of a generated parameter: rename it", """
        [Conv(inChannels)] public partial class Block { [Arg] public const int inChannels = 4; }
        [Input(3, 8, 8), Repeat<Block>(2, 4)] public partial class Net;
        """, find: false);

    [Theory]
    [InlineData("public int [|Teacher|];", "Teacher", "property")]
    [InlineData("public int [|Student|]() => 1;", "Student", "property")]
    [InlineData("public int [|Step|];", "Step", "method")]
    [InlineData("public Tensor [|Step|](Tensor a, Tensor b) => a;", "Step", "method")]
    [InlineData("public static int [|Loss|] => 2;", "Loss", "method")]
    [InlineData("public class [|Train|];", "Train", "method")]
    [InlineData("public const int [|Epochs|] = 3;", "Epochs", "constant")]
    [InlineData("public const int [|BatchSize|] = 3;", "BatchSize", "constant")]
    [InlineData("public void [|Dispose|]() { }", "Dispose", "method")]
    [InlineData("int [|Dispose|] => 3;", "Dispose", "method")]
    [InlineData("int [|optimizer|] => 3;", "optimizer", "field")]
    [InlineData("int [|ownsTeacher|] => 3;", "ownsTeacher", "field")]
    [InlineData("int [|ReadTeacher|] => 3;", "ReadTeacher", "method")]
    [InlineData("int [|Settings|] => 3;", "Settings", "property")]
    [InlineData("int [|LossAndGradient|] => 3;", "LossAndGradient", "method")]
    public void MemberOfARecipe_IsReported(string member, string name, string what) => Says($"Recipe has a member {name}, which is the name of a generated {what}: rename it", $$"""
        [Distill<Big, Small>(TeacherWeights = "big.safetensors"), DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4), DistillLoss<Big.Body, Small.Body>(Kind.Hint, Project = Projector.Conv1x1), Adam]
        public partial class Recipe { {{member}} }
        """);

    [Theory]
    [InlineData("int [|Adapters|] => 3;", "Adapters", "property")]
    [InlineData("public class [|RecipeAdapters|];", "RecipeAdapters", "class")]
    public void MemberCalledLikeTheProjectors_IsReported(string member, string name, string what) => Says($"Recipe has a member {name}, which is the name of a generated {what}: rename it", $$"""
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss<Big.Body, Small.Body>(Kind.Hint, Project = Projector.Conv1x1), Adam] public partial class Recipe { {{member}} }
        """);

    [Theory]
    [InlineData("public [|Recipe|](Small small) { }", "Recipe has a constructor Recipe(Small), which is generated: remove it")]
    [InlineData("public [|Recipe|](Big big, Small small) { }", "Recipe has a constructor Recipe(Big, Small), which is generated: remove it")]
    public void ConstructorOfARecipe_IsReported(string member, string message) => Says(message, $$"""
        [Distill<Big, Small>(TeacherWeights = "big.safetensors"), DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4), Adam] public partial class Recipe { {{member}} }
        """);

    [Theory]
    [InlineData("Loss", "method")]
    [InlineData("Step", "method")]
    [InlineData("Train", "method")]
    [InlineData("Teacher", "property")]
    [InlineData("Student", "property")]
    [InlineData("Epochs", "constant")]
    [InlineData("BatchSize", "constant")]
    [InlineData("Dispose", "method")]
    public void RecipeCalledLikeItsOwnMember_IsReported(string name, string what) => Says($"{name} has the name of a generated {what} in it: rename the class", $$"""
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4), Adam] public partial class [|{{name}}|];
        """);

    [Fact]
    public void RecipeOfATraining_HasAModel() => Says("Model has the name of a generated property in it: rename the class", """
        [Train<Small>, Adam] public partial class [|Model|];
        """);

    [Fact]
    public void OtherMembersOfARecipe_AreTheUsers() => AnalyzerHarness.IsSilent(Models + """
        [Distill<Big, Small>, DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4), Adam] public partial class Recipe : System.ICloneable
        {
            public string Name { get; set; } = "";
            public static int Model => 3;
            public Tensor Step(Tensor x) => x;
            public int Loss(int a) => a;
            public Recipe(Big big) : this(big, new Small()) { }
            object System.ICloneable.Clone() => this;
        }
        """);

    [Fact]
    public void NamesBesideAnotherError_LeaveTheSkeletonCompiling() => GeneratorHarness.Run("""
        using KdGen;
        using static TorchSharp.torch;
        [Input(3, 8, 8)] public partial class Net
        {
            [Conv(99, 2)]                public partial class Body;
            [GlobalAvgPool, Linear(2)]   public partial class Eval;
            Tensor Forward(Tensor x) => body.call(x);
            public Net() : base("Net") { }
        }
        [Train<Net>, Adam] public partial class Recipe { public int Step => 1; }
        """).AssertCompiles();

    /// <summary>One KDG1112 with this message on the marked token, and no word of C#'s about generated code.</summary>
    private static void Says(string message, string markup, string? beside = null, bool find = true)
    {
        if (!find)
        {
            markup = markup.Replace("int inChannels", "int [|inChannels|]", StringComparison.Ordinal);
        }

        (string source, var span) = AnalyzerHarness.Parse(Models + markup);
        Generated generated = GeneratorHarness.Run(source);
        Diagnostic diagnostic = Assert.Single(AnalyzerHarness.Analyze(generated.Compilation), diagnostic => diagnostic.Id != beside);
        Assert.Equal("KDG1112: " + message, $"{diagnostic.Id}: {diagnostic.GetMessage()}");
        Assert.Equal(source.Substring(span.Start, span.Length), source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
        Assert.Equal(span, diagnostic.Location.SourceSpan);
        Assert.DoesNotContain(generated.CompilerDiagnostics(), error => error.Severity == DiagnosticSeverity.Error && IsOfOurMaking(error));
    }

    // A member that hides a module's is C#'s to speak of; so is a constructor without a base call. What stops the compiler before it asks analyzers is a declaration.
    private static bool IsOfOurMaking(Diagnostic error) => error.Id is not ("CS7036" or "CS1729");
}
