using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>The [Arg] constants that a class sees, with their values at one of its places.</summary>
internal sealed class Scope(EquatableArray<BoundArgument> args)
{
    public static Scope Empty => new(default);

    public EquatableArray<BoundArgument> Args => args;

    /// <summary>The value of an expression at this place; null when it has none (a division by 0, an argument of another type).</summary>
    public Constant? Evaluate(Constant constant) => constant switch
    {
        Constant.Arg arg => args.FirstOrDefault(known => known.Name == arg.Name)?.Value,
        Constant.Compute compute => Evaluate(compute.Left) is { } left && Evaluate(compute.Right) is { } right ? Compute(compute.Operator, left, right) : null,
        Constant.List list => Items(list),
        _ => constant,
    };

    /// <summary>An expression as the class's code writes it: [Arg] constants by their names, which are also its constructor's parameters.</summary>
    public static string Code(Constant constant) => constant switch
    {
        Constant.Arg arg => Identifier.Escape(arg.Name),
        Constant.Compute compute => $"{Operand(compute.Left)} {compute.Operator} {Operand(compute.Right)}",
        Constant.Integer integer => Literal.Of(integer.Value),
        Constant.Real real => Literal.Of(real.Value),
        Constant.Bool flag => Literal.Of(flag.Value),
        Constant.Text text => text.Value,
        Constant.Integers list => string.Join(", ", list.Values),
        Constant.Reals list => string.Join(", ", list.Values.Select(Literal.Of)),
        Constant.Texts list => string.Join(", ", list.Values),
        Constant.List list => string.Join(", ", list.Items.Select(Code)),
        _ => "",
    };

    /// <summary>The part of an expression that arithmetic over [Arg] constants does not reach ("C &lt;&lt; 1"); null when there is none.</summary>
    public static string? NotFollowed(Constant constant) => constant switch
    {
        Constant.Opaque opaque => opaque.Code,
        Constant.Compute compute => NotFollowed(compute.Left) ?? NotFollowed(compute.Right),
        Constant.List list => list.Items.Select(NotFollowed).FirstOrDefault(static part => part is not null),
        _ => null,
    };

    /// <summary>The problem that an argument is such an expression.</summary>
    public static Problem CannotFollow(AttributeDecl attribute, string argument, string expression) => new(
        ProblemCode.OutOfRange, attribute.Node, argument, attribute.Name, $"{argument} = {expression}", "an argument over [Arg] constants is made of + - * / and % alone");

    private static string Operand(Constant constant) => constant is Constant.Compute ? $"({Code(constant)})" : Code(constant);

    private Constant? Items(Constant.List list)
    {
        Constant?[] items = [.. list.Items.Select(Evaluate)];
        return items.Any(static item => item is null) ? null
            : items.All(static item => item is Constant.Integer) ? new Constant.Integers(items.Select(static item => ((Constant.Integer)item!).Value).ToEquatableArray())
            : new Constant.List(items.Select(static item => item!).ToEquatableArray());
    }

    private static Constant? Compute(char operation, Constant left, Constant right) => (left, right) switch
    {
        (Constant.Integer a, Constant.Integer b) => Integer(operation, a.Value, b.Value),
        (Constant.Integer a, Constant.Real b) => Real(operation, a.Value, b.Value),
        (Constant.Real a, Constant.Integer b) => Real(operation, a.Value, b.Value),
        (Constant.Real a, Constant.Real b) => Real(operation, a.Value, b.Value),
        _ => null,
    };

    // C# ints: their products fit a long, and what does not fit an int again is out of every argument's range.
    private static Constant? Integer(char operation, long left, long right) => operation switch
    {
        '+' => new Constant.Integer(left + right),
        '-' => new Constant.Integer(left - right),
        '*' => new Constant.Integer(unchecked(left * right)),
        '/' when right != 0 => new Constant.Integer(left / right),
        '%' when right != 0 => new Constant.Integer(left % right),
        _ => null,
    };

    private static Constant? Real(char operation, double left, double right) => operation switch
    {
        '+' => new Constant.Real(left + right),
        '-' => new Constant.Real(left - right),
        '*' => new Constant.Real(left * right),
        '/' => new Constant.Real(left / right),
        _ => null,
    };
}
