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
/// The body of a method over rows as values of a graph. Straight-line code alone has a formula: expressions, variables, ?: and an if that returns; what such a method calls is read in its place.
/// Where C# has an error of its own nothing is said.
/// </summary>
internal sealed class FormulaReader(GraphBuilder graph, Compilation compilation, ReadTypes? read, CancellationToken token)
{
    private const string Vocabulary = "a loss is made of RowMath, + - * /, row[label], ?: and constants";
    private const string AsIndex = "a class is an index, or compared with another, but no number";

    private readonly List<FormulaFault> faults = [];
    private readonly Stack<IMethodSymbol> calls = [];

    /// <summary>What has no formula, each at its expression.</summary>
    public IReadOnlyList<FormulaFault> Faults => faults;

    /// <summary>What the method gives for these arguments; null when it has no formula.</summary>
    public Expr? Read(IMethodSymbol method, IEnumerable<Expr> arguments)
    {
        if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(token) is not MethodDeclarationSyntax declaration)
        {
            return null;
        }

        read?.AddBody(declaration);
        calls.Push(method);
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

    private Expr? Statements(ImmutableArray<IOperation> statements, Dictionary<ISymbol, Expr> values)
    {
        for (int i = 0; i < statements.Length; i++)
        {
            token.ThrowIfCancellationRequested();
            switch (statements[i])
            {
                case IReturnOperation { ReturnedValue: { } value }:
                    return Value(value, values);
                case IVariableDeclarationGroupOperation group:
                    foreach (IVariableDeclaratorOperation variable in group.Declarations.SelectMany(static declaration => declaration.Declarators))
                    {
                        if (variable.GetVariableInitializer() is { Value: var initial })
                        {
                            if (!Assign(variable.Symbol, Value(initial, values), values))
                            {
                                return null;
                            }
                        }
                    }

                    break;
                case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment }:
                    if (!Assign(target.Local, Value(assignment.Value, values), values))
                    {
                        return null;
                    }

                    break;
                case IExpressionStatementOperation { Operation: ICompoundAssignmentOperation { Target: ILocalReferenceOperation target } assignment }:
                    if (!Assign(target.Local, Binary(assignment, assignment.OperatorKind, assignment.Target, assignment.Value, values), values))
                    {
                        return null;
                    }

                    break;
                case IConditionalOperation { WhenTrue: var taken } choice:
                    return Returns(taken)
                        ? Choose(
                            Value(choice.Condition, values),
                            () => Statements(InsideOf(taken), new(values, SymbolEqualityComparer.Default)),
                            () => Statements(choice.WhenFalse is { } other ? InsideOf(other).AddRange(statements.Skip(i + 1)) : [.. statements.Skip(i + 1)], values))
                        : Refuse(choice, "use condition ? a : b");
                case IBlockOperation inner:
                    return Statements(inner.Operations.AddRange(statements.Skip(i + 1)), values);
                case IEmptyOperation:
                    break;
                case ILoopOperation loop:
                    return Refuse(loop, "Sum, Max and arithmetic go over all classes of a row");
                default:
                    return Refuse(statements[i], Vocabulary);
            }
        }

        return null;
    }

    private static ImmutableArray<IOperation> InsideOf(IOperation statement) => statement is IBlockOperation block ? block.Operations : [statement];

    private static bool Returns(IOperation statement) => InsideOf(statement).LastOrDefault() is IReturnOperation;

    private static bool Assign(ISymbol variable, Expr? value, Dictionary<ISymbol, Expr> values)
    {
        if (value is { } known)
        {
            values[variable] = known;
        }

        return value is not null;
    }

    private Expr? Value(IOperation operation, Dictionary<ISymbol, Expr> values)
    {
        if (NumberOf(operation.ConstantValue) is { } number)
        {
            return Make(new Node.Number(number));
        }

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
                return Choose(Value(choice.Condition, values), () => Value(choice.WhenTrue, values), () => Value(other, values));
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
        if (Value(left, values) is not { } a || Value(right, values) is not { } b)
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

    private static Expr? Choose(Expr? condition, Func<Expr?> whenTrue, Func<Expr?> whenFalse)
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
        return a is { } yes && b is { } no ? LossMath.Select(known, yes, no) : null;
    }

    private Expr? At(IPropertyReferenceOperation property, IOperation row, Dictionary<ISymbol, Expr> values)
    {
        IOperation index = property.Arguments[0].Value;
        if (Value(row, values) is not { } value || Value(index, values) is not { } at)
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
            return Refuse(call, Vocabulary);
        }

        if (calls.Contains(method, SymbolEqualityComparer.Default))
        {
            return Refuse(call, "a loss cannot call itself");
        }

        Dictionary<int, Expr> arguments = [];
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is not { } parameter || Value(argument.Value, values) is not { } value)
            {
                return null;
            }

            arguments[parameter.Ordinal] = value;
        }

        Expr[] ordered = [.. arguments.OrderBy(static argument => argument.Key).Select(static argument => argument.Value)];
        return ordered.Length != method.Parameters.Length ? Refuse(call, Vocabulary)
            : isRowMath || isMath ? Function(call, method.Name, ordered)
            : Read(method, ordered);
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
                return LossMath.Sqrt(value);
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

    private static bool IsClass(Expr value) => value.Node is Node.Label or Node.ArgMax;

    private static bool IsWhole(IOperation operation) => operation.Type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;

    private static double? NumberOf(Optional<object?> constant) => !constant.HasValue ? null : constant.Value switch
    {
        double value => value,
        float value => value,
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
            SyntaxNode syntax = operation.Syntax;
            Location location = syntax is StatementSyntax ? syntax.GetFirstToken().GetLocation() : syntax.GetLocation();
            string text = string.Join(" ", (syntax is StatementSyntax ? syntax.GetFirstToken().Text : syntax.ToString()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            faults.Add(new FormulaFault(location, ProblemCode.NoFormula, text.Length <= 40 ? text : text.Substring(0, 37) + "...", instead));
        }

        return null;
    }
}
