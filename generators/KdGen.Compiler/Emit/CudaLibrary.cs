using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Emit;

/// <summary>The functions that the CUDA text of losses is written with: each stands in a text that calls it, and in no other.</summary>
internal static class CudaLibrary
{
    /// <summary>What calls a function or names a type, and the text of that; callees first. A blank in front: no longer name ends so.</summary>
    private static readonly EquatableArray<(string Call, string Text)> Functions = new(
    [
        ("infinity(",
            """
            __device__ inline float infinity() { return __uint_as_float(0x7f800000u); }
            """),
        ("notANumber(",
            """
            __device__ inline float notANumber() { return __uint_as_float(0x7fc00000u); }
            """),
        ("BFloat16",
            """
            // The upper half of a float.
            struct BFloat16 { unsigned short bits; };
            """),
        ("read(",
            """
            __device__ inline float read(float x) { return x; }

            __device__ inline float read(BFloat16 x) { return __uint_as_float((unsigned)x.bits << 16); }
            """),
        ("write(",
            """
            __device__ inline void write(float& to, float x) { to = x; }

            // To the nearest, to the even one of two: the carry of the lower half goes into the upper. NaN stays NaN.
            __device__ inline void write(BFloat16& to, float x)
            {
                const unsigned bits = __float_as_uint(x);
                to.bits = x == x ? (unsigned short)((bits + 0x7fffu + (bits >> 16 & 1u)) >> 16) : (unsigned short)0x7fc0u;
            }
            """),
        ("firstRow(",
            """
            // Rows go around the blocks of the grid; a block has blockDim.y at a time.
            __device__ inline long long firstRow() { return (long long)blockIdx.x * blockDim.y + threadIdx.y; }

            __device__ inline long long rowStep() { return (long long)gridDim.x * blockDim.y; }
            """),
        ("neighbours(",
            """
            // A bit for each lane of this warp that works with this one, of groups of so many lanes.
            __device__ inline unsigned neighbours(unsigned lanes)
            {
                const unsigned lane = (threadIdx.y * blockDim.x + threadIdx.x) % 32;
                return (lanes == 32 ? 0xffffffffu : (1u << lanes) - 1u) << lane / lanes * lanes;
            }
            """),
        ("rowSync(",
            """
            // What the threads of a row have written is there for all of them.
            __device__ inline void rowSync()
            {
                if (blockDim.x > 32)
                    __syncthreads();
                else
                    __syncwarp(neighbours(blockDim.x));
            }
            """),
        ("staged(",
            """
            extern __shared__ float stage[];

            // Copies a row to shared memory, where it is read again: each logit comes from global memory once.
            template <typename Element>
            __device__ inline const Element* staged(const Element* row, int slot, int slots, int classes)
            {
                Element* copy = reinterpret_cast<Element*>(stage) + ((long long)threadIdx.y * slots + slot) * classes;
                for (int c = threadIdx.x; c < classes; c += blockDim.x)
                    copy[c] = row[c];
                return copy;
            }
            """),
        ("overThreads<",
            """
            // One result of each warp, where several work together.
            __shared__ double warpResults[32];

            struct Plus { template <typename Number> __device__ static Number of(Number x, Number y) { return x + y; } };

            struct Larger { template <typename Number> __device__ static Number of(Number x, Number y) { return x > y ? x : y; } };

            // Over so many threads, a power of two, of which this one has the number `thread`: always in the same order, and with the same result for each of them.
            template <typename Combine, typename Number>
            __device__ inline Number overThreads(unsigned threads, unsigned thread, Number x)
            {
                const unsigned lanes = threads < 32 ? threads : 32;
                for (unsigned distance = lanes / 2; distance > 0; distance /= 2)
                    x = Combine::of(x, __shfl_xor_sync(neighbours(lanes), x, distance));
                if (threads > 32)
                {
                    Number* results = reinterpret_cast<Number*>(warpResults);
                    __syncthreads();    // the last results have been read
                    if (thread % 32 == 0)
                        results[thread / 32] = x;
                    __syncthreads();
                    x = results[0];
                    for (unsigned warp = 1; warp < threads / 32; warp++)
                        x = Combine::of(x, results[warp]);
                }
                return x;
            }
            """),
        (" Sum ",
            """
            // A sum that carries along what rounding takes from it: its error does not grow with the number of classes.
            struct Sum
            {
                float value = 0.0f, excess = 0.0f;

                __device__ void add(float x)
                {
                    const float addend = x - excess;
                    const float sum = value + addend;
                    excess = sum - sum == 0.0f ? (sum - value) - addend : 0.0f;    // infinity has none
                    value = sum;
                }
            };
            """),
        ("rowSum(",
            """
            __device__ inline double rowSum(Sum sum) { return overThreads<Plus>(blockDim.x, threadIdx.x, (double)sum.value - (double)sum.excess); }
            """),
        ("rowMax(",
            """
            template <typename Number>
            __device__ inline Number rowMax(Number x) { return overThreads<Larger>(blockDim.x, threadIdx.x, x); }
            """),
        (" rank(",
            """
            // Larger values have larger ranks, and of equal ones the first.
            __device__ inline unsigned long long rank(float x, int c)
            {
                const unsigned bits = __float_as_uint(x + 0.0f);    // -0 is 0
                const unsigned ordered = bits >> 31 ? ~bits : bits | 0x80000000u;
                return (unsigned long long)ordered << 32 | (0xffffffffu - (unsigned)c);
            }
            """),
        ("classOf(",
            """
            __device__ inline int classOf(unsigned long long rank) { return (int)(0xffffffffu - (unsigned)rank); }
            """),
        ("rowTop(",
            """
            // The rank of the k-th largest of a row, bit by bit: the highest that k of the row reach. 0 where there are no more than k.
            template <typename Element>
            __device__ inline unsigned long long rowTop(const Element* row, int classes, int k)
            {
                unsigned long long lowest = 0;
                int reaching = classes;
                for (int bit = 63; bit >= 0 && reaching > k; bit--)
                {
                    const unsigned long long tried = lowest | 1ull << bit;
                    int count = 0;
                    for (int c = threadIdx.x; c < classes; c += blockDim.x)
                        count += rank(read(row[c]), c) >= tried;
                    count = overThreads<Plus>(blockDim.x, threadIdx.x, count);
                    if (count >= k)
                    {
                        lowest = tried;
                        reaching = count;
                    }
                }
                return lowest;
            }
            """),
        ("permuted(",
            """
            // The mixer of SplitMix64.
            __device__ inline unsigned long long mixed(unsigned long long z)
            {
                z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
                z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
                return z ^ (z >> 31);
            }

            // The class whose value comes to class c, when that of `fixed` stays: the others in the order of this key and row. A Feistel network permutes the smallest domain
            // of 2^2h numbers that holds them; what falls outside is permuted again until it falls inside. As KdGen.Kernels.ClassPermutation.
            __device__ inline int permuted(unsigned long long key, long long row, int c, int fixed, int classes)
            {
                if (c == fixed)
                    return c;
                const unsigned long long golden = 0x9e3779b97f4a7c15ull, others = (unsigned long long)classes - 1;
                const unsigned long long seed = mixed(key ^ mixed((unsigned long long)row + golden));
                int half = 1;
                while ((others - 1) >> (2 * half) > 0)
                    half++;
                const unsigned long long mask = (1ull << half) - 1;
                unsigned long long place = (unsigned long long)(c < fixed ? c : c - 1);
                do
                {
                    unsigned long long left = place >> half, right = place & mask;
                    for (unsigned long long round = 1; round <= 8; round++)
                    {
                        const unsigned long long mixedIn = left ^ (mixed(seed + round * golden + right) & mask);
                        left = right;
                        right = mixedIn;
                    }
                    place = left << half | right;
                } while (place >= others);
                return place < (unsigned long long)fixed ? (int)place : (int)place + 1;
            }
            """),
        (" sign(",
            """
            template <typename Number>
            __device__ inline Number sign(Number x) { return (Number)((x > 0) - (x < 0)); }
            """),
        ("wholePower(",
            """
            // The ratio, if a power by it is cheaper than an exponential; else 0.
            __device__ inline int wholePower(double ratio) { return ratio >= 1.0 && ratio <= 8.0 && ratio == (double)(int)ratio ? (int)ratio : 0; }

            // exp(argument), which is base to that power. All threads take the same way.
            __device__ inline float powerOfExp(float base, int power, float argument)
            {
                if (power == 0)
                    return expf(argument);
                float product = 1.0f;
                for (; power > 1; power /= 2, base *= base)
                    if (power % 2 == 1)
                        product *= base;
                return product * base;
            }
            """),
        ("sumRows(",
            """
            __shared__ bool isLastBlock;

            // The last block to come here adds up what all blocks have written for their rows: sums[i] of values[i * rows] and what follows, always in the same order.
            template <typename Number>
            __device__ inline void sumRows(const volatile double* values, long long rows, Number* sums, int count, unsigned* blocksDone)
            {
                const unsigned threads = blockDim.x * blockDim.y, thread = threadIdx.y * blockDim.x + threadIdx.x;
                __threadfence();    // this thread's rows are written before its block counts as done
                __syncthreads();
                if (thread == 0)
                    isLastBlock = atomicAdd(blocksDone, 1u) == gridDim.x - 1;
                __syncthreads();
                if (!isLastBlock)
                    return;
                __threadfence();
                for (int i = 0; i < count; i++)
                {
                    double sum = 0.0;
                    for (long long row = thread; row < rows; row += threads)
                        sum += values[i * rows + row];
                    sum = overThreads<Plus>(threads, thread, sum);
                    if (thread == 0)
                        sums[i] = (Number)sum;
                }
                if (thread == 0)
                    *blocksDone = 0;    // as the next launch wants it
            }
            """),
    ]);

