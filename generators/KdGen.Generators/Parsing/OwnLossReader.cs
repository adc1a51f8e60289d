using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using KdGen.Compiler.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Parsing;

/// <summary>Losses that users write: what a recipe's attribute names, and what a method marked [Loss] says.</summary>
internal static class OwnLossReader
{
    /// <summary>The loss that [DistillLoss(typeof(MyLosses), nameof(MyLosses.Focal))] names; null for an attribute that names one of the language.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="node">Its place.</param>
    /// <param name="recipe">The class with the attribute.</param>
    /// <param name="token">Cancels the reading.</param>
    /// <param name="read">Gets what is read.</param>
    public static OwnLossDecl? Read(AttributeData attribute, NodeId node, INamedTypeSymbol recipe, CancellationToken token, ReadTypes? read)
    {
        if (attribute.AttributeConstructor?.Parameters.FirstOrDefault()?.Type is not { Name: "Type" })
        {
            return null;
        }

        // What is not there is C#'s error, in typeof and in nameof.
        if (attribute.ConstructorArguments.Length != 2
            || attribute.ConstructorArguments[0].Value is not INamedTypeSymbol { TypeKind: not TypeKind.Error } type
            || attribute.ConstructorArguments[1] is not { Kind: TypedConstantKind.Primitive, Value: string name }
            || recipe.ContainingAssembly is not ISourceAssemblySymbol { Compilation: var compilation })
        {
            return new OwnLossDecl(node, "", OwnLossState.Broken, null);
        }

        ImmutableArray<IMethodSymbol>.Builder methods = ImmutableArray.CreateBuilder<IMethodSymbol>();
        for (INamedTypeSymbol? basis = type; basis is not null && methods.Count == 0; basis = basis.BaseType)
        {
            read?.Add(basis);
            methods.AddRange(basis.GetMembers(name).OfType<IMethodSymbol>().Where(static method => method.MethodKind == MethodKind.Ordinary));
        }

        foreach (IMethodSymbol method in methods)
        {
            read?.AddSignature(method);
        }

        ImmutableArray<IMethodSymbol> marked = [.. methods.Where(Language.IsLoss)];
        string text = $"{type.Name}.{name}";
        if (marked.Length != 1)
        {
            OwnLossState fault = methods.Count > 0 ? marked.Length == 0 ? OwnLossState.NotMarked : OwnLossState.Ambiguous
                : type.GetMembers(name).IsEmpty && IsNameOf(attribute, token) ? OwnLossState.Broken
                : OwnLossState.Missing;
            return new OwnLossDecl(node, text, fault, null);
        }

        bool isHere = SymbolEqualityComparer.Default.Equals(marked[0].ContainingAssembly, recipe.ContainingAssembly);
        OwnLoss? loss = Read(marked[0], compilation, token, read, out ImmutableArray<FormulaFault> faults);
        OwnLossState state = loss is { IsComposed: true } && !(compilation.IsSymbolAccessibleWithin(marked[0], recipe) && !IsFileLocal(type)) ? OwnLossState.Hidden
            : loss is not null ? OwnLossState.Found
            : !isHere && faults.IsEmpty ? OwnLossState.Elsewhere
            : OwnLossState.Broken;
        return new OwnLossDecl(node, text, state, state == OwnLossState.Found ? loss : null);
    }

    /// <summary>A method marked [Loss]; null when it is none that a recipe can use.</summary>
    /// <param name="method">The method.</param>
    /// <param name="compilation">What is compiled.</param>
    /// <param name="token">Cancels the reading.</param>
    /// <param name="read">Gets what is read.</param>
    /// <param name="faults">What is wrong with it; nothing where C# says it, or where its source is another project's.</param>
    public static OwnLoss? Read(IMethodSymbol method, Compilation compilation, CancellationToken token, ReadTypes? read, out ImmutableArray<FormulaFault> faults)
    {
        method = method.PartialImplementationPart ?? method;
        List<FormulaFault> found = [.. OfSignature(method)];
        faults = [.. found];
        if (found.Count > 0 || method.ReturnType.TypeKind == TypeKind.Error || method.Parameters.Any(static parameter => parameter.Type.TypeKind == TypeKind.Error))
        {
            return null;
        }

        string name = TypeReader.ReferenceTo(method.ContainingType) + "." + Escaped(method.Name);
        if (Language.IsTensor(method.ReturnType))
        {
            return new OwnLoss(name, default, 0, method.Parameters.Aggregate(LossReads.None, static (reads, parameter) => reads | ReadBy(parameter.Name)));
        }

        if (!SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly))
        {
            return null;
        }

        GraphBuilder graph = new();
        FormulaReader reader = new(graph, compilation, read, token);
        int rows = 0;
        Expr? result = reader.Read(method, method.Parameters.Select(parameter => Make(graph, NodeOf(
            parameter.Type.SpecialType == SpecialType.System_Int32 ? LossReads.Labels : rows++ == 0 ? LossReads.Student : LossReads.Teacher))));
        faults = [.. reader.Faults];
        if (result is not { } value || reader.Faults.Count > 0)
        {
            return null;
        }

        (EquatableArray<Node> nodes, LossReads used) = Used(graph, value.Index);
        if (!used.HasFlag(LossReads.Student))
        {
            faults = [Fault(method, "nothing in it depends on the student's logits")];
            return null;
        }

