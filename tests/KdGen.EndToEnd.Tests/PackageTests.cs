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
            using var wide = new Wide();
            using var narrow = new Narrow();
            using var recipe = new Recipe(wide, narrow);
            ImageDataset images = SyntheticImages.Create(64, seed: 1), test = SyntheticImages.Create(32, seed: 2);
            TrainingResult result = recipe.Train(images, test, new TrainingOptions { Epochs = 2 });
            System.Console.WriteLine($"trained {result.Steps} steps");

            [Teacher, Input(3, 32, 32)]
            [Conv(8), ReLU, GlobalAvgPool, Linear(10)]
            public partial class Wide;

            [Student, Input(3, 32, 32)]
            [Conv(4), ReLU, GlobalAvgPool, Linear(10)]
            public partial class Narrow;

            [Distill<Wide, Narrow>]
            [DistillLoss(Kind.CE)]
            [DistillLoss(Kind.KL, T = 4, Weight = 0.9)]
            [Adam(1e-3), Batch(16)]
            public partial class Recipe;
            """);

        var cleanCache = new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(folder.Path, "packages") };
        Command run = Command.Dotnet(Path.Combine(folder.Path, "app"), cleanCache, "run", "-c", "Release");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("trained 8 steps", run.Output);

        folder.Write("app/Program.cs", File.ReadAllText(Path.Combine(folder.Path, "app", "Program.cs")).Replace("T = 4", "T = 0"));
        Command wrong = Command.Dotnet(Path.Combine(folder.Path, "app"), cleanCache, "build", "-c", "Release", "--nologo", "-v", "q");
        Assert.NotEqual(0, wrong.ExitCode);
        Assert.Contains("KDG2012", wrong.Output);
    }
}
