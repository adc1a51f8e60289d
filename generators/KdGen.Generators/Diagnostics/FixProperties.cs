using System.Globalization;

namespace KdGen.Generators.Diagnostics;

/// <summary>
/// The names of the properties that hold a diagnostic's fixes: "fix0.key", "fix0.title", and for each of its edits "fix0.edit0.kind", ".place", ".argument" and ".text".
/// The code fix provider reads them.
/// </summary>
internal static class FixProperties
{
    public const string Key = ".key";
    public const string Title = ".title";
    public const string Kind = ".kind";
    public const string Argument = ".argument";
    public const string Text = ".text";

    /// <summary>The number of the additional location that is changed: the name of an attribute or of a class.</summary>
    public const string Place = ".place";

    public static string Fix(int number) => "fix" + number.ToString(CultureInfo.InvariantCulture);

    public static string Edit(int number) => ".edit" + number.ToString(CultureInfo.InvariantCulture);
}
