using System.CommandLine;
using CifarDistillation;

var data = new Option<DirectoryInfo?>("--data") { Description = "Folder with CIFAR-10's binary files (data_batch_1.bin ..., test_batch.bin). Without it the sample draws its own images.", HelpName = "DIR" };
var teacher = new Option<FileInfo?>("--teacher") { Description = "Weights of a trained DeepNN (.pth, .pt or .safetensors): the sample then trains the students only.", HelpName = "FILE" };
var epochs = new Option<int?>("--epochs") { Description = $"Epochs of every network. Default: {Form.Short.TeacherEpochs} for the teacher and {Form.Short.Epochs} for the students, with --full the recipes' {TutorialKd.Epochs}.", HelpName = "N" };
var seeds = new Option<int?>("--seeds") { Description = $"Trainings of each student, whose mean and deviation the table shows. Default: {Form.Short.Seeds}, with --full or --quick 1.", HelpName = "N" };
var seed = new Option<int>("--seed") { Description = "First seed of weights, order and dropout.", DefaultValueFactory = _ => 42, HelpName = "N" };
var full = new Option<bool>("--full") { Description = $"All images and the recipes' {TutorialKd.Epochs} epochs instead of the short form ({Form.Short.Images:N0} images)." };
var quick = new Option<bool>("--quick") { Description = $"{Form.Quick.Images} images and one epoch: it runs, no more." };
foreach (Option<int?> number in (Option<int?>[])[epochs, seeds])
{
    number.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int?>() is < 1)
            result.AddError($"{number.Name} is at least 1.");
    });
}

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
    return Task.FromResult(new Experiment(arguments.GetValue(data), arguments.GetValue(teacher), form, arguments.GetValue(seed), cancellation).Run());
});

// Ctrl+C ends the run after the step that is under way; that is well within this time.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
