using System.Linq;
using System.Threading;
using KdGen.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Parsing;

/// <summary>
/// Reads "4 * D" as an expression where C# has only its value for D's default. Symbols answer nearly every name; the semantic model is asked for
/// nothing but constants from elsewhere beside an [Arg].
/// </summary>
internal static class SymbolicReader
{
    // The language's arguments are short; what is deeper is generated, and would cost the stack.
    private const int MostDepth = 60;

    private const int MostNodes = 200;

    /// <summary>The expression; null when no [Arg] constant is in it, so that its value is all there is to know.</summary>
    public static Constant? Read(ExpressionSyntax expression, ArgScope scope, CancellationToken token)
    {
        if (!expression.DescendantNodesAndSelf().Any(node => node is IdentifierNameSyntax name && scope.Knows(name.Identifier.ValueText)))
        {
            return null;
        }

        if (expression.DescendantNodes().Skip(MostNodes).Any())
        {
            return new Constant.Opaque(string.Join(" ", expression.DescendantTokens().Take(8)) + " ...");
        }

        Constant constant = Translate(expression, scope, 0, token);
        return IsSymbolic(constant) ? constant : null;
    }

    private static Constant Translate(ExpressionSyntax expression, ArgScope scope, int depth, CancellationToken token)
    {
        if (depth > MostDepth)
        {
            return Opaque(expression);
        }

        switch (expression)
        {
            case ParenthesizedExpressionSyntax parentheses:
                return Translate(parentheses.Expression, scope, depth + 1, token);
            case LiteralExpressionSyntax literal:
                return OfValue(literal.Token.Value) ?? Opaque(expression);
            case IdentifierNameSyntax name when scope.Find(name.Identifier.ValueText) is IFieldSymbol field:
                return OfField(field, scope) ?? Opaque(expression);
            case MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } member when scope.FindQualified(owner.Identifier.ValueText, member.Name.Identifier.ValueText) is { } field:
                // An inner class's constant of the same name would take its place.
                return SymbolEqualityComparer.Default.Equals(scope.Find(field.Name), field) ? new Constant.Arg(field.Name) : Opaque(expression);
            case PrefixUnaryExpressionSyntax sign when sign.IsKind(SyntaxKind.UnaryPlusExpression):
                return Translate(sign.Operand, scope, depth + 1, token);
            case PrefixUnaryExpressionSyntax sign when sign.IsKind(SyntaxKind.UnaryMinusExpression):
                return Negative(Translate(sign.Operand, scope, depth + 1, token), scope, expression);
            case CastExpressionSyntax cast:
                return Cast(cast, Translate(cast.Expression, scope, depth + 1, token), scope, token);
            case BinaryExpressionSyntax binary when OperatorOf(binary) is { } operation:
                return Compute(operation, Translate(binary.Left, scope, depth + 1, token), Translate(binary.Right, scope, depth + 1, token), binary, scope, token);
            default:
                return Mentions(expression, scope) ? Opaque(expression) : Folded(expression, scope, token);
        }
    }

    private static Constant Compute(char operation, Constant left, Constant right, BinaryExpressionSyntax binary, ArgScope scope, CancellationToken token)
    {
        if (left is Constant.Opaque || right is Constant.Opaque)
        {
            return Opaque(binary);
        }

        if (!IsSymbolic(left) && !IsSymbolic(right))
        {
            return Folded(binary, scope, token);
        }

        return !IsNumber(left, scope) || !IsNumber(right, scope) || (operation == '%' && (IsReal(left, scope) || IsReal(right, scope)))
            ? Opaque(binary)
            : new Constant.Compute(operation, left, right);
    }

    private static Constant Negative(Constant operand, ArgScope scope, ExpressionSyntax expression) => operand switch
    {
        Constant.Integer integer => new Constant.Integer(-integer.Value),
        Constant.Real real => new Constant.Real(-real.Value),
        Constant.Arg or Constant.Compute when IsNumber(operand, scope) => new Constant.Compute('-', new Constant.Integer(0), operand),
        _ => Opaque(expression),
    };

    private static Constant Cast(CastExpressionSyntax cast, Constant operand, ArgScope scope, CancellationToken token)
    {
        if (operand is Constant.Opaque || !IsSymbolic(operand))
        {
            return operand is Constant.Opaque ? Opaque(cast) : Folded(cast, scope, token);
        }

        bool isReal = IsReal(operand, scope);
        return (cast.Type as PredefinedTypeSyntax)?.Keyword.Kind() switch
        {
            SyntaxKind.IntKeyword or SyntaxKind.LongKeyword when !isReal && IsNumber(operand, scope) => operand,
            SyntaxKind.DoubleKeyword when isReal => operand,
            SyntaxKind.DoubleKeyword when IsNumber(operand, scope) => new Constant.Compute('*', operand, new Constant.Real(1)),
            SyntaxKind.ObjectKeyword => operand,
            _ => Opaque(cast),
        };
    }

    /// <summary>The value of an expression without [Arg] constants.</summary>
    private static Constant Folded(ExpressionSyntax expression, ArgScope scope, CancellationToken token) =>
        scope.Compilation is { } compilation
        && compilation.ContainsSyntaxTree(expression.SyntaxTree)
        && compilation.GetSemanticModel(expression.SyntaxTree).GetConstantValue(expression, token) is { HasValue: true, Value: var value }
        && OfValue(value) is { } constant
            ? constant
            : Opaque(expression);

    /// <summary>Whether an [Arg] constant has a say in the expression's value: nameof(C) is a string whatever C is.</summary>
    private static bool Mentions(ExpressionSyntax expression, ArgScope scope) => expression
        .DescendantNodesAndSelf(static node => node is not InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } })
        .Any(node => node switch
        {
            MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } member => scope.FindQualified(owner.Identifier.ValueText, member.Name.Identifier.ValueText) is not null,
            IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax member } name when member.Name == name => false,
            IdentifierNameSyntax name => scope.Find(name.Identifier.ValueText) is IFieldSymbol field && scope.Holds(field),
            _ => false,
        });

    private static Constant? OfField(IFieldSymbol field, ArgScope scope) =>
        scope.Holds(field) ? new Constant.Arg(field.Name)
        : field.HasConstantValue ? OfValue(field.ConstantValue)
        : null;

    private static Constant? OfValue(object? value) => value switch
    {
        int integer => new Constant.Integer(integer),
        long integer => new Constant.Integer(integer),
        sbyte or byte or short or ushort or uint => new Constant.Integer(System.Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        double real => new Constant.Real(real),
        float real => new Constant.Real(real),
        bool flag => new Constant.Bool(flag),
        string text => new Constant.Text(text),
        _ => null,
    };

    private static char? OperatorOf(BinaryExpressionSyntax binary) => binary.Kind() switch
    {
        SyntaxKind.AddExpression => '+',
        SyntaxKind.SubtractExpression => '-',
        SyntaxKind.MultiplyExpression => '*',
        SyntaxKind.DivideExpression => '/',
        SyntaxKind.ModuloExpression => '%',
        _ => null,
    };

    private static bool IsSymbolic(Constant constant) => constant is Constant.Arg or Constant.Compute or Constant.Opaque;

    private static bool IsNumber(Constant constant, ArgScope scope) => constant switch
    {
        Constant.Integer or Constant.Real or Constant.Compute => true,
        Constant.Arg arg => scope.TypeOf(arg.Name) is "int" or "double",
        _ => false,
    };

    private static bool IsReal(Constant constant, ArgScope scope) => constant switch
    {
        Constant.Real => true,
        Constant.Arg arg => scope.TypeOf(arg.Name) == "double",
        Constant.Compute compute => IsReal(compute.Left, scope) || IsReal(compute.Right, scope),
        _ => false,
    };

    // One line without comments, whatever the source looks like.
    private static Constant Opaque(ExpressionSyntax expression) =>
        new Constant.Opaque(expression.ReplaceTrivia(expression.DescendantTrivia().Where(static trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia)), static (_, _) => default).NormalizeWhitespace("", " ").ToFullString());
}
