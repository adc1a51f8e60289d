using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>A recipe's loss as composed torch operators.</summary>
internal static class LossEmitter
{
    /// <summary>R.Loss.g.cs; empty when nothing can be added to the class.</summary>
    public static string Emit(RecipeIr recipe, BackendPlan plan)
        => recipe.IsClosed ? ""
            : recipe.HasErrors || plan.Statements.Count == 0 ? Skeleton(recipe)
            : SourceFile.Write(recipe.Type, [Names.TorchAlias], null, "", writer => Loss(writer, recipe, plan));

    private static void Loss(CodeWriter writer, RecipeIr recipe, BackendPlan plan)
    {
        if (plan.Constants.Count > 0)
        {
            writer.Line("// A Scalar is a native object: made once instead of once a step.");
            writer.Commented(plan.Constants.Select(static constant =>
                ($"static readonly {Names.Scalar} {constant.Name} = {Literal.Of(constant.Value)};", constant.Origin)));
            writer.Line();
        }

        string logits = RecipeText.Logits(recipe.Student);
        bool hasKl = recipe.Losses.Any(static term => term.Kind == LossKind.KL);
        writer.Line($"/// <summary>{RecipeText.Formula(recipe)}.</summary>");
        writer.Line("/// <remarks>");
        if (recipe.Losses.Any(static term => term.Kind == LossKind.CE))
        {
            writer.Line($"/// CE is the mean over the batch of -log softmax({RecipeText.StudentName(recipe)})[label].");
        }

        if (hasKl)
        {
            writer.Lines(
                "/// KL is the mean over the batch of the sum over the classes of p (log p - log q), p = softmax(teacher / T), q = softmax(student / T)",
                "/// (Hinton, Vinyals and Dean 2015, Distilling the Knowledge in a Neural Network, arXiv:1503.02531).");
        }

        if (recipe.Features.Count > 0)
        {
            writer.Line("/// MSE is the mean over all elements of the squared difference (Romero et al. 2015, FitNets: Hints for Thin Deep Nets, arXiv:1412.6550).");
        }

        writer.Line("/// </remarks>");
        if (recipe.Teacher is not null && recipe.TakesStudentLogits)
        {
            writer.Line($"/// <param name=\"student\">Logits of the student, {logits}.</param>");
        }

        if (recipe.Teacher is { } teacher && recipe.TakesTeacherLogits)
        {
            writer.Line($"/// <param name=\"teacher\">Logits of the teacher, {RecipeText.Logits(teacher)}{(hasKl ? "" : "; no term reads them")}.</param>");
        }

        if (recipe.Teacher is null)
        {
            writer.Line($"/// <param name=\"logits\">{logits}</param>");
        }

        writer.Line($"/// <param name=\"labels\">The class of each sample, [B] int64{(recipe.TakesStudentLogits ? "" : "; no term reads it")}.</param>");
        foreach (Feature feature in recipe.Features)
        {
            writer.Line($"/// <param name=\"{feature.Variable}\">{feature.Text}{(feature.Shape is { } shape ? ", " + shape.Batched : "")}.</param>");
        }

        writer.Line("/// <returns>A scalar that can be differentiated.</returns>");
        writer.Open(Signature(recipe));
        writer.Line("using var scope = TorchSharp::torch.NewDisposeScope();");
        writer.Commented(plan.Statements.Select(statement => Statement(statement, recipe, logits)));
        writer.Close();
    }

    private static (string Code, string? Comment) Statement(PlanStatement statement, RecipeIr recipe, string logits)
    {
        string value = Expression(statement.Value, recipe);
        return statement.Name is { } name
            ? ($"var {name} = {value};", statement.Shape == PlanShape.PerClass ? logits : statement.Note)
            : ($"return {Operand(statement.Value, recipe)}.MoveToOuterDisposeScope();", statement.Note);
    }

    /// <summary>An expression that a member can be read from.</summary>
    private static string Operand(PlanExpression expression, RecipeIr recipe)
        => expression is PlanExpression.Local or PlanExpression.Input ? Expression(expression, recipe) : $"({Expression(expression, recipe)})";

    private static string Expression(PlanExpression expression, RecipeIr recipe) => expression switch
    {
        PlanExpression.Input input => input.Which switch
        {
            PlanInput.Student => RecipeText.StudentName(recipe),
            PlanInput.Teacher => "teacher",
            _ => "labels",
        },
        PlanExpression.FeatureInput feature => feature.Variable,
        PlanExpression.MeanSquaredError error => $"{Names.Functional}.mse_loss({Expression(error.Student, recipe)}, {Expression(error.Teacher, recipe)})",
        PlanExpression.Local local => local.Name,
        PlanExpression.Divide divide => $"{Expression(divide.Operand, recipe)} / {divide.Constant}",
        PlanExpression.Multiply multiply => $"{Expression(multiply.Operand, recipe)} * {multiply.Constant}",
        PlanExpression.LogSoftmax softmax => $"{Operand(softmax.Operand, recipe)}.log_softmax(1)",
        PlanExpression.CrossEntropy entropy => $"{Names.Functional}.cross_entropy({Expression(entropy.Logits, recipe)}, {Expression(entropy.Labels, recipe)})",
        PlanExpression.KlSum kl =>
            $"{Names.Functional}.kl_div({Expression(kl.LogQ, recipe)}, {Expression(kl.LogP, recipe)}, log_target: true, TorchSharp::torch.nn.Reduction.Sum)",
        PlanExpression.DivideByBatch mean => $"{Expression(mean.Operand, recipe)} / {RecipeText.StudentName(recipe)}.shape[0]",
        PlanExpression.Sum sum => string.Join(" + ", sum.Terms.Select(term => Expression(term, recipe))),
        _ => "",
    };

    private static string Signature(RecipeIr recipe)
        => $"public static {Names.Tensor} Loss({string.Join(", ", RecipeText.LossParameters(recipe, "labels").Select(static name => $"{Names.Tensor} {name}"))})";

    private static string Skeleton(RecipeIr recipe)
        => GeneratedMembers.OfSkeleton(recipe).FirstOrDefault(member => member is { Name: "Loss", Kind: MemberKind.Method } && NameChecks.IsFree(member, recipe)) is not { } loss ? ""
            : SourceFile.Write(recipe.Type, [Names.TorchAlias, Names.SystemAlias], null, "", writer => SourceFile.Throwing(
                writer, loss == GeneratedMembers.AnyLoss ? $"public static {Names.Tensor} Loss(params {Names.Tensor}[] values)" : Signature(recipe), RecipeText.Message(recipe)));
}
