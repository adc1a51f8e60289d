using KdGen.LibTorch;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>
/// Stochastic gradient descent with momentum, as PyTorch defines it: g += weight_decay p; v = momentum v + (1 - dampening) g, and v = g at the
/// first step; p -= lr (g + momentum v with Nesterov, else v).
/// </summary>
public class SGD : OptimizerHelper, IMomentum
{
    private readonly Options defaults;

    /// <summary>Makes the optimizer over parameters that share all options.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter is listed twice.</exception>
    public SGD(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    /// <summary>Makes the optimizer over groups with options of their own; what a group leaves out is taken from the arguments.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter is listed twice.</exception>
    public SGD(
        IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
    {
        if (nesterov && (momentum <= 0 || dampening != 0))
            throw new ArgumentException($"nesterov needs a momentum above 0 and no dampening, not {momentum} and {dampening}", nameof(nesterov));
        defaults = new Options
        {
            LearningRate = NotNegative(lr, nameof(lr)),
            momentum = NotNegative(momentum, nameof(momentum)),
            dampening = dampening,
            weight_decay = NotNegative(weight_decay, nameof(weight_decay)),
            nesterov = nesterov,
            maximize = maximize,
        };
        foreach (var group in parameters) add_param_group(group);
    }

    /// <summary>The default of the groups that are added later.</summary>
    public double Momentum { get => defaults.momentum!.Value; set => defaults.momentum = value; }

    /// <inheritdoc/>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var options = (Options)(param_group.Options ??= new Options());
        options.LearningRate ??= defaults.LearningRate;
        options.momentum ??= defaults.momentum;
        options.dampening ??= defaults.dampening;
        options.weight_decay ??= defaults.weight_decay;
        options.nesterov ??= defaults.nesterov;
        options.maximize ??= defaults.maximize;
        Add(param_group, parameter => new State(parameter));
    }

    /// <inheritdoc/>
    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(Step, closure);

    // Everything happens in place, without a copy of the gradients: what PyTorch adds to g first is here added to each place where g goes.
    private void Step(ParamGroup group)
    {
        using var batch = ParameterBatch.WithGradients(group.Parameters);
        if (batch.IsEmpty) return;
        var options = group.Options;
        var lr = options.LearningRate!.Value;
        var decay = options.weight_decay!.Value;
        var momentum = options.momentum!.Value;
        var sign = options.maximize!.Value ? -1 : 1;
        var velocities = momentum == 0 ? null : Velocities(batch, sign, decay, momentum, options.dampening!.Value);
        if (velocities is not null && !options.nesterov!.Value)
        {
            NnOps.ForeachAddInPlace.InvokeVoid(batch.Parameters, velocities, -lr);
            return;
        }
        if (decay != 0) NnOps.ForeachMulScalarInPlace.InvokeVoid(batch.Parameters, 1 - lr * decay);
        NnOps.ForeachAddInPlace.InvokeVoid(batch.Parameters, batch.Gradients, -lr * sign);
        if (velocities is not null) NnOps.ForeachAddInPlace.InvokeVoid(batch.Parameters, velocities, -lr * momentum);
    }

    // v = momentum v + (1 - dampening) (sign g + decay p); a parameter's first gradient enters whole.
    private Tensor[] Velocities(ParameterBatch batch, int sign, double decay, double momentum, double dampening)
    {
        var states = StatesOf<State>(batch);
        Mix(fresh: false, 1 - dampening);
        Mix(fresh: true, 1);
        return Array.ConvertAll(states, state => state.momentum_buffer!);

        void Mix(bool fresh, double share)
        {
            int[] chosen = [.. Enumerable.Range(0, states.Length).Where(i => states[i].momentum_buffer is null == fresh)];
            if (chosen.Length == 0) return;
            if (fresh)
                foreach (var i in chosen) states[i].momentum_buffer = NnOps.ZerosLike.Invoke(batch.Parameters[i]).DetachFromDisposeScope();
            var old = Array.ConvertAll(chosen, i => states[i].momentum_buffer!);
            if (!fresh) NnOps.ForeachMulScalarInPlace.InvokeVoid(old, momentum);
            NnOps.ForeachAddInPlace.InvokeVoid(old, Array.ConvertAll(chosen, i => batch.Gradients[i]), share * sign);
            if (decay != 0) NnOps.ForeachAddInPlace.InvokeVoid(old, Array.ConvertAll(chosen, i => batch.Parameters[i]), share * decay);
        }
    }

    /// <summary>The options of a group; null means the optimizer's.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>The share of the last step that goes on.</summary>
        public double? momentum;

        /// <summary>How much less than whole the gradient enters the momentum.</summary>
        public double? dampening;

        /// <summary>The weight of p²/2 in the loss.</summary>
        public double? weight_decay;

        /// <summary>Whether the gradient is taken where the momentum leads.</summary>
        public bool? nesterov;

        /// <summary>Whether to climb instead of descending.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            (momentum, dampening, weight_decay, nesterov, maximize) =
                (other.momentum, other.dampening, other.weight_decay, other.nesterov, other.maximize);
        }
    }

    /// <summary>Parameters with options of their own.</summary>
    public class ParamGroup : ParamGroup<Options>, IMomentum
    {
        /// <summary>Makes an empty group.</summary>
        public ParamGroup() { }

        /// <summary>Makes a group.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, Options? options) : base(parameters, options) { }

        /// <summary>Makes a group.</summary>
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 0.001, double momentum = 0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize,
            })
        {
        }

        /// <summary>The share of the last step that goes on.</summary>
        public double Momentum { get => Options.momentum!.Value; set => Options.momentum = value; }
    }

    /// <summary>The momentum of one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        /// <summary>v, of the parameter's shape; null before the first step.</summary>
        public Tensor? momentum_buffer;

        /// <summary>Makes the state of a parameter.</summary>
        public State(Parameter parameter) : base(parameter) { }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            momentum_buffer?.Dispose();
            momentum_buffer = null;
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
            => momentum_buffer = Replace(momentum_buffer, ((State)source).momentum_buffer, parameter.device);

        /// <inheritdoc/>
        public override void to(Device device) => momentum_buffer = Replace(momentum_buffer, momentum_buffer, device);

        /// <summary>Frees the momentum.</summary>
        public void Dispose() => momentum_buffer?.Dispose();
    }
}
