using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using KdGen.Compiler.Problems;
using KdGen.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace KdGen.CodeFixes;

/// <summary>A fix as a diagnostic carries it: what <see cref="DiagnosticParts"/> wrote, read back.</summary>
/// <param name="Key">What "fix all" takes together.</param>
/// <param name="Title">What the editor offers.</param>
/// <param name="Edits">Its steps.</param>
internal sealed record OfferedFix(string Key, string Title, ImmutableArray<PlacedEdit> Edits)
{
    /// <summary>The fixes of a diagnostic, the best first.</summary>
    public static IEnumerable<OfferedFix> Of(Diagnostic diagnostic)
    {
        ImmutableDictionary<string, string?> properties = diagnostic.Properties;
        for (int number = 0; properties.TryGetValue(FixProperties.Fix(number) + FixProperties.Title, out string? title); number++)
        {
            string fix = FixProperties.Fix(number);
            ImmutableArray<PlacedEdit>.Builder edits = ImmutableArray.CreateBuilder<PlacedEdit>();
            for (int i = 0; properties.TryGetValue(fix + FixProperties.Edit(i) + FixProperties.Kind, out string? kind); i++)
            {
                string edit = fix + FixProperties.Edit(i);
                edits.Add(new PlacedEdit(
                    diagnostic.AdditionalLocations[int.Parse(properties[edit + FixProperties.Place]!, CultureInfo.InvariantCulture)],
                    (EditKind)Enum.Parse(typeof(EditKind), kind!),
                    properties[edit + FixProperties.Argument] ?? "",
                    properties[edit + FixProperties.Text] ?? ""));
            }

            yield return new OfferedFix(properties[fix + FixProperties.Key]!, title!, edits.ToImmutable());
        }
    }
}

/// <summary>A step of a fix at its place in the source.</summary>
/// <param name="Place">The name of the attribute or class that it changes.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Argument">The argument it is done to; empty where the whole attribute or class is meant.</param>
/// <param name="Text">What is written; empty where something goes.</param>
internal sealed record PlacedEdit(Location Place, EditKind Kind, string Argument, string Text);
