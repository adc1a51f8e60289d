namespace ContrastiveMlp;

/// <summary>What a student learns from.</summary>
internal enum Method
{
    /// <summary>The labels.</summary>
    Labels,

    /// <summary>The teacher's probabilities too.</summary>
    Kl,

    /// <summary>And the teacher's last hidden layer, by contrast with other rows.</summary>
    KlCrd,
}

/// <summary>One training of a student, as the search tries it.</summary>
/// <param name="Method">What it learns from.</param>
/// <param name="IsNarrow">The student of half the width.</param>
/// <param name="Rate">The learning rate at the beginning.</param>
/// <param name="LeastRate">What it falls to at most.</param>
/// <param name="KlWeight">The weight of the teacher's probabilities; the labels have the rest of 1.</param>
/// <param name="CrdWeight">The weight of the contrast.</param>
internal sealed record Setting(Method Method, bool IsNarrow, double Rate, double LeastRate, double KlWeight, double CrdWeight)
{
    /// <summary>All that are tried: as many for labels alone as for each way of distilling.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        .. from method in Enum.GetValues<Method>()
           from narrow in (bool[])[false, true]
           from tried in ((double Rate, double LeastRate, double Kl, double Crd)[])[(1e-3, 1e-6, 0.5, 0.1), (4e-3, 1e-5, 0.9, 0.02)]
           select new Setting(method, narrow, tried.Rate, tried.LeastRate, method == Method.Labels ? 0 : tried.Kl, method == Method.KlCrd ? tried.Crd : 0),
    ];

    /// <summary>What it learns from, in words.</summary>
    public string MethodName => Method switch
    {
        Method.Labels => "labels alone",
        Method.Kl => "labels, KL",
        Method.KlCrd => "labels, KL, CRD",
        _ => throw new InvalidOperationException($"{Method} has no name"),
    };

    /// <summary>What tells it from the others, in words.</summary>
    public string ShortName => $"{MethodName}: {(IsNarrow ? "32-16" : "64-32")}, rate {Rate}";

    /// <summary>All of it, in words.</summary>
    public string Name => ShortName
        + (KlWeight > 0 ? $", KL {KlWeight}" : "") + (CrdWeight > 0 ? $", CRD {CrdWeight}" : "");
}
