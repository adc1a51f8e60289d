using System.Globalization;
using System.Runtime.CompilerServices;
using KdGen.Generators.Diagnostics;
using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KdGen.Generators.Tests.Incremental;

public sealed class MemoryTests
{
    [Theory]
    [InlineData(0, "ReLU, Dropout(0.1)", "ReLU, Dropout(0.{0})")]
    [InlineData(1, "=> 0;", "=> {0};")]
    public void OldCompilation_IsCollectableAfterThirtyEdits(int tree, string from, string to)
    {
        (GeneratorDriver driver, WeakReference first) = Edited(tree, from, to);
        AssertCollected(first, "a value of the pipeline holds the compilation it was made from");
        Assert.Equal(6, GeneratorHarness.FilesOf(driver).Count);
    }

    [Fact]
    public void OldCompilation_IsCollectableWhileTheAnalyzersLive()
    {
        DiagnosticAnalyzer[] analyzers = [new DeclarationAnalyzer(), new WeightsAnalyzer()];
        WeakReference first = Analyzed(analyzers);
        AssertCollected(first, "an analyzer holds the compilation that it was asked about");
        GC.KeepAlive(analyzers);
    }

    private static void AssertCollected(WeakReference first, string otherwise)
    {
        for (int i = 0; i < 10 && first.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(first.IsAlive, otherwise);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Analyzed(DiagnosticAnalyzer[] analyzers)
    {
        CSharpCompilation compilation = Compilations.Create(Sources.Tutorial, Sources.Composed, Sources.OwnLosses);
        WeakReference first = new(compilation);
        for (int edit = 0; edit < 3; edit++)
        {
            compilation.WithAnalyzers([.. analyzers]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
            compilation = compilation.Edit("Linear(512, 10)", $"Linear({edit + 100}, 10)").Edit($"Linear({edit + 100}, 10)", "Linear(512, 10)");
        }

        return first;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Driver, WeakReference First) Edited(int tree, string from, string to)
    {
        CSharpCompilation compilation = Compilations.Create(Sources.Tutorial, "public class Unrelated { public int Value => 0; }");
        WeakReference first = new(compilation);

        // Without tracked steps, which hold what they saw for the tests that ask.
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new KdGenerator().AsSourceGenerator()], parseOptions: Compilations.Options);
        for (int edit = 0; edit < 30; edit++)
        {
            driver = driver.RunGenerators(compilation);
            string next = string.Format(CultureInfo.InvariantCulture, to, edit + 20);
            compilation = compilation.WithText(compilation.SyntaxTrees[tree].ToString().Replace(from, next, StringComparison.Ordinal), tree);
            from = next;
        }

        return (driver.RunGenerators(compilation), first);
    }
}
