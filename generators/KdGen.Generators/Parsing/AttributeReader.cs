using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Parsing;

/// <summary>An attribute as a value: its name, the classes and the constants that are written in it.</summary>
internal static class AttributeReader
{
    /// <param name="attribute">The attribute.</param>
    /// <param name="node">Its place.</param>
    /// <param name="scope">The [Arg] constants that it can name; null when there are none.</param>
    /// <param name="foreign">The expressions of a class from metadata, where they are constants; null elsewhere.</param>
    /// <param name="token">Cancels the reading of syntax.</param>
    public static AttributeDecl Read(AttributeData attribute, NodeId node, ArgScope? scope, ClassExpressions? foreign, CancellationToken token)
    {
        // ReLU, BatchNorm: half of all.
        if (attribute.ConstructorArguments.IsEmpty && attribute.NamedArguments.IsEmpty)
        {
            return new AttributeDecl(node, NameOf(attribute), default) { Types = TypesOf(attribute) };
        }

        List<Argument> arguments = [];
        AttributeSyntax? syntax = attribute.ApplicationSyntaxReference?.GetSyntax(token) as AttributeSyntax;
        if (attribute.AttributeConstructor is { } constructor)
        {
            for (int i = 0; i < constructor.Parameters.Length && i < attribute.ConstructorArguments.Length; i++)
            {
                // An optional parameter that nobody wrote has its default in ConstructorArguments too.
                IParameterSymbol parameter = constructor.Parameters[i];
                TypedConstant value = attribute.ConstructorArguments[i];
                if (syntax is null ? !IsDefault(parameter, value) : AttributeArguments.Written(syntax, constructor, parameter.Name).Any())
                {
                    Add(parameter.Name, value);
                }
            }
        }

        // No property of the language means anything by null: it is as good as not written.
        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments.Where(static named => !named.Value.IsNull || named.Value.Kind == TypedConstantKind.Error))
        {
            Add(named.Key, named.Value);
        }

        return new AttributeDecl(node, NameOf(attribute), new EquatableArray<Argument>(arguments)) { Types = TypesOf(attribute) };

        void Add(string name, TypedConstant value)
        {
            Constant? symbolic = foreign is not null ? foreign.Values.TryGetValue((node.Value, name), out Constant? expression) ? expression : null
                : syntax is null || scope is null ? null
                : Symbolic([.. AttributeArguments.Written(syntax, attribute.AttributeConstructor, name)], value, scope, token);
            arguments.Add(new Argument(name, symbolic ?? Value(value)));
        }
    }

    /// <summary>The classes between an attribute's angle brackets; none when one of them is an error of C#'s own.</summary>
    public static ImmutableArray<ITypeSymbol> TypeArgumentsOf(AttributeData attribute) =>
        attribute.AttributeClass!.TypeArguments is var types && types.All(static type => type.TypeKind is not (TypeKind.Error or TypeKind.TypeParameter)) ? types : [];

    private static EquatableArray<string> TypesOf(AttributeData attribute) => !attribute.AttributeClass!.IsGenericType ? default : TypeArgumentsOf(attribute).Select(TypeReader.ReferenceTo).ToEquatableArray();

    // Metadata does not tell a default from the same value written.
    private static bool IsDefault(IParameterSymbol parameter, TypedConstant value) =>
        value.Kind == TypedConstantKind.Array
            ? parameter.IsParams && !value.IsNull && value.Values.IsEmpty
            : parameter.HasExplicitDefaultValue && Equals(parameter.ExplicitDefaultValue, value.Value);

    /// <summary>An argument with [Arg] constants in it; null when its value is all there is to know.</summary>
    private static Constant? Symbolic(ImmutableArray<ExpressionSyntax> written, TypedConstant value, ArgScope scope, CancellationToken token)
    {
        if (value.Kind == TypedConstantKind.Error || written.IsEmpty)
        {
            return null;
        }

        if (value.Kind != TypedConstantKind.Array)
        {
            return SymbolicReader.Read(written[0], scope, token);
        }

        ImmutableArray<ExpressionSyntax> elements = written.Length == 1 ? AttributeArguments.ElementsOf(written[0]) ?? written : written;
        if (value.IsNull || elements.Length != value.Values.Length)
        {
            return null;
        }

        Constant?[] symbolic = [.. elements.Select(element => SymbolicReader.Read(element, scope, token))];
        return symbolic.All(static item => item is null) ? null : new Constant.List(symbolic.Select((item, index) => item ?? Value(value.Values[index])).ToEquatableArray());
    }

    /// <summary>"Conv" of [KdGen.ConvAttribute(3)].</summary>
    public static string NameOf(AttributeData attribute)
    {
        const string Suffix = "Attribute";
        string name = attribute.AttributeClass!.Name;
        return name.EndsWith(Suffix, System.StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
    }

    private static Constant Value(TypedConstant constant)
    {
        if (constant.Kind == TypedConstantKind.Array)
        {
            return constant.IsNull ? new Constant.Invalid()
                : constant.Type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Object } ? new Constant.List(constant.Values.Select(Value).ToEquatableArray())
                : constant.Type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Double } ? Reals(constant)
                : constant.Type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String } ? Texts(constant)
                : Integers(constant);
        }

        if (constant.Kind == TypedConstantKind.Enum)
        {
            return Member(constant);
        }

        return constant.Kind != TypedConstantKind.Primitive ? new Constant.Invalid() : constant.Value switch
        {
            int value => new Constant.Integer(value),
            long value => new Constant.Integer(value),
            double value => new Constant.Real(value),
            float value => new Constant.Real(value),
            bool value => new Constant.Bool(value),
            string value => new Constant.Text(value),
            _ => new Constant.Invalid(),
        };
    }

    private static Constant Reals(TypedConstant array) =>
        array.Values.All(static item => item is { Kind: TypedConstantKind.Primitive, Value: double })
            ? new Constant.Reals(array.Values.Select(static item => (double)item.Value!).ToEquatableArray())
            : new Constant.Invalid();

    private static Constant Texts(TypedConstant array) =>
        array.Values.All(static item => item is { Kind: TypedConstantKind.Primitive, Value: string })
            ? new Constant.Texts(array.Values.Select(static item => (string)item.Value!).ToEquatableArray())
            : new Constant.Invalid();

    private static Constant Integers(TypedConstant array)
    {
        long[] values = new long[array.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (Value(array.Values[i]) is not Constant.Integer item)
            {
                return new Constant.Invalid();
            }

            values[i] = item.Value;
        }

        return new Constant.Integers(new EquatableArray<long>(values));
    }

    private static Constant Member(TypedConstant constant)
    {
        foreach (ISymbol member in constant.Type!.GetMembers())
        {
            if (member is IFieldSymbol { HasConstantValue: true } field && Equals(field.ConstantValue, constant.Value))
            {
                return new Constant.Text(field.Name);
            }
        }

        return constant.Value is int number ? new Constant.Integer(number) : new Constant.Invalid();
    }
}
