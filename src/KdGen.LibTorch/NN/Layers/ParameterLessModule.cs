namespace TorchSharp.Modules;

/// <summary>A module that is only a function: nothing to learn, store or move.</summary>
public abstract class ParameterLessModule<T1, TResult> : torch.nn.Module<T1, TResult>
{
    /// <summary>Makes the module.</summary>
    protected ParameterLessModule(string name) : base(name) { }
}
