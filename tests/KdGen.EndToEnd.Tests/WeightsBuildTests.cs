using System.Globalization;
using System.Text.Json;
using KdGen.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.EndToEnd.Tests;

/// <summary>Weights files of a project: the build reads their headers, and what does not fit stands on the recipe that names them.</summary>
public sealed class WeightsBuildTests
{
    // What the checkout has is built by the first build of a test.
    private static readonly string[] again = ["--no-restore", "-p:BuildProjectReferences=false"];

    private const string Items = """
        <None Include="../out side/linked.pth" Link="w/linked.pth" />
        <None Include="../out side/beside.pth" />
        <Content Include="v/same.safetensors" CopyToOutputDirectory="PreserveNewest" />
        <None Include="gone.pth" />
        """;

    private static readonly string[] Silent = ["fits.pth", "w/same.safetensors", "w/linked.pth", "beside.pth", "../out side/beside.pth", "it's $HOME;1 é.pt"];

    private static readonly (string File, string Reason)[] Unread =
    [
        ("broken.pth", "is no checkpoint: neither a safetensors file nor a zip file written by torch.save"),
        ("gone.pth", "there is no such weights file"),
        ("/nowhere/outside.pth", "it is no file of the project, so the build cannot read it: put it into the project's folder"),
    ];

    [Fact]
    public void WeightsFiles_AreReadOnceAndAgainWhenTheyChange()
    {
        using var folder = new Folder();
        string app = Path.Combine(folder.Path, "my app"), outside = Path.Combine(folder.Path, "out side");
        folder.Write("my app/App.csproj", Projects.Text("", Items));
        string source = folder.Write("my app/Code.cs", Source([.. Silent, .. Unread.Select(file => file.File)]));
        foreach (string file in (string[])["my app/fits.pth", "my app/w/same.safetensors", "out side/linked.pth", "out side/beside.pth", "my app/it's $HOME;1 é.pt"])
        {
            Write(Path.Combine(folder.Path, file), classes: 3);
        }

        // No recipe names it: another file of the same name, which does not fit.
        Write(Path.Combine(app, "v/same.safetensors"), classes: 5);
        folder.Write("my app/broken.pth", "no weights at all");

        // What cannot be read is said where it is named, and the build goes on.
        Command first = Projects.Build(app);
        Assert.True(first.ExitCode == 0, first.Output);
        Assert.Equal(
            Unread.Select(file => $"{At(source, file.File)}: warning KDG3004: {file.File} was not checked: {file.Reason}").Order(),
            first.Problems().Select(WithoutLink).Order());

        // Nothing changed, nothing is read.
        Dictionary<string, DateTime> texts = Texts(app);
        Assert.Equal(8, texts.Count);
        Command second = Projects.Build(app, again);
        Assert.True(second.ExitCode == 0, second.Output);
        Assert.Equal(texts, Texts(app));

        // Another file takes the place of one, and is older than the text that was made of it.
        Write(Path.Combine(app, "fits.pth"), classes: 5);
        File.SetLastWriteTimeUtc(Path.Combine(app, "fits.pth"), new DateTime(2020, 1, 1));
        Command third = Projects.Build(app, again);
        Assert.NotEqual(0, third.ExitCode);
        Assert.Equal(
            $"{At(source, "fits.pth")}: error KDG3003: fits.pth does not fit T: 1.weight is 5x4 where the model has 3x4, 1.bias is 5 where the model has 3",
            WithoutLink(Assert.Single(third.Problems(), line => line.Contains(": error "))));
        Assert.NotEqual(texts, Texts(app));

        // The editor's build, which compiles nothing, hands the same texts to the analyzer.
        texts = Texts(app);
        string[] given = DesignTime(app);
        Assert.Equal(texts.Keys.Order(), given.Select(Path.GetFileName).Order()!);

        // The file goes, and with it its text.
        File.Delete(Path.Combine(app, "fits.pth"));
        Command fourth = Projects.Build(app, again);
        Assert.True(fourth.ExitCode == 0, fourth.Output);
        Assert.Contains($"{At(source, "fits.pth")}: warning KDG3004: fits.pth was not checked: it is no file of the project", fourth.Output);
        Assert.Equal(texts.Keys.Where(name => !name.StartsWith("fits.pth", StringComparison.Ordinal)).Order(), Texts(app).Keys.Order());

        // A reader that does not run stops nobody.
        Command fifth = Projects.Build(app, [.. again, "-p:KdGenHeadersTool=/nowhere/KdGen.Headers.dll"]);
        Assert.True(fifth.ExitCode == 0, fifth.Output);
        Assert.Contains("warning KDGCFG005: The project's weights files are not checked", fifth.Output);

        Command clean = Command.Dotnet(app, null, "msbuild", "-t:Clean", "-p:Configuration=Release", "-p:BuildProjectReferences=false", "-nologo");
        Assert.True(clean.ExitCode == 0, clean.Output);
        Assert.Empty(Texts(app));
    }

