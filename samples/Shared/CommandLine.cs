using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Samples;

/// <summary>What the samples' command lines have in common.</summary>
internal static class CommandLine
{
    /// <summary>An option that takes a whole number; another text is named in the words of the command line.</summary>
    /// <param name="name">"--epochs".</param>
    /// <param name="least">The smallest that it can be.</param>
    public static Option<int?> Number(string name, int least = int.MinValue) => new(name)
    {
        HelpName = "N",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least)
                return number;
            result.AddError($"{name} is a whole number{(least > int.MinValue ? $", at least {least}" : "")}, not '{text}'.");
            return null;
        },
    };

    /// <summary>Runs a command. What is wrong with its options is said in a line each, without the help text; Ctrl+C ends the run after the step that is under way, which is well within a minute.</summary>
    public static Task<int> InvokeAsync(this RootCommand command, string[] arguments)
    {
        ParseResult parsed = command.Parse(arguments);
        if (parsed.Action is ParseErrorAction problem)
            problem.ShowHelp = false;
        return parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
    }
}
