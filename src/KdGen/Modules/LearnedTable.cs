using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Modules;

/// <summary>The learned tables of transformers.</summary>
internal static class LearnedTable
{
    /// <summary>
    /// Registers a parameter, normal with standard deviation 0.02. The module asks for it by <c>get_parameter</c>, for moving a module to
    /// another device or type puts a new object under the name.
    /// </summary>
    internal static void Register(nn.Module module, string name, params long[] shape)
    {
        var table = nn.Parameter(empty(shape));
        // Not trunc_normal_: TorchSharp's (up to 0.107) multiplies by the mean and adds the deviation, so all values would be 0.02. Its default
        // bounds, -2 and 2, are a hundred deviations away: the distribution is the same.
        nn.init.normal_(table, std: 0.02);
        table.DetachFromDisposeScope();
        module.register_parameter(name, table);
    }
}
