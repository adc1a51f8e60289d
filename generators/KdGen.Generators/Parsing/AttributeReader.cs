using System.Collections.Generic;
using System.Linq;
using System.Threading;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Parsing;

/// <summary>An attribute as a value: its name and the constants that are written in it.</summary>
internal static class AttributeReader
{
    public static AttributeDecl Read(AttributeData attribute, NodeId node, CancellationToken token)
    {
        List<Argument> arguments = [];
        if (attribute.AttributeConstructor is { } constructor)
        {
            AttributeSyntax? syntax = attribute.ApplicationSyntaxReference?.GetSyntax(token) as AttributeSyntax;
            for (int i = 0; i < constructor.Parameters.Length && i < attribute.ConstructorArguments.Length; i++)
            {
                // An optional parameter that nobody wrote has its default in ConstructorArguments too.
                string name = constructor.Parameters[i].Name;
                if (syntax is null || AttributeArguments.Written(syntax, constructor, name).Any())
                {
                    arguments.Add(new Argument(name, Value(attribute.ConstructorArguments[i])));
                }
            }
        }

        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments)
        {
            arguments.Add(new Argument(named.Key, Value(named.Value)));
        }

        return new AttributeDecl(node, NameOf(attribute), new EquatableArray<Argument>(arguments));
    }

    private static string NameOf(AttributeData attribute)
    {
        const string Suffix = "Attribute";
        string name = attribute.AttributeClass!.Name;
        return name.EndsWith(Suffix, System.StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
    }

    private static Constant Value(TypedConstant constant)
    {
        if (constant.Kind == TypedConstantKind.Array)
        {
            return constant.IsNull ? new Constant.Invalid() : Integers(constant);
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
