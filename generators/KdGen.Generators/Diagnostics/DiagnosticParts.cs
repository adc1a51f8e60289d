using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using KdGen.Compiler.Problems;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Diagnostics;

/// <summary>
/// What a diagnostic carries beside its message: the places of the other parties, then those that its fixes change; and the fixes as
/// properties, which is all that reaches a code fix provider. <see cref="FixProperties"/> has their names.
/// </summary>
/// <param name="Locations">The diagnostic's additional locations.</param>
/// <param name="Properties">The fixes: titles and edits, each edit with the number of its location.</param>
internal sealed record DiagnosticParts(ImmutableArray<Location> Locations, ImmutableDictionary<string, string?> Properties)
{
    /// <param name="problem">The problem.</param>
    /// <param name="find">A place of the declaration in the source; null where it is another project's.</param>
    public static DiagnosticParts Of(Problem problem, Func<Spot, Location?> find)
    {
        ImmutableArray<Location>.Builder locations = ImmutableArray.CreateBuilder<Location>();
        ImmutableDictionary<string, string?>.Builder properties = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        foreach (Spot spot in problem.Related)
        {
            if (find(spot) is { } location && !locations.Contains(location))
            {
                locations.Add(location);
            }
        }

        int fixes = 0;
        foreach (Fix fix in problem.Fixes)
        {
            if (Places(fix, find) is not { } places)
            {
                continue;
            }

            string name = FixProperties.Fix(fixes++);
            properties[name + FixProperties.Key] = problem.Rule.Id + "." + fix.Key;
            properties[name + FixProperties.Title] = fix.Title;
            for (int i = 0; i < places.Count; i++)
            {
                Edit edit = fix.Edits[i];
                if (!locations.Contains(places[i]))
                {
                    locations.Add(places[i]);
                }

                string step = name + FixProperties.Edit(i);
                properties[step + FixProperties.Kind] = edit.Kind.ToString();
                properties[step + FixProperties.Place] = locations.IndexOf(places[i]).ToString(CultureInfo.InvariantCulture);
                properties[step + FixProperties.Argument] = edit.Argument;
                properties[step + FixProperties.Text] = edit.Text;
            }
        }

        return new DiagnosticParts(locations.ToImmutable(), properties.ToImmutable());
    }

    /// <summary>Where the edits are; null when one is in another project, which this one's fixes do not change.</summary>
    private static List<Location>? Places(Fix fix, Func<Spot, Location?> find)
    {
        List<Location> places = [];
        foreach (Edit edit in fix.Edits)
        {
            if (find(new Spot(edit.Node)) is not { } place)
            {
                return null;
            }

            places.Add(place);
        }

        return places;
    }
}
