using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ops;

/// <summary>One optimizer: a row of its table.</summary>
/// <param name="Name">The attribute's name without "Attribute".</param>
/// <param name="Factory">Its factory in torch.optim.</param>
/// <param name="LearningRateName">The name of the factory's step size.</param>
/// <param name="LearningRate">The step size of an attribute that names none; null where one must be named.</param>
/// <param name="Options">The other arguments, each with its default and its name in the factory.</param>
internal sealed record OptimizerSpec(string Name, string Factory, string LearningRateName, double? LearningRate, EquatableArray<OptimizerOption> Options)
{
    /// <summary>The step size first, then the options: what the attribute takes.</summary>
    public EquatableArray<OpParameter> Parameters
    {
        get
        {
            OpParameter[] parameters = new OpParameter[Options.Count + 1];
            parameters[0] = OpParameter.Real("learningRate", LearningRate, static rate => rate > 0 && OpParameter.IsFinite(rate), "a learning rate is above 0");
            for (int i = 0; i < Options.Count; i++)
            {
                parameters[i + 1] = Options[i].Parameter;
            }

            return new EquatableArray<OpParameter>(parameters);
        }
    }
}

/// <summary>An option of an optimizer.</summary>
/// <param name="Parameter">As the attribute has it; the default is the factory's too.</param>
/// <param name="FactoryName">The factory's parameter.</param>
internal sealed record OptimizerOption(OpParameter Parameter, string FactoryName);
