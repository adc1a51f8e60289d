using System.CommandLine;
using ContrastiveMlp;
using KdGen.Training;

var csv = new Option<FileInfo?>("--csv") { Description = "A table with a header: numbers and texts, separated by commas. Without it the sample draws its own.", HelpName = "FILE" };
var label = new Option<string?>("--label") { Description = "The table's column with two classes.", HelpName = "COLUMN" };
var seen = new Option<string[]>("--seen") { Description = "A column that the student sees; may be given several times. Default: the first half of the columns.", HelpName = "COLUMN" };
var ignore = new Option<string[]>("--ignore") { Description = "A column that is left out; may be given several times.", HelpName = "COLUMN" };
var epochs = new Option<int>("--epochs") { Description = "Epochs of every training.", DefaultValueFactory = _ => StudentKd.Epochs, HelpName = "N" };
var repeats = new Option<int>("--repeats") { Description = "Trainings of each method's best setting.", DefaultValueFactory = _ => 3, HelpName = "N" };
var seed = new Option<int>("--seed") { Description = "Seed of weights, order and the parts of a table.", DefaultValueFactory = _ => 42, HelpName = "N" };
foreach (Option<int> number in (Option<int>[])[epochs, repeats])
{
    number.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1)
            result.AddError($"{number.Name} is at least 1.");
    });
}

var command = new RootCommand("Distils a teacher that sees whole rows into students that see a part of them, and searches for the best student by F1.") { csv, label, seen, ignore, epochs, repeats, seed };
command.Validators.Add(result =>
{
    if (result.GetValue(csv) is null != result.GetValue(label) is null)
        result.AddError("--csv and --label go together.");
});
command.SetAction((arguments, cancellation) => Task.FromResult(Run(arguments, cancellation)));

// Ctrl+C ends the run after the step that is under way; that is well within this time.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });

int Run(ParseResult arguments, CancellationToken cancellation)
{
    try
    {
        int from = arguments.GetValue(seed);
        Tables tables = arguments.GetValue(csv) is { } file
            ? Tables.Read(file.FullName, arguments.GetValue(label)!, arguments.GetValue(seen) ?? [], arguments.GetValue(ignore) ?? [], from)
            : Tables.Drawn();
        Console.WriteLine(tables.Description);
        new Experiment(tables, arguments.GetValue(epochs), arguments.GetValue(repeats), from, cancellation).Run();
        return 0;
    }
    catch (OperationCanceledException)
    {
        Console.WriteLine("Stopped.");
        return 130;
    }
    catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or TrainingException)
    {
        Console.Error.WriteLine(problem.Message);
        return 1;
    }
}
