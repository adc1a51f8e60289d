using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Pipeline;

/// <summary>The names of generated files. Roslyn compares them without case, and two equal ones stop the whole generator.</summary>
internal static class HintNames
{
    /// <summary>"A.B.Outer.Net": the class's metadata name with a dot before nested classes.</summary>
    public static string Of(INamedTypeSymbol type)
    {
        string name = type.MetadataName;
        INamespaceOrTypeSymbol outer = type;
        while ((outer = (INamespaceOrTypeSymbol)outer.ContainingSymbol) is not INamespaceSymbol { IsGlobalNamespace: true })
        {
            name = outer.MetadataName + "." + name;
        }

        return name;
    }

    /// <summary>The same of a class that is a value already.</summary>
    public static string Of(TypeName type)
    {
        string name = type.Namespace.Length == 0 ? "" : type.Namespace + ".";
        foreach (OuterType outer in type.Outer)
        {
            string[] parts = outer.Name.Split('<');
            name += parts.Length == 1 ? outer.Name + "." : $"{parts[0]}`{parts[1].Split(',').Length}.";
        }

        return name + type.Name;
    }

    /// <summary>The names that differ from an earlier one (in ordinal order) by case alone: nearly always none.</summary>
    public static IEnumerable<string> Clashes(IEnumerable<string> names)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        return names.Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal).Where(name => !seen.Add(name));
    }

    /// <summary>A name that no other declaration has: Resnet beside ResNet becomes Resnet-1.</summary>
    public static string Distinct(string name, EquatableArray<string> clashes)
    {
        int clash = clashes.TakeWhile(other => other != name).Count();
        return clash == clashes.Count ? name : $"{name}-{clash + 1}";
    }
}
