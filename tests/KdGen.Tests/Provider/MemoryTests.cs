using KdGen.LibTorch;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Provider;

/// <summary>What a long run must not do: keep tensors or grow.</summary>
public class MemoryTests
{
    [Fact]
    public void TrainingLoop_HoldsItsTensorsAndItsResidentSize()
    {
        using DisposeScope run = NewDisposeScope();
        manual_seed(1);
        Tensor x = randn(32, 16), y = randint(0, 4, [32]);
        Tensor[] parameters = [(randn(16, 32) * 0.1f).detach(), zeros(32), (randn(32, 4) * 0.1f).detach(), zeros(4)];
        foreach (Tensor parameter in parameters)
            parameter.requires_grad_();

        float first = Step(x, y, parameters);
        for (int i = 0; i < 500; i++)
            Step(x, y, parameters);
        Settle();
        (long tensors, long handles, long resident) = (Tensor.TotalCount, Native.kd_tensor_live(), Resident());
        for (int i = 0; i < 10_000; i++)
            Step(x, y, parameters);
        float last = Step(x, y, parameters);
        Settle();

        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.Equal(handles, Native.kd_tensor_live());
        Assert.True(Resident() - resident < 16L << 20, $"grew from {resident >> 20} to {Resident() >> 20} MB in 10,000 steps");
        Assert.True(last < first / 2, $"the loss went from {first} to {last}: nothing was learned");
    }

    [Fact]
    public void UndisposedTensors_AreFreedByTheCollector()
    {
        Settle();
        long before = Native.kd_tensor_live();
        Leak();
        Settle();
        Assert.Equal(before, Native.kd_tensor_live());
    }

    [Fact]
    public void FailedCalls_LeaveNothing()
    {
        using Tensor x = ones(2, 3);
        long before = Native.kd_tensor_live();
        for (int i = 0; i < 100; i++)
            Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => x.matmul(x));
        Assert.Equal(before, Native.kd_tensor_live());
    }

    private static float Step(Tensor x, Tensor y, Tensor[] parameters)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = parameters[1].addmm(x, parameters[0]).relu();
        Tensor loss = parameters[3].addmm(hidden, parameters[2]).log_softmax(1).gather(1, y.unsqueeze(1)).mean().neg();
        loss.backward();
        using (no_grad())
        {
            foreach (Tensor parameter in parameters)
            {
                Tensor gradient = parameter.grad!;
                parameter.sub_(gradient * 0.05f);
                gradient.zero_();
            }
        }
        return loss.item<float>();
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Leak()
    {
        for (int i = 0; i < 100; i++)
            GC.KeepAlive(ones(4));
    }

    private static void Settle()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private static long Resident()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
