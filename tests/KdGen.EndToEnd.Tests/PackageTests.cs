using System.IO.Compression;
using KdGen.Weights;
using TorchSharp;

namespace KdGen.EndToEnd.Tests;

/// <summary>The packages as a stranger meets them: a fresh project, a clean cache, nothing of the checkout.</summary>
public sealed class PackageTests
{
    [Fact]
    public void PackedPackages_BuildAndTrainInAFreshProject()
    {
        using var folder = new Folder();
        string feed = Path.Combine(folder.Path, "feed");
        foreach (string project in (string[])["src/KdGen.LibTorch/KdGen.LibTorch.csproj", "src/KdGen/KdGen.csproj"])
        {
            Command pack = Command.Dotnet(Repository.Root, null, "pack", project, "-c", "Release", "--nologo", "-v", "q", "-o", feed);
            Assert.True(pack.ExitCode == 0, pack.Output);
        }

        using (ZipArchive package = ZipFile.OpenRead(Path.Combine(feed, "KdGen.0.1.0.nupkg")))
        {
            string[] reader = ["tools/net10.0/KdGen.Headers.deps.json", "tools/net10.0/KdGen.Headers.dll", "tools/net10.0/KdGen.Headers.runtimeconfig.json"];
            Assert.Equal(reader, package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("tools/", StringComparison.Ordinal)).Order());
            Assert.NotNull(package.GetEntry("build/KdGen.targets"));
            Assert.NotNull(package.GetEntry("buildTransitive/KdGen.targets"));
        }

        folder.Write("app/app.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="KdGen" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        folder.Write("app/nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{feed}" />
              </packageSources>
            </configuration>
            """);
        folder.Write("app/Program.cs", """
            using KdGen;
            using KdGen.Data;
            using KdGen.Training;
            using TorchSharp;

            torch.manual_seed(1);
            using var narrow = new Narrow();
            using var recipe = new Recipe(narrow);
            ImageDataset images = SyntheticImages.Create(64, seed: 1), test = SyntheticImages.Create(32, seed: 2);
            TrainingResult result = recipe.Train(images, test, new TrainingOptions { Epochs = 2 });
            System.Console.WriteLine($"trained {result.Steps} steps");

            [Teacher, Input(3, 32, 32)]
            [Conv(8), ReLU, GlobalAvgPool, Linear(10)]
            public partial class Wide;

            [Student, Input(3, 32, 32)]
            [Conv(4), ReLU, GlobalAvgPool, Linear(10)]
            public partial class Narrow;

            [Distill<Wide, Narrow>(TeacherWeights = "wide.pth")]
            [DistillLoss(Kind.CE)]
            [DistillLoss(Kind.KL, T = 4, Weight = 0.9)]
            [Adam(1e-3), Batch(16)]
            public partial class Recipe;
            """);

        KeyValuePair<string, torch.Tensor>[] Weights(long width) =>
        [
            KeyValuePair.Create("0.weight", torch.zeros(width, 3, 3, 3)), KeyValuePair.Create("0.bias", torch.zeros(width)),
            KeyValuePair.Create("3.weight", torch.zeros(10, width)), KeyValuePair.Create("3.bias", torch.zeros(10)),
        ];
        using DisposeScope scope = torch.NewDisposeScope();
        PyTorchFile.Write(Path.Combine(folder.Path, "app", "wide.pth"), Weights(8));

        var cleanCache = new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(folder.Path, "packages") };
        Command run = Command.Dotnet(Path.Combine(folder.Path, "app"), cleanCache, "run", "-c", "Release");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("trained 8 steps", run.Output);

        folder.Write("app/Program.cs", File.ReadAllText(Path.Combine(folder.Path, "app", "Program.cs")).Replace("T = 4", "T = 0"));
        Command wrong = Command.Dotnet(Path.Combine(folder.Path, "app"), cleanCache, "build", "-c", "Release", "--nologo", "-v", "q");
        Assert.NotEqual(0, wrong.ExitCode);
        Assert.Contains("KDG2012", wrong.Output);

        PyTorchFile.Write(Path.Combine(folder.Path, "app", "wide.pth"), Weights(9));
        Command other = Command.Dotnet(Path.Combine(folder.Path, "app"), cleanCache, "build", "-c", "Release", "--nologo", "-v", "q");
        Assert.NotEqual(0, other.ExitCode);
        Assert.Contains("error KDG3003: wide.pth does not fit Wide: 0.weight is 9x3x3x3 where the model has 8x3x3x3", other.Output);
    }
}
