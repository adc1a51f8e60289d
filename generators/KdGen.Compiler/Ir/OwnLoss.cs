using KdGen.Compiler.Collections;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Ir;

/// <summary>A loss that the user wrote.</summary>
/// <param name="Method">The method, by its global name: "global::My.Losses.Focal".</param>
/// <param name="Nodes">Its formula over StudentLogits("student"), TeacherLogits("teacher") and Label; none for a method over tensors, which is called as it is.</param>
/// <param name="Result">The value of a row in <paramref name="Nodes"/>, of which the mean over the rows is taken.</param>
/// <param name="Reads">What it is called with, or what its formula reads.</param>
internal sealed record OwnLoss(string Method, EquatableArray<Node> Nodes, int Result, LossReads Reads)
{
    /// <summary>It has no formula that the compiler knows: a method from tensors to a scalar tensor.</summary>
    public bool IsComposed => Nodes.Count == 0;
}
