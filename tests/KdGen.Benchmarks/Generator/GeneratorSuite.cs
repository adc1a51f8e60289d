using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Passes;
using KdGen.Generators;
using KdGen.Generators.Diagnostics;
using KdGen.Generators.Parsing;
using KdGen.Generators.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KdGen.Benchmarks.Generator;

/// <summary>What an edit costs while somebody types in a project of 1,500 files, with few models and with many, beside an empty generator in the same project.</summary>
internal static class GeneratorSuite
{
    private const int Few = 20;
    private const int Many = 500;

    public static IEnumerable<Comparison> Run()
    {
        Dictionary<(string, int), double> medians = [];
        foreach (int models in new[] { Few, Many })
        {
            GeneratorProject project = new(models);
            Console.WriteLine($"-- {models} models and {models / 2} recipes among 1,500 files");
            Console.WriteLine($"{Rerun(project)} files written again after an unrelated edit");
            foreach (Comparison one in Edits(project).Concat(Parts(project)))
            {
                medians[(one.Name, models)] = one.Median;
                yield return one;
            }
        }

        Console.WriteLine($"-- {Many} models beside {Few}: times as much ({Many / Few} = linear)");
        foreach (string name in medians.Keys.Where(static key => key.Item2 == Few).Select(static key => key.Item1))
        {
            yield return new Comparison(name + " (growth)", "times", [medians[(name, Many)] / medians[(name, Few)]], [], $"<= {Many / Few}");
        }
    }

    private static IEnumerable<Comparison> Edits(GeneratorProject project)
    {
        int rounds = project.Models == Few ? 200 : 60;
        yield return InTurn("unrelated edit: a method's body", GeneratorProject.Edit.Body, "<= 1 ms p50, <= 3 ms p95 over empty");
        yield return InTurn("unrelated edit: a new method", GeneratorProject.Edit.Member, "");
        yield return InTurn("edit in one model: a layer's width", GeneratorProject.Edit.Width, "");
        yield return Cold();

        Comparison InTurn(string name, GeneratorProject.Edit edit, string budget)
        {
            GeneratorDriver ours = GeneratorProject.Driver(new KdGenerator()).RunGenerators(project.Fresh());
            GeneratorDriver empty = GeneratorProject.Driver(new EmptyGenerator()).RunGenerators(project.Fresh());
            return Measure(name, rounds, budget, () =>
            {
                (Compilation mine, Compilation peers) = project.After(edit);
                return (() => ours = ours.RunGenerators(mine), () => empty = empty.RunGenerators(peers));
            });
        }

        Comparison Cold() => Measure("cold start, everything jitted", rounds / 4, "<= 50 ms p50 over empty", () =>
        {
            (Compilation mine, Compilation peers) = (project.Fresh(), project.Fresh());
            return (() => GeneratorProject.Driver(new KdGenerator()).RunGenerators(mine), () => GeneratorProject.Driver(new EmptyGenerator()).RunGenerators(peers));
        });
    }

