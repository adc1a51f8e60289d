namespace KdGen.Generators.Tests.Robustness;

/// <summary>Declarations that nobody means and somebody types: huge numbers, endless recursion, thousands of everything.</summary>
internal static class Adversaries
{
    private const int Nesting = 100;

    public static IReadOnlyDictionary<string, string> Sources { get; } = new Dictionary<string, string>
    {
        ["repeat 10^9"] = "[ReLU] public partial class B; [Input(3, 8, 8), Repeat<B>(1000000000)] public partial class Net;",
        ["repeat 10^4 of 10^4 of 10^4"] = "[ReLU] public partial class A; [Repeat<A>(10000)] public partial class B; [Repeat<B>(10000)] public partial class C; [Input(3, 8, 8), Repeat<C>(10000)] public partial class Net;",
        ["repeat 10^4"] = "[Conv(C, Stride = S), ReLU] public partial class B { [Arg] public const int C = 8, S = 1; } [Input(3, 8, 8), Repeat<B>(10000)] public partial class Net;",
        ["repeat 10^4 that grows"] = "[Parallel<Same, More>(Join.Cat)] public partial class B { [Identity] public partial class Same; [Conv(7)] public partial class More; } [Input(3, 8, 8), Repeat<B>(10000)] public partial class Net;",
        ["repeats of repeats, 10 deep"] = Blocks(10, static i => $"[Repeat<B{i - 1}>(10)]"),
        ["repeats of 2 of repeats of 2, 60 deep"] = Blocks(60, static i => $"[Repeat<B{i - 1}>(2)]"),
        ["parallels of parallels, 12 deep"] = Blocks(12, static i => $"[Parallel<B{i - 1}, B{i - 1}, B{i - 1}, B{i - 1}>(Join.Add)]"),
        ["parallels that double, 40 deep"] = Blocks(40, static i => $"[Parallel<B{i - 1}, B{i - 1}>(Join.Cat)]"),
        ["blocks in each other"] = "[Repeat<B>(2)] public partial class A; [Repeat<C>(2)] public partial class B; [Repeat<A>(2)] public partial class C; [Input(3, 8, 8), Repeat<A>(2)] public partial class Net;",
        ["a block in itself"] = "[ReLU, Repeat<A>(2), Parallel<A, A>(Join.Add)] public partial class A; [Input(3, 8, 8), Repeat<A>(2)] public partial class Net;",
        ["a model in itself"] = "[Input(3, 8, 8), Repeat<Net>(2)] public partial class Net { [Repeat<Net>(2)] public partial class Inner; }",
        ["500 stages"] = $"[Input(3, 8, 8)] public partial class Net {{ {Many(500, static i => $"[Conv(8), BatchNorm, ReLU] public partial class Stage{i};")} }}",
        ["500 stages from each other"] = $"[Input(3, 8, 8)] public partial class Net {{ [ReLU] public partial class Stage0; {Many(499, static i => $"[Add<Stage{i}, Stage0>, ReLU] public partial class Stage{i + 1};")} }}",
        ["2000 operators"] = $"[Input(3, 8, 8)] [{string.Join(", ", Enumerable.Repeat("Conv(8), ReLU", 1000))}] public partial class Net;",
        ["stages in stages, 100 deep"] = $"[Input(3, 8, 8)] public partial class Net {{ {Many(Nesting, static i => $"public partial class S{i} {{ ")} [ReLU] public partial class Last; {new string('}', Nesting)} }}",
        ["a family of 100 generations"] = "[Input(3, 8, 8), Conv(N)] public partial class F0 { [Arg] public const int N = 1; }" + Many(100, static i => $"[Args({i + 1})] public partial class F{i + 1} : F{i} {{ }}"),
        ["100 members of a family"] = "[Conv(C), ReLU] public partial class B { [Arg] public const int C = 8; } [Input(3, 8, 8)] public partial class F { [Arg] public const int N = 1; [Repeat<B>(N)] public partial class Body; }" + Many(100, static i => $"[Args({i + 1})] public partial class F{i} : F;"),
        ["long names"] = $"[Input(3, 8, 8)] public partial class {new string('N', 20_000)} {{ {Many(20, static i => $"[Conv(8)] public partial class {new string('S', 20_000)}{i};")} }}",
        ["a long expression"] = $"[Conv({string.Join(" + ", Enumerable.Repeat("C", 1000))})] public partial class B {{ [Arg] public const int C = 1; }} [Input(3, 8, 8), Repeat<B>(2, 2)] public partial class Net;",
        ["an expression 50 deep"] = $"[Conv({new string('(', 50)}C{Many(50, static _ => " + 1)")})] public partial class B {{ [Arg] public const int C = 1; }} [Input(3, 8, 8), Repeat<B>(2, 2)] public partial class Net;",
        ["expressions that double"] = Blocks(40, static i => $"[Repeat<B{i - 1}>(1, C * C + C)]", "[Arg] public const int C = 2;"),
        ["300 terms"] = $"[Input(3, 8, 8)] public partial class Net {{ [Conv(8)] public partial class Body; [Flatten, Linear(10)] public partial class Head; }} [Distill<Net, Net>, Adam] {Many(300, static i => $"[DistillLoss<Net.Body, Net.Body>(Kind.Hint, Weight = {i + 1})] [DistillLoss(Kind.KL, T = {i + 1})]")} public partial class Kd;",
        ["numbers as large as they go"] = "[Input(2147483647, 2147483647, 2147483647)] [Conv(2147483647, Kernel = 2147483647, Pad = 2147483647, Stride = 2147483647, Dilation = 2147483647, Groups = 2147483647), Upsample(2147483647), Flatten, Linear(2147483647)] public partial class Net;",
        ["a long list of numbers"] = $"[Input(3, 8, 8)] [Reshape({string.Join(", ", Enumerable.Repeat("1", 5000))})] public partial class Net;",
        ["100 models of one block"] = "[Conv(C), BatchNorm, Residual(Shortcut.Project), ReLU] public partial class B { [Arg] public const int C = 8; }" + Many(100, static i => $"[Input({i + 1}, 8, 8), Repeat<B>(3, {i + 8})] public partial class Net{i};"),
    }.ToDictionary(static source => source.Key, static source => "using KdGen;\n" + source.Value);

    private static string Blocks(int depth, Func<int, string> attributes, string inside = "") =>
        $"[ReLU] public partial class B0 {{ {inside} }}" + Many(depth, i => $"{attributes(i + 1)} public partial class B{i + 1} {{ {inside} }}") + $"[Input(3, 8, 8), Repeat<B{depth}>(1)] public partial class Net;";

    private static string Many(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(text));
}
