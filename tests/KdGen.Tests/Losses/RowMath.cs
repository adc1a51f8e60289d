namespace KdGen.Tests.Losses;

/// <summary>Functions of a row of logits, in double.</summary>
internal static class RowMath
{
    /// <summary>log softmax(z / T).</summary>
    public static double[] LogSoftmax(ReadOnlySpan<double> z, double temperature)
    {
        double[] logs = z.ToArray();
        double largest = logs.Max(), sum = 0;
        for (int i = 0; i < logs.Length; i++)
        {
            logs[i] = (logs[i] - largest) / temperature;
            sum += Math.Exp(logs[i]);
        }

        double log = Math.Log(sum);
        for (int i = 0; i < logs.Length; i++)
        {
            logs[i] -= log;
        }

        return logs;
    }

    public static double LogSumExp(double[] logs)
    {
        double largest = logs.Max();
        return double.IsInfinity(largest) ? largest : largest + Math.Log(logs.Sum(log => Math.Exp(log - largest)));
    }

    /// <summary>Sum of p (log p - log q), and 0 where p is 0.</summary>
    public static double Divergence(double[] logP, double[] logQ)
    {
        double sum = 0;
        for (int c = 0; c < logP.Length; c++)
        {
            double p = Math.Exp(logP[c]);
            sum += p == 0 ? 0 : p * (logP[c] - logQ[c]);
        }

        return sum;
    }

    /// <summary>Sum of -p log q, and 0 where p is 0.</summary>
    public static double Entropy(double[] logP, double[] logQ)
    {
        double sum = 0;
        for (int c = 0; c < logP.Length; c++)
        {
            double p = Math.Exp(logP[c]);
            sum -= p == 0 ? 0 : p * logQ[c];
        }

        return sum;
    }

    /// <summary>The first of the largest.</summary>
    public static int ArgMax(ReadOnlySpan<double> values)
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
        {
            largest = values[i] > values[largest] ? i : largest;
        }

        return largest;
    }

    public static double[] Without(ReadOnlySpan<double> values, int index) => [.. values[..index], .. values[(index + 1)..]];

    /// <summary>(z - mean) / (1e-7 + std) with the deviation of a sample, n - 1.</summary>
    public static double[] Standardized(ReadOnlySpan<double> z)
    {
        double[] values = z.ToArray();
        double mean = values.Average(), squares = values.Sum(value => (value - mean) * (value - mean));
        double deviation = Math.Sqrt(squares / Math.Max(values.Length - 1, 1));
        return [.. values.Select(value => (value - mean) / (1e-7 + deviation))];
    }

    /// <summary>Pearson's coefficient of two vectors of <paramref name="count"/> values, with 1e-8 in the denominator.</summary>
    public static double Correlation(double[] left, double[] right, int start, int stride, int count)
    {
        double leftMean = 0, rightMean = 0, dot = 0, leftSquares = 0, rightSquares = 0;
        for (int i = 0; i < count; i++)
        {
            leftMean += left[start + (i * stride)] / count;
            rightMean += right[start + (i * stride)] / count;
        }

        for (int i = 0; i < count; i++)
        {
            double x = left[start + (i * stride)] - leftMean, y = right[start + (i * stride)] - rightMean;
            (dot, leftSquares, rightSquares) = (dot + (x * y), leftSquares + (x * x), rightSquares + (y * y));
        }

        return dot / (Math.Sqrt(leftSquares * rightSquares) + 1e-8);
    }
}
