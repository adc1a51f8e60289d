namespace KdGen.Weights.Formats;

/// <summary>Why a pickle makes no sense; the <see cref="Unpickler"/> adds the file and the place.</summary>
internal sealed class PickleException(string message) : Exception(message);
