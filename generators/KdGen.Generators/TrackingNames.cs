namespace KdGen.Generators;

/// <summary>The names of the pipeline's steps: tests ask by them which steps an edit ran again.</summary>
internal static class TrackingNames
{
    /// <summary>A model's attributes as a value.</summary>
    public const string Parse = "Parse";

    /// <summary>A recipe's attributes as a value.</summary>
    public const string ParseRecipe = "ParseRecipe";

    /// <summary>A model's operators, resolved.</summary>
    public const string Bind = "Bind";

    /// <summary>Every operator's shape.</summary>
    public const string Shapes = "Shapes";

    /// <summary>What recipes know about models: names, inputs and outputs.</summary>
    public const string Signatures = "Signatures";

    /// <summary>A recipe with the signatures of its own models.</summary>
    public const string RecipeModels = "RecipeModels";

    /// <summary>A recipe with what it reads inside its models.</summary>
    public const string RecipeTaps = "RecipeTaps";

    /// <summary>A recipe's attributes, resolved and checked against its models.</summary>
    public const string BindRecipe = "BindRecipe";

    /// <summary>A recipe's loss as an expression graph, and how it is computed.</summary>
    public const string Plan = "Plan";

    /// <summary>The text of X.Module.g.cs.</summary>
    public const string EmitModule = "EmitModule";

    /// <summary>The texts of the blocks that a model is made of.</summary>
    public const string EmitBlocks = "EmitBlocks";

    /// <summary>The text of a block's X.Module.g.cs, once for all models.</summary>
    public const string EmitBlock = "EmitBlock";

    /// <summary>The text of X.Loss.g.cs.</summary>
    public const string EmitLoss = "EmitLoss";

    /// <summary>The text of X.Loss.Kernel.g.cs.</summary>
    public const string EmitKernel = "EmitKernel";

    /// <summary>The text of X.Loss.Cuda.g.cs.</summary>
    public const string EmitCuda = "EmitCuda";

    /// <summary>The text of X.Trainer.g.cs.</summary>
    public const string EmitTrainer = "EmitTrainer";
}
