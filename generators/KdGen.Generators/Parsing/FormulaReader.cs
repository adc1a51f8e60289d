using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace KdGen.Generators.Parsing;

/// <summary>
/// The body of a method over rows as values of a graph. Code without loops has a formula: expressions, variables, ?:, an if that returns or assigns; what such a method calls is read in its place.
/// Where C# has an error of its own nothing is said.
/// </summary>
internal sealed partial class FormulaReader(GraphBuilder graph, Compilation compilation, ReadTypes? read, CancellationToken token)
{
    private const string Vocabulary = "a loss is made of RowMath, + - * /, row[label], ?: and constants";
    private const string AsIndex = "a class is an index, or compared with another, but no number";

    private const string Callable = "what a loss calls is a static method without type parameters, made of the same";
    private const string OneValue = "choose between what is read at two classes, not between the classes";

    private readonly List<FormulaFault> faults = [];
    private readonly Stack<IMethodSymbol> calls = [];

    /// <summary>What has no formula, each at its expression.</summary>
    public IReadOnlyList<FormulaFault> Faults => faults;

    /// <summary>What the method gives for these arguments; null when it has no formula.</summary>
    public Expr? Read(IMethodSymbol method, IEnumerable<Expr> arguments)
    {
        // A method of Helpers<int> is declared as one of Helpers<T>, whose parameters its body speaks of.
        method = method.OriginalDefinition.PartialImplementationPart ?? method.OriginalDefinition;
        if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(token) is not MethodDeclarationSyntax declaration)
        {
            return null;
        }

        read?.AddBody(declaration);
        calls.Push(method.OriginalDefinition);
        Dictionary<ISymbol, Expr> values = new(SymbolEqualityComparer.Default);
        foreach ((IParameterSymbol parameter, Expr argument) in method.Parameters.Zip(arguments, static (parameter, argument) => (parameter, argument)))
        {
            values[parameter] = argument;
        }

