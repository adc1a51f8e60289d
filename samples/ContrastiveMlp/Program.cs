using System.CommandLine;
using ContrastiveMlp;
using KdGen.Training;
using Samples;

var csv = new Option<FileInfo?>("--csv") { Description = "A table with a header: numbers and texts, separated by commas. Without it the sample draws its own.", HelpName = "FILE" };
var label = new Option<string?>("--label") { Description = "The table's column with two classes.", HelpName = "COLUMN" };
var seen = new Option<string[]>("--seen") { Description = "A column that the student sees; may be given several times. Default: the first half of the columns.", HelpName = "COLUMN" };
var ignore = new Option<string[]>("--ignore") { Description = "A column that is left out; may be given several times.", HelpName = "COLUMN" };
Option<int?> epochs = CommandLine.Number("--epochs", least: 1), repeats = CommandLine.Number("--repeats", least: 1), seed = CommandLine.Number("--seed");
epochs.Description = $"Epochs of every training. Default: {StudentKd.Epochs}.";
repeats.Description = "Trainings of each method's best setting. Default: 3.";
seed.Description = "Seed of weights, order and the parts of a table. Default: 42.";

var command = new RootCommand("Distils a teacher that sees whole rows into students that see a part of them, and searches for the best student by F1.") { csv, label, seen, ignore, epochs, repeats, seed };
command.Validators.Add(result =>
{
    if (result.GetValue(csv) is null != result.GetValue(label) is null)
        result.AddError("--csv and --label go together.");
    if (result.GetValue(csv) is null && (result.GetValue(seen) ?? []).Concat(result.GetValue(ignore) ?? []).Any())
        result.AddError("--seen and --ignore name columns of a table: they go with --csv.");
});
command.SetAction((arguments, cancellation) => Task.FromResult(Run(arguments, cancellation)));

return await command.InvokeAsync(args);

int Run(ParseResult arguments, CancellationToken cancellation)
{
    Experiment? experiment = null;
    try
    {
        int from = arguments.GetValue(seed) ?? 42;
        Tables tables = arguments.GetValue(csv) is { } file
            ? Tables.Read(file.FullName, arguments.GetValue(label)!, arguments.GetValue(seen) ?? [], arguments.GetValue(ignore) ?? [], from)
            : Tables.Drawn();
        Console.WriteLine(tables.Description);
        experiment = new Experiment(tables, arguments.GetValue(epochs) ?? StudentKd.Epochs, arguments.GetValue(repeats) ?? 3, from, cancellation);
        experiment.Run();
        return 0;
    }
    catch (OperationCanceledException)
    {
        Console.WriteLine($"Stopped; {experiment?.Left ?? "nothing was written"}.");
        return 130;
    }
    catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or TrainingException)
    {
        Console.Error.WriteLine(problem.Message);
        return 1;
    }
}
