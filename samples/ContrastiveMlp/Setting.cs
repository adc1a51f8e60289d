namespace ContrastiveMlp;

/// <summary>What a student learns from.</summary>
internal enum Method
{
    /// <summary>The labels.</summary>
    Labels,

    /// <summary>The teacher's probabilities too.</summary>
    Kl,
}

/// <summary>One training of a student, as the search tries it.</summary>
/// <param name="Method">What it learns from.</param>
/// <param name="IsNarrow">The student of half the width.</param>
/// <param name="Rate">The learning rate at the beginning.</param>
/// <param name="LeastRate">What it falls to at most.</param>
/// <param name="TeacherWeight">The weight of the teacher's probabilities; the labels have the rest of 1.</param>
internal sealed record Setting(Method Method, bool IsNarrow, double Rate, double LeastRate, double TeacherWeight)
{
    /// <summary>All that are tried: as many for labels alone as for each way of distilling.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        .. from method in Enum.GetValues<Method>()
           from narrow in (bool[])[false, true]
           from tried in ((double Rate, double LeastRate, double Weight)[])[(1e-3, 1e-6, 0.5), (4e-3, 1e-5, 0.9)]
           select new Setting(method, narrow, tried.Rate, tried.LeastRate, method == Method.Labels ? 0 : tried.Weight),
    ];

    /// <summary>What it learns from, in words.</summary>
    public string MethodName => NameOf(Method);

    /// <summary>The rest: "64-32, rate 0.001, teacher 0.5".</summary>
    public string Details => $"{(IsNarrow ? "32-16" : "64-32")}, rate {Rate}" + (TeacherWeight > 0 ? $", teacher {TeacherWeight}" : "");

    /// <summary>What a student learns from, in words.</summary>
    public static string NameOf(Method method) => method switch
    {
        Method.Labels => "labels alone",
        Method.Kl => "labels + KL",
        _ => throw new ArgumentOutOfRangeException(nameof(method)),
    };
}
