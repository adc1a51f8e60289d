using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>
/// Adam: steps by the running mean of the gradient over the root of the running mean of its square, both corrected for their start at zero.
/// Weight decay is added to the gradient. Kingma and Ba, 2015.
/// </summary>
public class Adam : OptimizerHelper, IBetas
{
    private readonly Options defaults;

    /// <summary>Makes the optimizer over parameters that share all options.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter is listed twice.</exception>
    public Adam(
        IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    /// <summary>Makes the optimizer over groups with options of their own; what a group leaves out is taken from the arguments.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter is listed twice.</exception>
    public Adam(
        IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        AdamRule.CheckBetas(beta1, beta2);
        defaults = new Options
        {
            LearningRate = NotNegative(lr, nameof(lr)),
            beta1 = beta1,
            beta2 = beta2,
            eps = NotNegative(eps, nameof(eps)),
            weight_decay = NotNegative(weight_decay, nameof(weight_decay)),
            amsgrad = amsgrad,
            maximize = maximize,
        };
        foreach (var group in parameters) add_param_group(group);
    }

    /// <summary>The defaults of the groups that are added later.</summary>
    public (double, double) Betas
    {
        get => (defaults.beta1!.Value, defaults.beta2!.Value);
        set => (defaults.beta1, defaults.beta2) = value;
    }

    /// <inheritdoc/>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var options = (Options)(param_group.Options ??= new Options());
        options.LearningRate ??= defaults.LearningRate;
        options.beta1 ??= defaults.beta1;
        options.beta2 ??= defaults.beta2;
        options.eps ??= defaults.eps;
        options.weight_decay ??= defaults.weight_decay;
        options.amsgrad ??= defaults.amsgrad;
        options.maximize ??= defaults.maximize;
        Add(param_group, parameter => new State(parameter));
    }

    /// <inheritdoc/>
    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(Step, closure);

    private void Step(ParamGroup group)
    {
        var options = group.Options;
        var rule = new AdamRule(
            options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value, options.eps!.Value, options.weight_decay!.Value,
            Decoupled: false, options.amsgrad!.Value, options.maximize!.Value);
        using var batch = ParameterBatch.WithGradients(group.Parameters);
        rule.Step(batch, StatesOf<State>(batch));
    }

    /// <summary>The options of a group; null means the optimizer's.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>The decay rate of the running mean of the gradient.</summary>
        public double? beta1;

        /// <summary>The decay rate of the running mean of the gradient's square.</summary>
        public double? beta2;

        /// <summary>What is added to the root.</summary>
        public double? eps;

        /// <summary>The weight of p²/2 in the loss.</summary>
        public double? weight_decay;

        /// <summary>Whether the largest square so far is used.</summary>
        public bool? amsgrad;

        /// <summary>Whether to climb instead of descending.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            (beta1, beta2, eps, weight_decay, amsgrad, maximize) =
                (other.beta1, other.beta2, other.eps, other.weight_decay, other.amsgrad, other.maximize);
        }
    }

    /// <summary>Parameters with options of their own.</summary>
    public class ParamGroup : ParamGroup<Options>, IBetas
    {
        /// <summary>Makes an empty group.</summary>
        public ParamGroup() { }

        /// <summary>Makes a group.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, Options? options) : base(parameters, options) { }

        /// <summary>Makes a group.</summary>
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1E-08,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
            })
        {
        }

        /// <summary>The two decay rates.</summary>
        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }

    /// <summary>The running means of one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable, IAdamState
    {
        /// <summary>The number of steps taken.</summary>
        public long step;

        /// <summary>The running mean of the gradient, of the parameter's shape.</summary>
        public Tensor exp_avg = null!;

        /// <summary>The running mean of the gradient's square, of the parameter's shape.</summary>
        public Tensor exp_avg_sq = null!;

        /// <summary>The largest <see cref="exp_avg_sq"/> so far; null without amsgrad.</summary>
        public Tensor? max_exp_avg_sq;

        /// <summary>Makes the state of a parameter.</summary>
        public State(Parameter parameter) : base(parameter) { }

        long IAdamState.Step { get => step; set => step = value; }

        Tensor IAdamState.Mean => exp_avg;

        Tensor IAdamState.Square => exp_avg_sq;

        Tensor IAdamState.LargestSquare => max_exp_avg_sq!;

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            Dispose();
            step = 0;
            exp_avg = Zeros();
            exp_avg_sq = Zeros();
            max_exp_avg_sq = ((Options)options).amsgrad!.Value ? Zeros() : null;
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = (State)source;
            step = other.step;
            exp_avg = Replace(exp_avg, other.exp_avg, parameter.device);
            exp_avg_sq = Replace(exp_avg_sq, other.exp_avg_sq, parameter.device);
            max_exp_avg_sq = Replace(max_exp_avg_sq, other.max_exp_avg_sq, parameter.device);
        }

        /// <inheritdoc/>
        public override void to(Device device)
        {
            exp_avg = Replace(exp_avg, exp_avg, device);
            exp_avg_sq = Replace(exp_avg_sq, exp_avg_sq, device);
            max_exp_avg_sq = Replace(max_exp_avg_sq, max_exp_avg_sq, device);
        }

        /// <summary>Frees the running means.</summary>
        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
            max_exp_avg_sq?.Dispose();
        }
    }
}