        // The semantic model of a body that the declaration depends on: the reader knows which these are.
        Expr? result = compilation.GetSemanticModel(declaration.SyntaxTree).GetOperation(declaration, token) is IMethodBodyOperation body && (body.BlockBody ?? body.ExpressionBody) is { } block
            ? Statements(block.Operations, values)
            : null;
        calls.Pop();
        return result;
    }

    private Expr? Value(IOperation operation, Dictionary<ISymbol, Expr> values)
    {
        Expr? value = NumberOf(operation.ConstantValue) is { } number ? Make(new Node.Number(number)) : Computed(operation, values);
        return value is { } result && HasInfinity(result) ? Refuse(operation, "its number is not finite") : value;
    }

    private Expr? Computed(IOperation operation, Dictionary<ISymbol, Expr> values)
    {
        switch (operation)
        {
            case IParenthesizedOperation inside:
                return Value(inside.Operand, values);
            case IParameterReferenceOperation parameter:
                return Known(parameter.Parameter);
            case ILocalReferenceOperation local:
                return Known(local.Local);
            case IConversionOperation conversion:
                return Convert(conversion, values);
            case IUnaryOperation unary:
                return Unary(unary, values);
            case IBinaryOperation binary:
                return Binary(binary, binary.OperatorKind, binary.LeftOperand, binary.RightOperand, values);
            case IConditionalOperation { WhenFalse: { } other } choice:
                return Choose(choice, Value(choice.Condition, values), () => Value(choice.WhenTrue, values), () => Value(other, values));
            case IPropertyReferenceOperation { Instance: { } row } property when Language.IsRow(property.Property.ContainingType):
                return property.Property.IsIndexer ? At(property, row, values)
                    : property.Property.Name == "Length" && Value(row, values) is not null ? Make(new Node.ClassCount())
                    : null;
            case IInvocationOperation call:
                return Call(call, values);
            case IFieldReferenceOperation or IPropertyReferenceOperation when operation.Type is not { TypeKind: TypeKind.Error }:
                return Refuse(operation, "only constants are known when the loss is built, make it a const");
            default:
                return Refuse(operation, Vocabulary);
        }

        // A variable without a value is C#'s error.
        Expr? Known(ISymbol symbol) => values.TryGetValue(symbol, out Expr value) ? value : null;
    }

    private Expr? Convert(IConversionOperation conversion, Dictionary<ISymbol, Expr> values)
    {
        if (!conversion.Conversion.Exists || Value(conversion.Operand, values) is not { } value)
        {
            return null;
        }

        return conversion.Conversion.IsIdentity ? value
            : !conversion.Conversion.IsNumeric ? Refuse(conversion, Vocabulary)
            : IsClass(value) ? Refuse(conversion.Operand, AsIndex)
            : conversion.Type?.SpecialType is SpecialType.System_Double || IsWhole(conversion.Operand) ? value
            : Refuse(conversion, "a loss is computed with double");
    }

    private Expr? Unary(IUnaryOperation unary, Dictionary<ISymbol, Expr> values)
    {
        if (Value(unary.Operand, values) is not { } value)
        {
            return null;
        }

        return IsClass(value) ? Refuse(unary, AsIndex) : unary.OperatorKind switch
        {
            UnaryOperatorKind.Plus => value,
            UnaryOperatorKind.Minus => -value,
            UnaryOperatorKind.Not => 1 - value,
            _ => Refuse(unary, Vocabulary),
        };
    }

    private Expr? Binary(IOperation whole, BinaryOperatorKind kind, IOperation left, IOperation right, Dictionary<ISymbol, Expr> values)
    {
        // Rows are objects to C#, which compares them as such.
        if (left.Type?.SpecialType == SpecialType.System_Object && right.Type?.SpecialType == SpecialType.System_Object)
        {
            return Refuse(whole, Vocabulary);
        }

        // Both are read, so that what is wrong with either is said.
        Expr? first = Value(left, values);
        Expr? second = Value(right, values);
        if (first is not { } a || second is not { } b)
        {
            return null;
        }

        if (IsClass(a) || IsClass(b))
        {
            return kind switch
            {
                BinaryOperatorKind.Equals => a.With(BinaryOp.Equal, b),
                BinaryOperatorKind.NotEquals => 1 - a.With(BinaryOp.Equal, b),
                _ => Refuse(whole, AsIndex),
            };
        }

        switch (kind)
        {
            case BinaryOperatorKind.Add:
                return a + b;
            case BinaryOperatorKind.Subtract:
                return WrittenMath.Subtract(a, b);
            case BinaryOperatorKind.Multiply:
                return WrittenMath.Multiply(a, b);
            case BinaryOperatorKind.Divide when IsWhole(whole):
                return Refuse(whole, "whole numbers are divided without remainder, make one of them a double");
            case BinaryOperatorKind.Divide when b.IsNumber(0):
                return Refuse(whole, "it is divided by 0");
            case BinaryOperatorKind.Divide:
                return WrittenMath.Divide(a, b);
            case BinaryOperatorKind.GreaterThan:
                return a.With(BinaryOp.Greater, b);
            case BinaryOperatorKind.LessThan:
                return b.With(BinaryOp.Greater, a);
            case BinaryOperatorKind.GreaterThanOrEqual:
                return 1 - b.With(BinaryOp.Greater, a);
            case BinaryOperatorKind.LessThanOrEqual:
                return 1 - a.With(BinaryOp.Greater, b);
            case BinaryOperatorKind.Equals:
                return a.With(BinaryOp.Equal, b);
            case BinaryOperatorKind.NotEquals:
                return 1 - a.With(BinaryOp.Equal, b);
            case BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And when whole.Type?.SpecialType == SpecialType.System_Boolean:
                return a * b;
            case BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or when whole.Type?.SpecialType == SpecialType.System_Boolean:
                return LossMath.Maximum(a, b);
            default:
                return Refuse(whole, Vocabulary);
        }
    }

    private Expr? Choose(IOperation choice, Expr? condition, Func<Expr?> whenTrue, Func<Expr?> whenFalse)
    {
        if (condition is not { } known)
        {
            return null;
        }

        if (known.Node is Node.Number number)
        {
            return number.Value != 0 ? whenTrue() : whenFalse();
        }

        // Both are read, so that what is wrong with either is said.
        Expr? a = whenTrue();
        Expr? b = whenFalse();
        return a is not { } yes || b is not { } no ? null
            : yes == no ? yes
            : IsClass(yes) || IsClass(no) ? Refuse(choice, OneValue)
            : LossMath.Select(known, yes, no);
    }

    private Expr? At(IPropertyReferenceOperation property, IOperation row, Dictionary<ISymbol, Expr> values)
    {
        IOperation index = property.Arguments[0].Value;
        Expr? read = Value(row, values);
        Expr? place = Value(index, values);
        if (read is not { } value || place is not { } at)
        {
            return null;
        }

        return at.Node is Node.Label or Node.ArgMax or Node.Number { Value: >= 0 } ? LossMath.At(value, at)
            : Refuse(index, "a row is read at the label, at ArgMax(row) or at a constant from 0");
    }

    private Expr? Call(IInvocationOperation call, Dictionary<ISymbol, Expr> values)
    {
        IMethodSymbol method = call.TargetMethod;
        bool isRowMath = Language.IsRowMath(method.ContainingType);
        bool isMath = method.ContainingType is { Name: "Math", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
        if (!isRowMath && !isMath && !IsReadable(method))
        {
            return Refuse(call, SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly) ? Callable : Vocabulary);
        }

        if (calls.Contains(method.OriginalDefinition, SymbolEqualityComparer.Default))
        {
            return Refuse(call, "a loss cannot call itself");
        }

        Expr?[] arguments = new Expr?[method.Parameters.Length];
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter)
            {
                arguments[parameter.Ordinal] = Value(argument.Value, values);
            }
        }

        Expr[] known = [.. arguments.OfType<Expr>()];
        return known.Length < arguments.Length ? null
            : isRowMath || isMath ? Function(call, method.Name, known)
            : Read(method, known);
    }

    private Expr? Function(IInvocationOperation call, string name, Expr[] arguments)
    {
        Expr value = arguments[0];
        switch (name, arguments.Length)
        {
            case ("Exp", 1):
                return WrittenMath.Exp(value);
            case ("Log", 1):
                return WrittenMath.Log(value);
            case ("Sqrt", 1):
                return WrittenMath.Sqrt(value);
            case ("Abs", 1):
                return LossMath.Abs(value);
            case ("Max", 2):
                return LossMath.Maximum(value, arguments[1]);
            case ("Min", 2):
                return LossMath.Minimum(value, arguments[1]);
            case ("Pow", 2):
                return arguments[1].Node is Node.Number exponent ? WrittenMath.Power(value, exponent.Value) : Refuse(call.Arguments[1].Value, "an exponent is a constant");
            case ("Sum", 1):
                return LossMath.Sum(value);
            case ("Max", 1):
                return LossMath.Max(value);
            case ("Min", 1):
                return -LossMath.Max(-value);
            case ("ArgMax", 1):
                return LossMath.ArgMax(value);
            case ("LogSumExp", 1):
                return LossMath.LogSumExp(value);
            case ("Softmax", 1):
                return LossMath.Softmax(value);
            case ("LogSoftmax", 1):
                return LossMath.LogSoftmax(value);
            case ("Detach", 1):
                return LossMath.Detach(value);
            case ("OneHot", 2):
                return value.Node is not (Node.Label or Node.ArgMax) ? Refuse(call.Arguments[0].Value, "the class is the label or ArgMax(row)")
                    : arguments[1].Node is not Node.ClassCount ? Refuse(call.Arguments[1].Value, "the length is that of a row, for example student.Length")
                    : LossMath.IsClass(value);
            default:
                return Refuse(call, Vocabulary);
        }
    }

    /// <summary>A method whose body can stand in place of its call.</summary>
    private bool IsReadable(IMethodSymbol method) =>
        method is { IsStatic: true, MethodKind: MethodKind.Ordinary, Arity: 0, IsExtern: false, IsAbstract: false }
        && SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly)
        && method.Parameters.All(static parameter => parameter.RefKind == RefKind.None)
        && IsValue(method.ReturnType);

    private static bool IsValue(ITypeSymbol type) => type.SpecialType is SpecialType.System_Double or SpecialType.System_Int32 or SpecialType.System_Boolean || Language.IsRow(type);

    /// <summary>Whether it is made of a number that is none, or larger than all: as 1e200 * 1e200.</summary>
    private static bool HasInfinity(Expr value)
    {
        return value.Node is Node.Binary both ? IsInfinite(value.Inside(both.Left)) || IsInfinite(value.Inside(both.Right)) : IsInfinite(value);

        static bool IsInfinite(Expr part) => part.Node is Node.Number { Value: var number } && (double.IsNaN(number) || double.IsInfinity(number));
    }

    private static bool IsClass(Expr value) => value.Node is Node.Label or Node.ArgMax;

    private static bool IsWhole(IOperation operation) => operation.Type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;

    private static double? NumberOf(Optional<object?> constant) => !constant.HasValue ? null : constant.Value switch
    {
        double value => value,
        float value => value,
        decimal value => (double)value,
        int value => value,
        long value => value,
        bool value => value ? 1 : 0,
        _ => null,
    };

    private Expr Make(Node node) => new(graph, graph.Add(node));

    /// <summary>Says what is wrong with an expression, unless C# does.</summary>
    private Expr? Refuse(IOperation operation, string instead)
    {
        if (!operation.DescendantsAndSelf().Any(static part => part is IInvalidOperation || part.Type is { TypeKind: TypeKind.Error }))
        {
            // A loop or an if is long: its first word is underlined.
            SyntaxNode syntax = operation.Syntax is ExpressionStatementSyntax statement ? statement.Expression : operation.Syntax;
            Location location = syntax is StatementSyntax ? syntax.GetFirstToken().GetLocation() : syntax.GetLocation();
            string text = string.Join(" ", (syntax is StatementSyntax ? syntax.GetFirstToken().Text : syntax.ToString()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (!faults.Any(fault => fault.Location == location))
            {
                faults.Add(new FormulaFault(location, ProblemCode.NoFormula, text.Length <= 40 ? text : text.Substring(0, 37) + "...", instead));
            }
        }

        return null;
    }
}
