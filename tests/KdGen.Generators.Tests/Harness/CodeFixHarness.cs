using System.Collections.Immutable;
using KdGen.CodeFixes;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;
using KdGen.Generators.Diagnostics;
using KdGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace KdGen.Generators.Tests.Harness;

/// <summary>Applies fixes as an editor does, in a workspace of sources in memory.</summary>
internal static class CodeFixHarness
{
    /// <summary>
    /// Asserts that the marked source's one diagnostic offers this fix, that the fix gives exactly this source (and these other files), and that then C# has
    /// nothing to say and the rule neither, so that there is nothing to apply a second time.
    /// </summary>
    public static void Fixes(string markup, string title, string fixedSource, params (string Source, string Fixed)[] others)
    {
        (string source, TextSpan span) = AnalyzerHarness.Parse(markup);
        using AdhocWorkspace workspace = new();
        Project project = Add(workspace.CurrentSolution, "Users", [source, .. others.Select(other => other.Source)]);
        Diagnostic diagnostic = Assert.Single(Analyze(project));
        Assert.Equal(span, diagnostic.Location.SourceSpan);

        ImmutableArray<CodeAction> actions = Actions(project, diagnostic);
        CodeAction? action = actions.FirstOrDefault(action => action.Title == title);
        Assert.True(action is not null, $"'{title}' is not among the fixes: {string.Join(" | ", actions.Select(offered => offered.Title))}");
        Assert.Equal(actions.Length, actions.Select(offered => offered.EquivalenceKey).Distinct().Count());

        Project changed = Changed(action).GetProject(project.Id)!;
        Assert.Equal([fixedSource, .. others.Select(other => other.Fixed)], Texts(changed));
        Generated generated = GeneratorHarness.Run(Compilation(changed));
        generated.AssertCompiles();
        Assert.DoesNotContain(AnalyzerHarness.Analyze(generated.Compilation), left => left.Id == diagnostic.Id);
    }

    /// <summary>The titles of what the marked source's one diagnostic offers, the best first.</summary>
    public static string[] Titles(string markup)
    {
        using AdhocWorkspace workspace = new();
        Project project = Add(workspace.CurrentSolution, "Users", AnalyzerHarness.Parse(markup).Source);
        return [.. Actions(project, Assert.Single(Analyze(project))).Select(action => action.Title)];
    }

    /// <summary>The sources after a fix that no rule has to offer: a node without owner is of <paramref name="type"/>.</summary>
    public static string[] Apply(string type, Fix fix, params string[] sources)
    {
        using AdhocWorkspace workspace = new();
        Project project = Add(workspace.CurrentSolution, "Users", sources);
        CSharpCompilation compilation = Compilation(project);
        INamedTypeSymbol owner = compilation.GetTypeByMetadataName(type)!;
        Problem problem = new(ProblemCode.ConvChannels, new NodeId(0), null) { Fixes = new([fix]) };
        DiagnosticParts parts = DiagnosticParts.Of(problem, spot => SourceMap.Find(
            spot.Node.Owner is { } other ? compilation.GetTypeByMetadataName(other.Replace("global::", "", StringComparison.Ordinal)) : owner, spot.Node, spot.Argument, compilation, default));
        Diagnostic diagnostic = Diagnostic.Create(Descriptors.Of(problem.Code), owner.Locations[0], parts.Locations, parts.Properties);
        CodeAction action = Assert.Single(Actions(project, diagnostic));
        Assert.Equal(fix.Title, action.Title);
        return Texts(Changed(action).GetProject(project.Id)!);
    }

    /// <summary>The projects' sources after "fix all" of a key, started from the first project's first file.</summary>
    public static string[][] FixAll(FixAllScope scope, string key, params string[][] projects)
    {
        using AdhocWorkspace workspace = new();
        CodeAction? action = FixAll(workspace.CurrentSolution, scope, key, projects);
        Assert.NotNull(action);
        return [.. Changed(action).Projects.OrderBy(project => project.Name, StringComparer.Ordinal).Select(Texts)];
    }

    /// <summary>Asserts that "fix all" changes nothing.</summary>
    public static void HasNothingToFix(FixAllScope scope, string key, params string[][] projects)
    {
        using AdhocWorkspace workspace = new();
        Assert.Null(FixAll(workspace.CurrentSolution, scope, key, projects));
    }

    private static CodeAction? FixAll(Solution solution, FixAllScope scope, string key, string[][] projects)
    {
        for (int i = 0; i < projects.Length; i++)
        {
            solution = Add(solution, "Project" + i, projects[i]).Solution;
        }

        Document first = solution.Projects.Single(project => project.Name == "Project0").Documents.First();
        DeclarationFixProvider provider = new();
        FixAllContext context = new(first, provider, scope, key, [key.Split('.')[0]], new Diagnostics(), default);
        return provider.GetFixAllProvider().GetFixAsync(context).GetAwaiter().GetResult();
    }

    private static Project Add(Solution solution, string name, params string[] sources)
    {
        ProjectId id = ProjectId.CreateNewId(name);
        solution = solution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, name, name, LanguageNames.CSharp, compilationOptions: Compilations.CompilationOptions, parseOptions: Compilations.Options, metadataReferences: Compilations.References));
        for (int i = 0; i < sources.Length; i++)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(id), $"{i}.cs", SourceText.From(sources[i]), filePath: $"/{name}/{i}.cs");
        }

        return solution.GetProject(id)!;
    }

    private static CSharpCompilation Compilation(Project project) => (CSharpCompilation)project.GetCompilationAsync().GetAwaiter().GetResult()!;

    private static ImmutableArray<Diagnostic> Analyze(Project project) => AnalyzerHarness.Analyze(GeneratorHarness.Run(Compilation(project)).Compilation);

    private static ImmutableArray<CodeAction> Actions(Project project, Diagnostic diagnostic)
    {
        ImmutableArray<CodeAction>.Builder actions = ImmutableArray.CreateBuilder<CodeAction>();
        Document document = project.GetDocument(diagnostic.Location.SourceTree)!;
        new DeclarationFixProvider().RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), default)).GetAwaiter().GetResult();
        return actions.ToImmutable();
    }

    private static Solution Changed(CodeAction action) =>
        Assert.Single(action.GetOperationsAsync(default).GetAwaiter().GetResult().OfType<ApplyChangesOperation>()).ChangedSolution;

    private static string[] Texts(Project project) =>
        [.. project.Documents.OrderBy(document => document.Name, StringComparer.Ordinal).Select(document => document.GetTextAsync().GetAwaiter().GetResult().ToString())];

    /// <summary>What an editor knows of all files.</summary>
    private sealed class Diagnostics : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken token) => Task.FromResult<IEnumerable<Diagnostic>>(Analyze(project));

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken token)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(token);
            return Analyze(document.Project).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken token) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