    /// <summary>The parts of the way, each model and each recipe a round; and what is kept.</summary>
    private static IEnumerable<Comparison> Parts(GeneratorProject project)
    {
        List<double> transform = [], allocated = [], inside = [], recipe = [], bind = [], plan = [], loss = [], kernel = [], cuda = [], analyzer = [], recipeAnalyzer = [], binding = [];
        for (int round = 0; round < (project.Models == Few ? 60 : 4); round++)
        {
            bool counts = round >= (project.Models == Few ? 20 : 1);
            Compilation fresh = project.Fresh();
            Compilation bound = project.Fresh();
            bound.GetDeclarationDiagnostics();
            Dictionary<string, ShapedModule> models = new(StringComparer.Ordinal);
            for (int i = 0; i < project.Models; i++)
            {
                string name = $"Project.Models.Model{i}";
                INamedTypeSymbol unknown = fresh.GetTypesByMetadataName(name)[0], known = bound.GetTypesByMetadataName(name)[0];
                Add(binding, counts, () => DeclarationParser.Module(unknown, default));
                long before = GC.GetAllocatedBytesForCurrentThread();
                ModuleDecl declaration = Add(transform, counts, () => DeclarationParser.Module(known, default))!;
                if (counts)
                {
                    allocated.Add((GC.GetAllocatedBytesForCurrentThread() - before) / 1024.0);
                }

                Add(inside, counts, () =>
                {
                    ShapedModule shaped = models["global::" + name] = ShapeInference.Infer(Binder.Bind(declaration));
                    return (ModuleSignature.Of(shaped), ModuleEmitter.Emit(shaped), ModuleEmitter.Blocks(shaped));
                });
            }

            for (int i = 0; i < project.Models / 2; i++)
            {
                RecipeDecl declaration = DeclarationParser.Recipe(bound.GetTypesByMetadataName($"Project.Models.Recipe{i}")[0], default)!;
                (ShapedModule teacher, ShapedModule student) = (models[declaration.Teacher!], models[declaration.Student]);
                Add(recipe, counts, () =>
                {
                    RecipeIr ir = Add(bind, counts, () =>
                    {
                        RecipeWithModels whole = new RecipeWithModels(declaration, ModuleSignature.Of(teacher), ModuleSignature.Of(student)).WithTaps(teacher, student);
                        return RecipeBinder.Bind(whole.Declaration, whole.Teacher, whole.Student);
                    });
                    LossPlan planned = Add(plan, counts, () => LossPlanner.Plan(ir));
                    return (
                        Add(loss, counts, () => LossEmitter.Emit(ir, planned)),
                        Add(kernel, counts, () => SimdEmitter.Emit(ir, planned, ir.IgnoreIndex)),
                        Add(cuda, counts, () => CudaEmitter.Emit(ir, planned)),
                        TrainerEmitter.Emit(ir));
                });
            }

            DeclarationAnalyzer.Known shared = DeclarationAnalyzer.Known.Of(bound);
            foreach (string name in Enumerable.Range(0, project.Models).Select(static i => $"Model{i}").Concat(Enumerable.Range(0, project.Models / 2).Select(static i => $"Recipe{i}")))
            {
                SymbolAnalysisContext context = AnalyzerContext.Of(bound.GetTypesByMetadataName("Project.Models." + name)[0], bound, static _ => { });
                Add(name.StartsWith("Recipe", StringComparison.Ordinal) ? recipeAnalyzer : analyzer, counts, () =>
                {
                    DeclarationAnalyzer.Analyze(context, shared);
                    return true;
                });
            }
        }

        yield return new("transform of a model", "us", [.. transform], [], "<= 50 us");
        yield return new("transform of a model, with Roslyn's binding", "us", [.. binding], [], "");
        yield return new("transform of a model, allocated", "KB", [.. allocated], [], "<= 20 KB");
        yield return new("bind to emit of a model", "us", [.. inside], [], "<= 5000 us p50");
        yield return new("bind to emit of a recipe", "us", [.. recipe], [], "<= 10000 us p50");
        yield return new("  of that: bind", "us", [.. bind], [], "");
        yield return new("  of that: plan of the loss", "us", [.. plan], [], "");
        yield return new("  of that: the loss's file", "us", [.. loss], [], "");
        yield return new("  of that: its kernel's", "us", [.. kernel], [], "");
        yield return new("  of that: its CUDA text's", "us", [.. cuda], [], "");
        yield return new("analyzer, a model", "us", [.. analyzer], [], "<= 300 us p50, <= 1000 us p95");
        yield return new("analyzer, a recipe", "us", [.. recipeAnalyzer], [], "<= 300 us p50, <= 1000 us p95");
        yield return new("kept for a model: values", "KB", [Kept(project, static () => null)], [], "<= 30 KB");
        yield return new("kept for a model: with files and driver", "KB", [Kept(project, static () => GeneratorProject.Driver(new KdGenerator()))], [], "");

        static T Add<T>(List<double> times, bool counts, Func<T> action)
        {
            double start = ProcessorTime.OfThread;
            T result = action();
            if (counts)
            {
                times.Add((ProcessorTime.OfThread - start) * 1000);
            }

            return result;
        }
    }

    /// <summary>What stays in memory, divided by the models: a driver after its run, or without one the values of all models.</summary>
    private static double Kept(GeneratorProject project, Func<GeneratorDriver?> create)
    {
        Compilation compilation = project.Fresh();
        compilation.GetDeclarationDiagnostics();
        create()?.RunGenerators(compilation);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        object kept = create()?.RunGenerators(compilation) is { } driver
            ? driver
            : Enumerable.Range(0, project.Models)
                .Select(i => ShapeInference.Infer(Binder.Bind(DeclarationParser.Module(compilation.GetTypesByMetadataName($"Project.Models.Model{i}")[0], default)!)))
                .ToArray();
        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(kept);
        GC.KeepAlive(compilation);
        return (after - before) / 1024.0 / project.Models;
    }

    /// <summary>How many files an unrelated edit writes again.</summary>
    private static int Rerun(GeneratorProject project)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new KdGenerator().AsSourceGenerator()],
            parseOptions: GeneratorProject.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(project.Fresh()).RunGenerators(project.After(GeneratorProject.Edit.Body).Ours);
        return driver.GetRunResult().Results[0].TrackedOutputSteps.SelectMany(static step => step.Value)
            .SelectMany(static step => step.Outputs).Count(static output => output.Reason != IncrementalStepRunReason.Cached);
    }

    /// <summary>Times both sides in turn, who begins changing each round; the first tenth of the rounds is not counted.</summary>
    private static Comparison Measure(string name, int rounds, string budget, Func<(Action Ours, Action Empty)> prepare)
    {
        List<double> ours = [], empty = [];
        for (int round = -Math.Max(3, rounds / 10); round < rounds; round++)
        {
            (Action mine, Action peers) = prepare();
            if (round % 2 == 0)
            {
                Time(mine, ours, round);
                Time(peers, empty, round);
            }
            else
            {
                Time(peers, empty, round);
                Time(mine, ours, round);
            }
        }

        return new Comparison(name, "ms", [.. ours], [.. empty], budget);

        static void Time(Action action, List<double> times, int round)
        {
            double start = ProcessorTime.OfThread;
            action();
            if (round >= 0)
            {
                times.Add(ProcessorTime.OfThread - start);
            }
        }
    }
}