    /// <summary>Every model of samples/Models, read from its assembly, and every operator with weights: the compiler knows the tensors of the real module, no more and no fewer.</summary>
    [Fact]
    public void ModelsOfAnotherProject_AreHeldToTheirFiles()
    {
        using var folder = new Folder();
        string app = Path.Combine(folder.Path, "app");
        folder.Write("app/App.csproj", Projects.Text("<OutputType>Exe</OutputType>", $"""<ProjectReference Include="{Repository.Root}samples/Models/Models.csproj" />"""));
        folder.Write("app/Operators.cs", File.ReadAllText(Path.Combine(Repository.Root, "tests/KdGen.Tests/Shapes/OperatorModels.cs")).Replace("namespace", "using KdGen;\nnamespace"));
        folder.Write("app/Program.cs", """
            using System;
            using KdGen;
            using TorchSharp;

            torch.manual_seed(1);
            using var student = new Small();
            using var recipe = new Loaded(student);
            using var x = torch.randn(4, 3, 32, 32);
            using var y = torch.zeros(4, torch.ScalarType.Int64);
            float first = recipe.Step(x, y).item<float>();
            Console.WriteLine(recipe.Step(x, y).item<float>() < first ? "learned" : "did not learn");

            [Student, Input(3, 32, 32)]
            [Conv(4), ReLU, GlobalAvgPool, Linear(100)]
            public partial class Small;

            [Distill<Models.ResNet8x4, Small>(TeacherWeights = "w/ResNet8x4.pth"), DistillLoss(Kind.CE), DistillLoss(Kind.KL, T = 4), Adam]
            public partial class Loaded;
            """);
        List<string> recipes = ["using KdGen;", "[Student, Input(3, 32, 32), GlobalAvgPool, Linear(10)] public partial class Ten;", "[Distill<Models.Vgg8, Ten>, DistillLoss(Kind.KL), Adam] public partial class Apart;"];
        List<string> expected = ["KDG2001: KL needs equal classes: teacher Vgg8 has 100, student Ten has 10"];
        PyTorchFile.Write(Directory.CreateDirectory(Path.Combine(app, "w")).FullName + "/other.pth", [KeyValuePair.Create("other", zeros(1))]);
        foreach (Type type in ModelTypes())
        {
            using DisposeScope scope = NewDisposeScope();
            using nn.Module<Tensor, Tensor> model = Create(type);
            Dictionary<string, Tensor> state = model.state_dict();
            PyTorchFile.Write(Path.Combine(app, $"w/{type.Name}.pth"), state);
            string lost = string.Join(", ", state.Where(entry => !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).Take(2).Select(entry => $"{entry.Key} ({string.Join('x', entry.Value.shape)})"));
            int count = state.Keys.Count(key => !key.EndsWith("num_batches_tracked", StringComparison.Ordinal));
            recipes.Add($"[Distill<{type.FullName}, {type.FullName}>(TeacherWeights = \"w/{type.Name}.pth\"), DistillLoss(Kind.KL), Adam] public partial class Fits{type.Name};");
            recipes.Add($"[Distill<{type.FullName}, {type.FullName}>(TeacherWeights = \"w/other.pth\"), DistillLoss(Kind.KL), Adam] public partial class Other{type.Name};");
            expected.Add($"KDG3003: w/other.pth does not fit {type.Name}: it lacks {lost}{(count > 2 ? $" and {(count - 2).ToString(CultureInfo.InvariantCulture)} more" : "")}; it has beyond the model other");
        }

        folder.Write("app/Recipes.cs", string.Join('\n', recipes));
        Command wrong = Projects.Build(app);
        Assert.NotEqual(0, wrong.ExitCode);
        Assert.True(expected.Count > 20, "samples/Models is not found");
        Assert.Equal(expected.Order(), wrong.Problems().Select(WithoutLink).Select(line => line[(line.IndexOf(": error ", StringComparison.Ordinal) + ": error ".Length)..]).Order());

        File.Delete(Path.Combine(app, "Recipes.cs"));
        Command run = Command.Dotnet(app, null, ["run", "-c", "Release", .. again]);
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Equal("learned", run.Lines.Last());
    }

