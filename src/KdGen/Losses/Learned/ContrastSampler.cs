using System.Numerics;
using KdGen.Data;
using KdGen.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Losses;

/// <summary>
/// Draws negatives: for an anchor samples of other classes, each as likely as any other and none twice before all have been drawn. The samples stand class by class, so that those of other classes
/// are all places but one run of them: a draw is a number below their count and a comparison.
/// </summary>
internal sealed class ContrastSampler
{
    private readonly int[] order;       // the samples, class by class
    private readonly int[] starts;      // [classes + 1], where each class begins in the order
    private readonly int[] classes;     // of each sample, counted from 0

    /// <summary>For samples of these labels, of which only the equality counts.</summary>
    /// <exception cref="ArgumentException">There are no samples, or all are of one class.</exception>
    public ContrastSampler(ReadOnlySpan<int> labels)
    {
        if (labels.IsEmpty)
            throw new ArgumentException("the training set is empty: CRD contrasts its samples");
        if (!labels.ContainsAnyExcept(labels[0]))
            throw new ArgumentException($"all {labels.Length} samples of the training set are of class {labels[0]}: CRD draws negatives from other classes, leave it out or add data of another class");

        order = EpochOrder.Sequential(labels.Length);
        int[] known = labels.ToArray();
        Array.Sort(order, (one, other) => known[one] != known[other] ? known[one].CompareTo(known[other]) : one.CompareTo(other));
        classes = new int[order.Length];
        List<int> begins = [0];
        for (int i = 1; i < order.Length; i++)
        {
            if (known[order[i]] != known[order[i - 1]])
                begins.Add(i);
            classes[order[i]] = begins.Count - 1;
        }
        starts = [.. begins, order.Length];
    }

    /// <summary>N, the number of samples.</summary>
    public int Count => order.Length;

    /// <summary>[B, K] int64 in the machine's memory, each row in ascending order: the negatives of each anchor. Each row has a sequence of its own, so nothing depends on the number of threads.</summary>
    /// <param name="anchors">[B], the anchors' places in the dataset.</param>
    /// <param name="negatives">K. Where an anchor has only M others and K is larger, each of them is there K / M times, rounded down or up.</param>
    /// <param name="seed">Decides which.</param>
    public unsafe Tensor Draw(long[] anchors, int negatives, long seed)
    {
        Tensor drawn = empty(anchors.Length, negatives, ScalarType.Int64);
        RowThreads.Run(new Drawing(this, anchors, negatives, seed, (long*)TensorMemory.Of(drawn)), anchors.Length);
        GC.KeepAlive(drawn);
        return drawn;
    }

    private unsafe void Draw(int own, int negatives, ref SplitMix64 random, long* drawn)
    {
        int first = starts[own], size = starts[own + 1] - first, others = Count - size;
        (int whole, int rest) = Math.DivRem(negatives, others);
        var chosen = new BitSet(Count);

        // What is rarer is drawn, the chosen or the others.
        bool isInverted = rest > others / 2;
        for (int left = isInverted ? others - rest : rest; left > 0;)
        {
            int place = random.Below(others);
            left -= chosen.Add(order[place < first ? place : place + size]);
        }
        if (isInverted || whole > 0)
        {
            BitSet all = new(Count);
            all.Fill(Count);
            foreach (int sample in order.AsSpan(first, size))
                all.Remove(sample);
            if (isInverted)
                chosen.InvertWithin(all);
            for (int sample = 0; whole > 0 && sample < Count; sample++)
            {
                int times = all.Contains(sample) ? whole + (chosen.Contains(sample) ? 1 : 0) : 0;
                for (; times > 0; times--)
                    *drawn++ = sample;
            }
        }
        if (whole == 0)
            chosen.CopyTo(drawn);
    }

    private sealed unsafe class Drawing(ContrastSampler sampler, long[] anchors, int negatives, long seed, long* drawn) : IRowBlocks
    {
        public void Run(int block)
        {
            var random = new SplitMix64(seed, RandomUse.Negatives, block);
            sampler.Draw(sampler.classes[anchors[block]], negatives, ref random, drawn + (long)block * negatives);
        }
    }

    /// <summary>Some of the samples.</summary>
    private readonly unsafe struct BitSet(int count)
    {
        private readonly ulong[] words = new ulong[(count + 63) / 64];

        /// <summary>How many more there are now; without a branch, which nobody could foresee.</summary>
        public int Add(int sample)
        {
            ref ulong word = ref words[sample >> 6];
            int more = (int)(~word >> sample & 1);
            word |= 1UL << sample;
            return more;
        }

        public void Remove(int sample) => words[sample >> 6] &= ~(1UL << sample);

        public bool Contains(int sample) => (words[sample >> 6] >> sample & 1) != 0;

        public void Fill(int count)
        {
            Array.Fill(words, ulong.MaxValue);
            if (count % 64 != 0)
                words[^1] = (1UL << count) - 1;
        }

        public void InvertWithin(BitSet all)
        {
            for (int i = 0; i < words.Length; i++)
                words[i] = all.words[i] & ~words[i];
        }

        public void CopyTo(long* samples)
        {
            for (int i = 0; i < words.Length; i++)
                for (ulong word = words[i]; word != 0; word &= word - 1)
                    *samples++ = ((long)i << 6) + BitOperations.TrailingZeroCount(word);
        }
    }
}
