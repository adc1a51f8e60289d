namespace KdGen.Tests.Losses;

/// <summary>Derivatives of <see cref="LossReference"/> by central differences.</summary>
internal static class LossDifferences
{
    /// <summary>The derivative of the whole loss for one logit.</summary>
    public static double At(IReadOnlyList<Term> terms, LossInput input, string student, int row, int @class) =>
        terms.Where(term => term.Student == student).Sum(term => term.Weight * At(term, input, row, @class));

    /// <summary>How far a derivative may be off by the rounding of the values alone.</summary>
    public static double Noise(IReadOnlyList<Term> terms, LossInput input)
    {
        double largest = terms.Max(term => term.T * term.T * Math.Max(term.Weight, 1) * (double.IsNaN(term.Beta) ? 1 : Math.Max(1, term.Beta)));
        double rows = terms.Any(static term => term.Kind == Kind.LogitMse) ? input.Largest * input.Largest * 4e-13 : 0;     // values of 1e8
        return rows + (terms.Any(HasKinks) ? 1e-9 * largest * (1 + input.Largest) : 4e-12 * largest * (1 + input.Largest) * Math.Max(1, input.Classes / 2000.0));
    }

    /// <summary>The entries to look at: all of a small input, else in some rows those that matter (label, the largest logits) and some more.</summary>
    public static IEnumerable<(int Row, int Class)> Sample(LossInput input)
    {
        if (input.Rows * input.Classes <= 100)
        {
            return Enumerable.Range(0, input.Rows).SelectMany(row => Enumerable.Range(0, input.Classes).Select(c => (row, c)));
        }

        int each = input.Classes > 5000 ? 2 : 8;
        return new[] { 0, input.Rows / 2, input.Rows - 1 }.Distinct().SelectMany(row => new[]
            {
                (int)Math.Max(input.Labels[row], 0), RowMath.ArgMax(input.TeacherRow(row)), RowMath.ArgMax(input.StudentRow("student", row)), input.Classes - 1,
            }
            .Concat(Enumerable.Range(0, each).Select(i => (int)((i * 2_654_435_761L) % input.Classes)))
            .Distinct().Select(c => (row, c)));
    }

    private static double At(Term term, LossInput input, int row, int @class)
    {
        double[] logits = [.. input.Students[term.Student]];
        int position = (row * input.Classes) + @class;
        double kept = logits[position], divisor = term.Kind == Kind.DIST ? 1 : LossReference.Divisor(term, input);

        double Shifted(double by)
        {
            logits[position] = kept + by;
            return term.Kind == Kind.DIST
                ? LossReference.Value(term, input with { Students = new Dictionary<string, double[]> { [term.Student] = logits } })
                : LossReference.Row(term, input, row, logits.AsSpan(row * input.Classes, input.Classes)) / divisor;
        }

        // Steps that are numbers of the logit's own grid.
        double step = HasKinks(term) ? Math.ScaleB(1, -20) : Math.ScaleB(1, -10);
        if (term.Kind == Kind.MultiMargin)
        {
            // A margin that is met exactly counts as met, as in torch: the side is taken on which it stays so.
            int label = (int)(term.SoftTargets ? RowMath.ArgMax(input.TargetRow(row)) : input.Labels[row]);
            step = @class == label ? step : -step;
            return (Shifted(step) - Shifted(0)) / step;
        }

        double first = (Shifted(step) - Shifted(-step)) / (2 * step);
        return HasKinks(term) ? first : ((4 * first) - ((Shifted(2 * step) - Shifted(-2 * step)) / (4 * step))) / 3;
    }

    private static bool HasKinks(Term term) => term.Kind is Kind.TVD or Kind.MultiMargin;
}
