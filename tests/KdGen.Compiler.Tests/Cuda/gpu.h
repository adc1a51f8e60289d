// As much of a GPU as the emitted kernels ask for, in C++ on the CPU. Blocks run one after the other. The threads of a block are fibers: each runs until it must wait for
// others, in ascending or descending order, so that a missing barrier shows as a wrong number. Threads that wait for each other at different places are an error.
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

    // Lets the threads go on that all wait for each other at the same barrier.
    inline bool release()
    {
        bool isAny = false;
        for (Thread& first : threads)
        {
            if (first.isDone || !first.waitsFor)
                continue;
            const unsigned warp = number(first) / 32;
            std::vector<Thread*> together;
            bool isComplete = true;
            for (Thread& other : threads)
            {
                const bool isMeant = first.lanes == WholeBlock || (number(other) / 32 == warp && (first.lanes >> number(other) % 32 & 1));
                if (!isMeant)
                    continue;
                together.push_back(&other);
                isComplete &= !other.isDone && other.waitsFor == first.waitsFor && other.lanes == first.lanes;
            }
            if (!isComplete)
                continue;
            for (Thread* thread : together)
                thread->waitsFor = nullptr;
            isAny = true;
        }
        return isAny;
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
        unsigned left = count;
        while (left > 0)
        {
            for (unsigned i = 0; i < count; i++)
            {
                Thread& thread = threads[isDescending ? count - 1 - i : i];
                if (thread.isDone || thread.waitsFor)
                    continue;
                current = &thread;
                threadIdx = thread.index;
                swapcontext(&scheduler, &thread.context);
                left -= thread.isDone;
            }
            if (!release() && left > 0)
                fail("threads wait for each other at different barriers");
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
