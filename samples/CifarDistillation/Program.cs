using System.CommandLine;
using CifarDistillation;
using Samples;

var data = new Option<DirectoryInfo?>("--data") { Description = "Folder with CIFAR-10's binary files (data_batch_1.bin ..., test_batch.bin). Without it the sample draws its own images.", HelpName = "DIR" };
var teacher = new Option<FileInfo?>("--teacher") { Description = "Weights of a trained DeepNN (.pth, .pt or .safetensors): the sample then trains the students only.", HelpName = "FILE" };
Option<int?> epochs = CommandLine.Number("--epochs", least: 1), seeds = CommandLine.Number("--seeds", least: 1), seed = CommandLine.Number("--seed");
epochs.Description = $"Epochs of every network. Default: {Form.Short.TeacherEpochs} for the teacher and {Form.Short.Epochs} for the students, with --full the recipes' {TutorialKd.Epochs}.";
seeds.Description = $"Trainings of each student, whose mean and deviation the table shows. Default: {Form.Short.Seeds}, with --full or --quick 1.";
seed.Description = "First seed of weights, order and dropout. Default: 42.";
var full = new Option<bool>("--full") { Description = $"All images and the recipes' {TutorialKd.Epochs} epochs instead of the short form ({Form.Short.Images:N0} images)." };
var quick = new Option<bool>("--quick") { Description = $"{Form.Quick.Images} images and one epoch: it runs, no more." };

var command = new RootCommand("Distils DeepNN into LightNN, as PyTorch's knowledge-distillation tutorial does, and compares the students.") { data, teacher, epochs, seeds, seed, full, quick };
command.Validators.Add(result =>
{
    if (result.GetValue(full) && result.GetValue(quick))
        result.AddError("--full or --quick, not both.");
});
command.SetAction((arguments, cancellation) =>
{
    Form form = arguments.GetValue(full) ? Form.Full : arguments.GetValue(quick) ? Form.Quick : Form.Short;
    int? all = arguments.GetValue(epochs);
    form = form with { TeacherEpochs = all ?? form.TeacherEpochs, Epochs = all ?? form.Epochs, Seeds = arguments.GetValue(seeds) ?? form.Seeds };
    return Task.FromResult(new Experiment(arguments.GetValue(data), arguments.GetValue(teacher), form, arguments.GetValue(seed) ?? 42, cancellation).Run());
});

return await command.InvokeAsync(args);
