using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using KdGen.Compiler.Losses;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KdGen.Generators.Parsing;

/// <summary>The statements of a body: what its variables are, and what it returns.</summary>
internal sealed partial class FormulaReader
{
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
                case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: var target } assignment } when VariableOf(target) is { } variable:
                    if (!Assign(variable, Value(assignment.Value, values), values))
                    {
                        return null;
                    }

                    break;
                case IExpressionStatementOperation { Operation: ICompoundAssignmentOperation { Target: var target } assignment } when VariableOf(target) is { } variable:
                    if (!Assign(variable, Binary(assignment, assignment.OperatorKind, assignment.Target, assignment.Value, values), values))
                    {
                        return null;
                    }

                    break;
                case IConditionalOperation choice:
                    ImmutableArray<IOperation> taken = InsideOf(choice.WhenTrue);
                    ImmutableArray<IOperation> other = InsideOf(choice.WhenFalse);
                    ImmutableArray<IOperation> rest = statements.RemoveRange(0, i + 1);
                    if (Returns(taken) || Returns(other))
                    {
                        return Choose(
                            choice,
                            Value(choice.Condition, values),
                            () => Statements(Returns(taken) ? taken : taken.AddRange(rest), Copy(values)),
                            () => Statements(Returns(other) ? other : other.AddRange(rest), Copy(values)));
                    }

                    if (choice.Descendants().OfType<IReturnOperation>().Any())
                    {
                        return Refuse(choice, "use condition ? a : b");
                    }

                    if (!AssignEither(choice, taken, other, values))
                    {
                        return null;
                    }

                    break;
                case IBlockOperation inner:
                    return Statements(inner.Operations.AddRange(statements.RemoveRange(0, i + 1)), values);
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

    private static ImmutableArray<IOperation> InsideOf(IOperation? statement) => statement switch
    {
        null => [],
        IBlockOperation block => block.Operations,
        _ => [statement],
    };

    /// <summary>Whether nothing after the statements is reached.</summary>
    private static bool Returns(ImmutableArray<IOperation> statements) => statements.LastOrDefault() switch
    {
        IReturnOperation => true,
        IBlockOperation block => Returns(block.Operations),
        IConditionalOperation choice => Returns(InsideOf(choice.WhenTrue)) && Returns(InsideOf(choice.WhenFalse)),
        _ => false,
    };

    private static Dictionary<ISymbol, Expr> Copy(Dictionary<ISymbol, Expr> values) => new(values, SymbolEqualityComparer.Default);

    /// <summary>The variable that is assigned to, a parameter or one of the body.</summary>
    private static ISymbol? VariableOf(IOperation target) => target switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    /// <summary>An if without returns: its variables have one value or the other from there on.</summary>
    private bool AssignEither(IConditionalOperation choice, ImmutableArray<IOperation> taken, ImmutableArray<IOperation> other, Dictionary<ISymbol, Expr> values)
    {
        int before = faults.Count;
        if (Value(choice.Condition, values) is not { } condition)
        {
            return false;
        }

        if (condition.Node is Node.Number known)
        {
            Statements(known.Value != 0 ? taken : other, values);
            return faults.Count == before;
        }

        Dictionary<ISymbol, Expr> whenTrue = Copy(values);
        Dictionary<ISymbol, Expr> whenFalse = Copy(values);
        Statements(taken, whenTrue);
        Statements(other, whenFalse);
        foreach ((ISymbol variable, Expr yes) in whenTrue.Select(static pair => (pair.Key, pair.Value)))
        {
            if (whenFalse.TryGetValue(variable, out Expr no) && Choose(choice, condition, () => yes, () => no) is { } value)
            {
                values[variable] = value;
            }
        }

        return faults.Count == before;
    }

    private static bool Assign(ISymbol variable, Expr? value, Dictionary<ISymbol, Expr> values)
    {
        if (value is { } known)
        {
            values[variable] = known;
        }

        return value is not null;
    }
}
