using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KdGen.Generators.Diagnostics;

/// <summary>
/// The simple names between the angle brackets of all [Repeat] and [Parallel] of a compilation. A class with operators and without [Input] is a block
/// when one names it, else a model that lacks its [Input]. Read from the syntax, once and only when such a class is met: nothing is bound for it.
/// </summary>
internal sealed class BlockNames(Compilation compilation)
{
    private HashSet<string>? names;

    /// <summary>Whether some operator may name a class of this simple name.</summary>
    public bool Contains(string name, CancellationToken token) => (names ??= Collect(token)).Contains(name);

    private HashSet<string> Collect(CancellationToken token)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            foreach (SyntaxNode node in tree.GetRoot(token).DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax or AttributeListSyntax))
            {
                switch (node)
                {
                    case AttributeSyntax attribute when attribute.Name.DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault() is { Identifier.ValueText: "Repeat" or "RepeatAttribute" or "Parallel" or "ParallelAttribute" } generic:
                        Add(generic.TypeArgumentList.Arguments);
                        break;
                    case UsingDirectiveSyntax { Alias: not null } alias:
                        Add([alias.NamespaceOrType]);
                        break;
                }
            }
        }

        return found;

        void Add(IEnumerable<TypeSyntax> types)
        {
            foreach (SimpleNameSyntax name in types.SelectMany(static type => type.DescendantNodesAndSelf().OfType<SimpleNameSyntax>()))
            {
                found.Add(name.Identifier.ValueText);
            }
        }
    }
}
