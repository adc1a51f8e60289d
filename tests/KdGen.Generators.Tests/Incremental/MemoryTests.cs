using System.Runtime.CompilerServices;
using KdGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Incremental;

public sealed class MemoryTests
{
    [Fact]
    public void OldCompilation_IsCollectableAfterThirtyEdits()
    {
        (GeneratorDriver driver, WeakReference first) = Edited();
        for (int i = 0; i < 10 && first.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(first.IsAlive, "a value of the pipeline holds the compilation it was made from");
        Assert.Equal(4, GeneratorHarness.FilesOf(driver).Count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Driver, WeakReference First) Edited()
    {
        CSharpCompilation compilation = Compilations.Create(Sources.Tutorial, "public class Unrelated { public int Value => 0; }");
        WeakReference first = new(compilation);

        // Without tracked steps, which hold what they saw for the tests that ask.
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new KdGenerator().AsSourceGenerator()], parseOptions: Compilations.Options);
        for (int edit = 0; edit < 30; edit++)
        {
            driver = driver.RunGenerators(compilation);
            compilation = compilation.WithText($"public class Unrelated {{ public int Value => {edit}; }}", tree: 1);
        }

        return (driver.RunGenerators(compilation), first);
    }
}