    /// <summary>For each function those that call it: these stand behind it.</summary>
    private static readonly EquatableArray<EquatableArray<int>> Callers = new(
        [.. Functions.Select(static (callee, place) => Enumerable.Range(place + 1, Functions.Count - place - 1).Where(caller => Calls(Functions[caller].Text, callee.Call)).ToEquatableArray())]);

    /// <summary>The functions that <paramref name="text"/> calls, and those that they call.</summary>
    public static IEnumerable<string> Of(string text)
    {
        bool[] isCalled = new bool[Functions.Count];
        for (int place = Functions.Count - 1; place >= 0; place--)
        {
            isCalled[place] = Callers[place].Any(caller => isCalled[caller]) || Calls(text, Functions[place].Call);
        }

        return Functions.Where((_, place) => isCalled[place]).Select(static function => function.Text);
    }

    /// <summary>Whether the call stands somewhere in a text.</summary>
    private static bool Calls(string text, string call)
    {
        bool isWord = call[0] == ' ';
        string own = call.TrimStart(' ');
        for (int place = text.IndexOf(own, StringComparison.Ordinal); place >= 0; place = text.IndexOf(own, place + 1, StringComparison.Ordinal))
        {
            if (!isWord || place == 0 || !(char.IsLetterOrDigit(text[place - 1]) || text[place - 1] == '_'))
            {
                return true;
            }
        }

        return false;
    }
}
