namespace KdGen;

/// <summary>
/// A loss of one's own: a static method that a recipe names by <c>[DistillLoss(typeof(MyLosses), nameof(MyLosses.Focal))]</c>. Either of a <see cref="Row"/> of the student's logits, one of the teacher's and the
/// label (whichever it needs) to the loss of that row as a <see langword="double"/>: the build translates, differentiates and fuses it as it does its own, and a recipe takes the mean over the rows. Or of tensors
/// called <c>student</c>, <c>teacher</c> and <c>labels</c> to a scalar tensor: the step calls it as it is.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LossAttribute : Attribute;
