// As much of a GPU as the emitted kernels ask for, in C++ on the CPU. Blocks run one after the other. The threads of a block are fibers: always the first one that can, or
// always the last one, runs until it must wait for others. So one warp gets as far ahead of the others as barriers let it, and a missing barrier shows as a wrong number.
// Threads that wait for each other at different places are an error.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ucontext.h>
#include <vector>

#define __device__
#define __global__
#define __shared__
#define __launch_bounds__(threads)

struct Size
{
    unsigned x = 1, y = 1, z = 1;
};

static Size gridDim, blockDim, blockIdx, threadIdx;

namespace gpu
{
    constexpr unsigned WholeBlock = 0;

    struct Thread
    {
        ucontext_t context;
        std::vector<char> stack;
        Size index;
        const char* waitsFor = nullptr;    // the barrier; null while it runs
        unsigned lanes = 0;                // of the warp that wait together, or WholeBlock
        bool isDone = false;
        double slot = 0;                   // what it offers in a shuffle
    };

    static std::vector<Thread> threads;
    static Thread* current = nullptr;
    static ucontext_t scheduler;
    static void (*kernel)() = nullptr;

    [[noreturn]] inline void fail(const char* what)
    {
        std::fprintf(stderr, "%s\n", what);
        std::abort();
    }

    inline unsigned number(const Thread& thread) { return (unsigned)(&thread - threads.data()); }

    inline void wait(const char* barrier, unsigned lanes)
    {
        if (threads.size() == 1)
            return;
        current->waitsFor = barrier;
        current->lanes = lanes;
        swapcontext(&current->context, &scheduler);
    }

    inline void run()
    {
        kernel();
        current->isDone = true;
        swapcontext(&current->context, &scheduler);
    }

    // Lets the threads go on that `last` was the last one to wait for.
    inline void release(Thread& last)
    {
        if (last.isDone)
            return;
        const unsigned lanes = last.lanes;
        const char* barrier = last.waitsFor;
        const bool isBlock = lanes == WholeBlock;
        const unsigned first = isBlock ? 0 : number(last) / 32 * 32, count = (unsigned)threads.size();
        const unsigned end = isBlock || first + 32 > count ? count : first + 32;
        const auto isMeant = [&](unsigned i) { return isBlock || (lanes >> i % 32 & 1); };
        for (unsigned i = first; i < end; i++)
            if (isMeant(i) && (threads[i].isDone || threads[i].waitsFor != barrier || threads[i].lanes != lanes))
                return;
        for (unsigned i = first; i < end; i++)
            if (isMeant(i))
                threads[i].waitsFor = nullptr;
    }

    inline void runBlock(bool isDescending)
    {
        const unsigned count = blockDim.x * blockDim.y;
        threads = std::vector<Thread>(count);
        if (count == 1)
        {
            threadIdx = Size{0, 0, 0};
            kernel();
            return;
        }
        for (unsigned i = 0; i < count; i++)
        {
            Thread& thread = threads[i];
            thread.stack.resize(64 * 1024);
            thread.index = Size{i % blockDim.x, i / blockDim.x, 0};
            getcontext(&thread.context);
            thread.context.uc_stack.ss_sp = thread.stack.data();
            thread.context.uc_stack.ss_size = thread.stack.size();
            makecontext(&thread.context, run, 0);
        }
        for (unsigned left = count; left > 0;)
        {
            current = nullptr;
            for (unsigned i = 0; i < count && !current; i++)
            {
                Thread& thread = threads[isDescending ? count - 1 - i : i];
                if (!thread.isDone && !thread.waitsFor)
                    current = &thread;
            }
            if (!current)
                fail("threads wait for each other at different barriers");
            threadIdx = current->index;
            swapcontext(&scheduler, &current->context);
            left -= current->isDone;
            release(*current);
        }
    }

    inline void launch(unsigned blocks, unsigned x, unsigned y, bool isDescending, void (*code)())
    {
        kernel = code;
        gridDim = Size{blocks, 1, 1};
        blockDim = Size{x, y, 1};
        for (unsigned block = 0; block < blocks; block++)
        {
            blockIdx = Size{block, 0, 0};
            runBlock(isDescending);
        }
    }
}

inline void __syncthreads() { gpu::wait("__syncthreads", gpu::WholeBlock); }

inline void __syncwarp(unsigned lanes) { gpu::wait("__syncwarp", lanes); }

inline void __threadfence() {}

template <typename Number>
Number __shfl_xor_sync(unsigned lanes, Number value, unsigned distance)
{
    static_assert(sizeof(Number) <= sizeof(double), "a shuffle moves 8 bytes at most");
    const unsigned self = gpu::number(*gpu::current), partner = self ^ distance;
    if (!(lanes >> self % 32 & 1) || !(lanes >> partner % 32 & 1) || partner >= gpu::threads.size())
        gpu::fail("a shuffle with a thread that takes no part");
    std::memcpy(&gpu::current->slot, &value, sizeof(Number));
    gpu::wait("__shfl_xor_sync", lanes);
    Number other;
    std::memcpy(&other, &gpu::threads[partner].slot, sizeof(Number));
    gpu::wait("__shfl_xor_sync, read", lanes);
    return other;
}

inline unsigned atomicAdd(unsigned* counter, unsigned value)
{
    const unsigned before = *counter;
    *counter += value;
    return before;
}

inline float __uint_as_float(unsigned bits)
{
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

inline unsigned __float_as_uint(float value)
{
    unsigned bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}
