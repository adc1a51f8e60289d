using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Ops;

/// <summary>The table of projectors, the one with the fewest parameters first.</summary>
internal static class ProjectorCatalog
{
    public static readonly EquatableArray<ProjectorSpec> All = new(
    [
        new ProjectorSpec(
            ProjectorKind.Conv1x1,
            "maps",
            static shape => shape.IsMap,
            static (from, to) => from.IsMap && to.IsMap && from.Dims[1] == to.Dims[1] && from.Dims[2] == to.Dims[2],
            static (from, to) => Affine(from.Channels, to.Channels),
            "TorchSharp::Modules.Conv2d",
            static (from, to, _) => $"{Names.Torch}.nn.Conv2d({Literal.Of(from.Channels)}, {Literal.Of(to.Channels)}, kernel_size: 1)"),
        new ProjectorSpec(
            ProjectorKind.ConvReg,
            "maps",
            static shape => shape.IsMap,
            static (from, to) => Regressor.Between(from, to) is not null,
            static (from, to) => Regressor.Between(from, to)!.Parameters(from.Channels, to.Channels),
            Regressor.Type,
            static (from, to, isBeforeActivation) => Regressor.Between(from, to)!.Factory(from.Channels, to.Channels, isBeforeActivation)),
        new ProjectorSpec(
            ProjectorKind.Linear,
            "vectors and sequences",
            static shape => shape.Rank <= 2,
            static (from, to) => from.Rank == to.Rank && (from.Rank == 1 || (from.Rank == 2 && from.Dims[0] == to.Dims[0])),
            static (from, to) => Affine(from.Dims[from.Rank - 1], to.Dims[to.Rank - 1]),
            "TorchSharp::Modules.Linear",
            static (from, to, _) => $"{Names.Torch}.nn.Linear({Literal.Of(from.Dims[from.Rank - 1])}, {Literal.Of(to.Dims[to.Rank - 1])})"),
        new ProjectorSpec(
            ProjectorKind.Mlp,
            "vectors, sequences and maps",
            static shape => shape.Rank <= 3,
            static (from, to) => Find(from.IsMap ? ProjectorKind.Conv1x1 : ProjectorKind.Linear)!.Fits(from, to),
            static (from, to) => Saturating.Multiply(to.Dims[Axis(to)], Saturating.Add(Saturating.Multiply(2, Saturating.Add(from.Dims[Axis(from)], to.Dims[Axis(to)])), to.IsMap ? 5 : 3)),
            "TorchSharp::torch.nn.Module<TorchSharp::torch.Tensor, TorchSharp::torch.Tensor>",
            static (from, to, _) => $"new KdGen::Losses.{(from.IsMap ? "MlpMapProjector" : "MlpProjector")}({Literal.Of(from.Dims[Axis(from)])}, {Literal.Of(to.Dims[Axis(to)])})"),
    ]);

    /// <summary>Those that are offered where shapes differ, the one with the fewest parameters first: one layer, which there is for all that two are for.</summary>
    public static IEnumerable<ProjectorSpec> Plain => All.Where(static spec => spec.Kind != ProjectorKind.Mlp);

    /// <summary>The row of a projector; null for <see cref="ProjectorKind.None"/>.</summary>
    public static ProjectorSpec? Find(ProjectorKind kind) => All.FirstOrDefault(spec => spec.Kind == kind);

    /// <summary>The row of a projector between two shapes: of Auto the one with the fewest parameters that fits, null where the shapes are equal or none does.</summary>
    public static ProjectorSpec? Choose(ProjectorKind kind, Shape from, Shape to)
        => kind != ProjectorKind.Auto ? Find(kind) : from == to ? null : Plain.FirstOrDefault(spec => spec.Fits(from, to));

    /// <summary>The axis of channels or features.</summary>
    private static int Axis(Shape shape) => shape.IsMap ? 0 : shape.Rank - 1;

    /// <summary>A weight for each pair of channels, and a bias.</summary>
    private static long Affine(long from, long to) => Saturating.Multiply(to, Saturating.Add(from, 1));
}
