namespace KdGen.Training;

/// <summary>What the weights of a recipe's terms are in an epoch; the code of recipes with schedules is written with it. Epochs count from 1.</summary>
public static class WeightSchedule
{
    /// <summary>The part of the weight that counts while it grows: k / <paramref name="epochs"/> in the k-th epoch from <paramref name="first"/> on, then 1.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="first">The first epoch in which the term counts.</param>
    /// <param name="epochs">How many it takes.</param>
    public static double WarmUp(int epoch, int first, int epochs) => Math.Clamp((epoch - first + 1.0) / epochs, 0, 1);

    /// <summary>1 from <paramref name="first"/> to <paramref name="last"/>, both counted, else 0.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="first">The first epoch in which the term counts.</param>
    /// <param name="last">The last one.</param>
    public static double Within(int epoch, int first, int last) => epoch >= first && epoch <= last ? 1 : 0;

    /// <summary>From <paramref name="weight"/> in the first epoch to <paramref name="endWeight"/> in the last, in equal steps.</summary>
    /// <param name="weight">Where it begins.</param>
    /// <param name="endWeight">Where it ends.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="first">The first epoch in which the term counts.</param>
    /// <param name="last">The last one.</param>
    public static double Linear(double weight, double endWeight, int epoch, int first, int last)
        => weight + ((endWeight - weight) * Progress(epoch, first, last));

    /// <summary>The same along half a wave of a cosine, slow at both ends.</summary>
    /// <param name="weight">Where it begins.</param>
    /// <param name="endWeight">Where it ends.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="first">The first epoch in which the term counts.</param>
    /// <param name="last">The last one.</param>
    public static double Cosine(double weight, double endWeight, int epoch, int first, int last)
        => endWeight + ((weight - endWeight) * (1 + Math.Cos(Math.PI * Progress(epoch, first, last))) / 2);

    // A run of one epoch ends where it begins.
    private static double Progress(int epoch, int first, int last) => last > first ? Math.Clamp((epoch - first) / (double)(last - first), 0, 1) : 0;
}
