using KdGen.Compiler.Collections;
using KdGen.Generators.Diagnostics;
using KdGen.Generators.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KdGen.Generators.Tests.Diagnostics;

/// <summary>Nothing is known to make the compiler throw, so the net below it is tested by itself.</summary>
public sealed class KDG9001Tests
{
    [Fact]
    public void PassThatThrows_BecomesAnErrorOfTheBuild()
    {
        Attempt<string> attempt = new Attempt<string>("A.Net", "value", null)
            .Then<string>("Bind", static _ => throw new InvalidOperationException("two\nlines"), CancellationToken.None)
            .Then("Shapes", static value => value + "!", CancellationToken.None);
        Assert.Null(attempt.Value);

        GeneratedFile file = GeneratedFile.Of(attempt, "Module", EquatableArray<string>.Empty);
        Assert.Equal("A.Net.Module.g.cs", file.HintName);
        Diagnostic error = Assert.Single(CSharpSyntaxTree.ParseText(file.Text).GetDiagnostics());
        Assert.Equal("#error: 'KDG9001: KdGen failed and wrote no code for this class (Bind: InvalidOperationException: two lines)'", error.GetMessage());
    }

    [Fact]
    public void Cancellation_IsNoDefect()
    {
        Attempt<string> start = new("A.Net", "value", null);
        Assert.Throws<OperationCanceledException>(() => start.Then<string>("Bind", static _ => throw new OperationCanceledException(), CancellationToken.None));
        Assert.Throws<OperationCanceledException>(() => start.Then("Bind", static value => value, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Descriptor_SaysWhatToDo() => Assert.Contains("please report it", Descriptors.Internal.MessageFormat.ToString(), StringComparison.Ordinal);
}
