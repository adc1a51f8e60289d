using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>An optimizer with a state for each parameter.</summary>
public abstract class OptimizerHelper : Optimizer
{
    private readonly Dictionary<Parameter, OptimizerState> states = new(ReferenceEqualityComparer.Instance);

    /// <summary>Makes an optimizer without parameters.</summary>
    public OptimizerHelper() { }

    /// <summary>The options and states, by reference.</summary>
    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var group in groups)
        {
            List<int> places = [];
            foreach (var parameter in group.Parameters)
            {
                places.Add(dictionary.State.Count);
                dictionary.State.Add(states[parameter]);
            }
            dictionary.Options.Add(group.Options);
            dictionary.StateIndexRef.Add(places);
        }
        return dictionary;
    }

    /// <summary>Copies options and states from another optimizer of the same kind over the same parameters.</summary>
    /// <exception cref="ArgumentException">The numbers of groups or of parameters differ.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        if (own.Options.Count != state_dict.Options.Count || own.State.Count != state_dict.State.Count)
            throw new ArgumentException(
                $"load_state_dict of {GetType().Name}: {state_dict.Options.Count} groups of {state_dict.State.Count} parameters do not fit {own.Options.Count} groups of {own.State.Count}",
                nameof(state_dict));
        for (var i = 0; i < own.Options.Count; i++)
            if (own.Options[i] != state_dict.Options[i]) own.Options[i].LoadStateDict(state_dict.Options[i]);
        for (var i = 0; i < own.State.Count; i++)
            if (own.State[i] != state_dict.State[i]) own.State[i].LoadStateDict(state_dict.State[i]);
    }

    /// <summary>Moves the states to a device.</summary>
    public void to(Device device)
    {
        foreach (var state in states.Values) state.to(device);
    }

    /// <summary>Runs the closure with gradients on, then <paramref name="body"/> for each group with gradients off.</summary>
    /// <returns>The closure's loss, or null.</returns>
    protected Tensor? _step<T>(Action<T> body, Func<Tensor>? loss_closure = null) where T : ParamGroup
    {
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using var withGrad = enable_grad();
            loss = loss_closure();
        }
        using var noGrad = no_grad();
        foreach (var group in groups) body((T)group);
        return loss;
    }

    // The parameters are listed once: a module's parameters() builds its list of keys anew on every enumeration.
    private protected void Add<TState>(ParamGroup group, Func<Parameter, TState> makeState) where TState : OptimizerState
    {
        List<Parameter> parameters = [.. group.Parameters];
        if (parameters.Find(states.ContainsKey) is not null || parameters.Distinct(ReferenceEqualityComparer.Instance).Count() != parameters.Count)
            throw new ArgumentException($"{GetType().Name}: a parameter is in more than one place; list each once");
        group.Parameters = parameters;
        group.Options.InitialLearningRate = group.Options.LearningRate!.Value;
        groups.Add(group);
        foreach (var parameter in parameters)
        {
            var state = makeState(parameter);
            state.Initialize(group.Options);
            states.Add(parameter, state);
        }
    }

    private protected TState[] StatesOf<TState>(ParameterBatch batch) where TState : OptimizerState
        => Array.ConvertAll(batch.Keys, parameter => (TState)states[parameter]);

    private protected static double NotNegative(double value, string name)
        => value >= 0 ? value : throw new ArgumentException($"{name} is {value}: it must be 0 or more", name);

    private protected override void FreeStates()
    {
        foreach (var state in states.Values) (state as IDisposable)?.Dispose();
        states.Clear();
    }
}
