using System.CommandLine;
using CifarDistillation;

var data = new Option<DirectoryInfo?>("--data") { Description = "Folder with CIFAR-10's binary files (data_batch_1.bin ..., test_batch.bin). Without it the sample draws its own images.", HelpName = "DIR" };
var teacher = new Option<FileInfo?>("--teacher") { Description = "Weights of a trained DeepNN (.pth, .pt or .safetensors): the sample then trains the students only.", HelpName = "FILE" };
var epochs = new Option<int?>("--epochs") { Description = $"Epochs of every network. Default: {Experiment.ShortTeacherEpochs} for the teacher and {Experiment.ShortStudentEpochs} for the students, with --full the recipes' {TutorialKd.Epochs}.", HelpName = "N" };
var seed = new Option<int>("--seed") { Description = "Seed of weights, order and dropout.", DefaultValueFactory = _ => 42, HelpName = "N" };
var full = new Option<bool>("--full") { Description = $"All images and the recipes' {TutorialKd.Epochs} epochs instead of the short form ({Experiment.ShortImages:N0} images)." };
epochs.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int?>() is < 1)
    {
        result.AddError("--epochs is at least 1.");
    }
});

var command = new RootCommand("Distils DeepNN into LightNN, as PyTorch's knowledge-distillation tutorial does, and compares the students.") { data, teacher, epochs, seed, full };
command.SetAction((arguments, cancellation) => Task.FromResult(
    Experiment.Run(arguments.GetValue(data), arguments.GetValue(teacher), arguments.GetValue(epochs), arguments.GetValue(seed), arguments.GetValue(full), cancellation)));

// Ctrl+C ends the run after the step that is under way; that is well within this time.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