    /// <summary>A teacher of four inputs and three classes, and a recipe for each file.</summary>
    private static string Source(params string[] files) => $"""
        using KdGen;
        [Teacher, Input(4), Flatten, Linear(3)] public partial class T;
        [Student, Input(4), Flatten, Linear(3)] public partial class S;
        {string.Join('\n', files.Select((file, i) => $"[Distill<T, S>(TeacherWeights = \"{file}\"), DistillLoss(Kind.KL), Adam] public partial class R{i};"))}
        """;

    /// <summary>Weights of that teacher with another number of classes.</summary>
    private static void Write(string path, long classes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using Tensor weight = zeros(classes, 4), bias = zeros(classes);
        KeyValuePair<string, Tensor>[] tensors = [KeyValuePair.Create("1.weight", weight), KeyValuePair.Create("1.bias", bias)];
        if (path.EndsWith(".safetensors", StringComparison.Ordinal))
        {
            Safetensors.Write(path, tensors);
        }
        else
        {
            PyTorchFile.Write(path, tensors);
        }
    }

    /// <summary>"path(line,column)" of a file's name in the source.</summary>
    private static string At(string source, string file)
    {
        string[] lines = File.ReadAllLines(source);
        int line = Array.FindIndex(lines, text => text.Contains($"\"{file}\"", StringComparison.Ordinal));
        return $"{source}({line + 1},{lines[line].IndexOf($"\"{file}\"", StringComparison.Ordinal) + 1})";
    }

    /// <summary>A line of the compiler without the rule's page and the project at its end.</summary>
    private static string WithoutLink(string line) => line[..line.IndexOf(" (https://", StringComparison.Ordinal)];

    /// <summary>The texts that the build made of weights files, and when.</summary>
    private static Dictionary<string, DateTime> Texts(string app) =>
        Directory.EnumerateFiles(Path.Combine(app, "obj/Release/net10.0/kdgen"), "*.txt").ToDictionary(file => Path.GetFileName(file)!, File.GetLastWriteTimeUtc);

    /// <summary>The additional files in the command line that an editor asks the build for.</summary>
    private static string[] DesignTime(string app)
    {
        Command build = Command.Dotnet(
            app, null, "msbuild", "-nologo", "-t:Compile", "-p:Configuration=Release", "-p:DesignTimeBuild=true", "-p:BuildProjectReferences=false",
            "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-getItem:CscCommandLineArgs");
        Assert.True(build.ExitCode == 0, build.Output);
        const string Option = "/additionalfile:";
        return
        [
            .. JsonDocument.Parse(build.Output).RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray()
                .Select(item => item.GetProperty("Identity").GetString()!)
                .Where(argument => argument.StartsWith(Option, StringComparison.Ordinal))
                .Select(argument => argument[Option.Length..].Trim('"')),
        ];
    }

    private static IEnumerable<Type> ModelTypes() =>
        from assembly in (System.Reflection.Assembly[])[typeof(Models.ResNet20).Assembly, typeof(KdGen.Tests.Shapes.OperatorsOnMaps).Assembly]
        from type in assembly.GetExportedTypes()
        where type.Namespace is "Models" or "KdGen.Tests.Shapes" && type.IsAssignableTo(typeof(nn.Module<Tensor, Tensor>))
        where type.IsDefined(typeof(InputAttribute), inherit: false) || type.IsDefined(typeof(ArgsAttribute), inherit: false)
        select type;

    private static nn.Module<Tensor, Tensor> Create(Type type)
    {
        System.Reflection.ConstructorInfo constructor = type.GetConstructors().Single();
        return (nn.Module<Tensor, Tensor>)constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
    }
}