        return new OwnLoss(name, nodes, nodes.Count - 1, used);
    }

    /// <summary>Whether the method is named by nameof, whose mistakes are C#'s.</summary>
    private static bool IsNameOf(AttributeData attribute, CancellationToken token) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(token) is AttributeSyntax syntax
        && AttributeArguments.Written(syntax, attribute.AttributeConstructor, "method").FirstOrDefault() is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } };

    /// <summary>What of the method can be known without its body.</summary>
    private static IEnumerable<FormulaFault> OfSignature(IMethodSymbol method)
    {
        string? form = !method.IsStatic ? "make it static"
            : method.IsAbstract || method.IsExtern ? "it has no body"
            : IsGeneric(method) ? "it must work without type parameters"
            : null;
        if (form is not null)
        {
            return [Fault(method, form)];
        }

        bool isOfTensors = Language.IsTensor(method.ReturnType);
        if (!isOfTensors && method.ReturnType.SpecialType != SpecialType.System_Double)
        {
            return method.ReturnType.TypeKind == TypeKind.Error ? []
                : [Fault(method, "it returns a double for a row, or a scalar Tensor", (Declaration(method) as MethodDeclarationSyntax)?.ReturnType.GetLocation())];
        }

        return isOfTensors ? OfTensors(method) : OfRows(method);
    }

    private static IEnumerable<FormulaFault> OfRows(IMethodSymbol method)
    {
        int rows = 0;
        int labels = 0;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            bool isRow = Language.IsRow(parameter.Type);
            bool isLabel = parameter.Type.SpecialType == SpecialType.System_Int32;
            rows += isRow ? 1 : 0;
            labels += isLabel ? 1 : 0;
            if (parameter.Type.TypeKind == TypeKind.Error)
            {
                yield break;
            }

            if (parameter.RefKind != RefKind.None || !(isRow || isLabel) || rows > 2 || labels > 1)
            {
                yield return Fault(method, "it takes Row student, Row teacher and int label, or some of these", TypeOf(parameter));
                yield break;
            }
        }

        if (rows == 0)
        {
            yield return Fault(method, "it takes no Row with the student's logits");
        }
    }

    private static IEnumerable<FormulaFault> OfTensors(IMethodSymbol method)
    {
        LossReads before = LossReads.None;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (parameter.Type.TypeKind == TypeKind.Error)
            {
                yield break;
            }

            if (parameter.RefKind != RefKind.None || !Language.IsTensor(parameter.Type) || ReadBy(parameter.Name) <= before)
            {
                yield return Fault(method, "it takes Tensor student, Tensor teacher and Tensor labels, by these names and in this order", TypeOf(parameter));
                yield break;
            }

            before = ReadBy(parameter.Name);
        }

        if (!method.Parameters.Any(static parameter => parameter.Name == "student"))
        {
            yield return Fault(method, "it takes no Tensor student");
        }
    }

    private static LossReads ReadBy(string parameter) => parameter switch
    {
        "student" => LossReads.Student,
        "teacher" => LossReads.Teacher,
        "labels" => LossReads.Labels,
        _ => LossReads.None,
    };

    private static Node NodeOf(LossReads input) => input switch
    {
        LossReads.Student => new Node.StudentLogits("student"),
        LossReads.Teacher => new Node.TeacherLogits("teacher"),
        _ => new Node.Label(),
    };

    /// <summary>The nodes that the result is made of, the result last, and what of the inputs is among them.</summary>
    private static (EquatableArray<Node> Nodes, LossReads Reads) Used(GraphBuilder graph, int result)
    {
        Dictionary<int, int> places = [];
        List<Node> nodes = [];
        LossReads reads = LossReads.None;
        Visit(result);
        return (nodes.ToEquatableArray(), reads);

        int Visit(int index)
        {
            if (!places.TryGetValue(index, out int place))
            {
                Node node = graph[index].WithOperands(Visit);
                reads |= node switch
                {
                    Node.StudentLogits => LossReads.Student,
                    Node.TeacherLogits => LossReads.Teacher,
                    Node.Label => LossReads.Labels,
                    _ => LossReads.None,
                };
                place = nodes.Count;
                nodes.Add(node);
                places.Add(index, place);
            }

            return place;
        }
    }

    private static Expr Make(GraphBuilder graph, Node node) => new(graph, graph.Add(node));

    private static FormulaFault Fault(IMethodSymbol method, string instead, Location? location = null) =>
        new(location ?? method.Locations[0], ProblemCode.NoLoss, method.Name, instead);

    private static Location? TypeOf(IParameterSymbol parameter) =>
        (parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() as ParameterSyntax)?.GetLocation();

    private static SyntaxNode? Declaration(IMethodSymbol method) => method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();

    private static bool IsGeneric(IMethodSymbol method)
    {
        bool isGeneric = method.Arity > 0;
        for (INamedTypeSymbol? around = method.ContainingType; around is not null; around = around.ContainingType)
        {
            isGeneric |= around.Arity > 0;
        }

        return isGeneric;
    }

    private static bool IsFileLocal(INamedTypeSymbol? type) => type is not null && (type.IsFileLocal || IsFileLocal(type.ContainingType));

    private static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
