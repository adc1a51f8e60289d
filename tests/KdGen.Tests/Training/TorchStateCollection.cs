namespace KdGen.Tests.Training;

/// <summary>Tests that rely on what torch has one of in a process, its random numbers and its count of tensors: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchStateCollection
{
    public const string Name = "torch's own state";
}
