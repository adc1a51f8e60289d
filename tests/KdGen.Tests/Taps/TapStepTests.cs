using TorchSharp;
using static KdGen.Tests.Taps.TapReading;
using static TorchSharp.torch;

namespace KdGen.Tests.Taps;

/// <summary>Training steps of recipes that read inside their models.</summary>
public sealed class TapStepTests
{
    [Fact]
    public void Gradients_AreThoseOfAStepWrittenByHand()
    {
        manual_seed(21);
        using var teacher = new DeepTapped();
        using var student = new ShallowTapped();
        using var twin = new ShallowTapped();
        twin.load_state_dict(student.state_dict());
        using var recipe = new HintsAndLogits(teacher, student);
        using Tensor x = randn([6, 3, 8, 8]), y = randint(5, [6], dtype: ScalarType.Int64);

        using Tensor loss = recipe.Step(x, y);

        using var scope = NewDisposeScope();
        Tensor expected = ByHand(teacher, twin, x, y);
        expected.backward();
        Assert.Equal(expected.item<float>(), loss.item<float>(), 1e-5);
        Assert.All(student.named_parameters().Zip(twin.named_parameters()), pair => AssertSame(pair.Second.parameter.grad!, pair.First.parameter.grad!, 1e-6));
    }

    private static Tensor ByHand(DeepTapped teacher, ShallowTapped student, Tensor x, Tensor y)
    {
        Tensor taughtLogits, taught1, taught2, taught3, taughtPre1, taughtPre2, taught4;
        using (no_grad())
        {
            taught1 = Block(teacher.stage1.blocks[0], teacher.stem.forward(x)).Output;
            (taughtPre1, taught2) = Block(teacher.stage1.blocks[1], taught1);
            taught3 = Block(teacher.stage1.blocks[2], taught2).Output;
            Tensor value = Block(teacher.stage1.blocks[3], taught3).Output;
            for (int i = 0; i < 3; i++)
                value = Block(teacher.stage2.blocks[i], value).Output;
            (taughtPre2, taught4) = Block(teacher.stage2.blocks[3], value);
            taughtLogits = teacher.logits.forward(teacher.pooled.forward(taught4));
        }

        (Tensor pre1, Tensor stage1) = Block(student.stage1.blocks[0], student.stem.forward(x));
        (Tensor pre2, Tensor stage2) = Block(student.stage2.blocks[0], stage1);
        Tensor logits = student.logits.forward(student.pooled.forward(stage2));
        Tensor logP = (taughtLogits / 2).log_softmax(1), logQ = (logits / 2).log_softmax(1);
        return nn.functional.cross_entropy(logits, y) + (0.5 * 4 * (logP.exp() * (logP - logQ)).sum() / x.shape[0])
            + (3 * Mse(stage2, taught4)) + Mse(pre2, taughtPre2) + (2 * Mse(pre1, taughtPre1)) + Mse(stage1, taught1) + Mse(stage1, taught3);

        static Tensor Mse(Tensor left, Tensor right) => (left - right).square().mean();

        static (Tensor PreAct, Tensor Output) Block(TappedBlock block, Tensor input)
        {
            Tensor inner = block.batchNorm4.forward(block.conv3.forward(block.batchNorm1.forward(block.conv0.forward(input)).relu()));
            Tensor sum = inner + (block.shortcut5 is null ? input : block.shortcut5.forward(input));
            return (sum, sum.relu());
        }
    }

    [Fact]
    public void Steps_LowerTheLoss()
    {
        manual_seed(22);
        using var teacher = new DeepTapped();
        using var student = new ShallowTapped();
        using var recipe = new HintsAndLogits(teacher, student);
        using Tensor x = randn([16, 3, 8, 8]), y = randint(5, [16], dtype: ScalarType.Int64);
        float first = Step(recipe, x, y), last = 0;
        for (int i = 0; i < 30; i++)
            last = Step(recipe, x, y);
        Assert.True(last < 0.7 * first, $"{first} became {last}");
        Assert.All(teacher.parameters(), parameter => Assert.Null(parameter.grad));

        static float Step(HintsAndLogits recipe, Tensor x, Tensor y)
        {
            using Tensor loss = recipe.Step(x, y);
            return loss.item<float>();
        }
    }

    /// <summary>No term reads the teacher's logits, nor anything behind its first stage but one norm.</summary>
    [Fact]
    public void Teacher_IsNotRunBehindItsLastTap()
    {
        using var teacher = new TappedWide();
        using var student = new TappedWide();
        using var recipe = new PreActivationNetwork(teacher, student);
        using Tensor x = randn([4, 3, 8, 8]), y = randint(5, [4], dtype: ScalarType.Int64);
        teacher.stage2.blocks[0].body.Dispose();
        teacher.stage2.blocks[1].Dispose();
        teacher.logits.Dispose();
        using Tensor loss = recipe.Step(x, y);
        Assert.True(float.IsFinite(loss.item<float>()));
    }

    [Fact]
    public void Steps_LeaveNoTensorBehind()
    {
        manual_seed(23);
        using var deep = new DeepTapped();
        using var shallow = new ShallowTapped();
        using var hints = new HintsAndLogits(deep, shallow);
        using var wideTeacher = new TappedWide();
        using var wideStudent = new TappedWide();
        using var wide = new PreActivationNetwork(wideTeacher, wideStudent);
        using var branchTeacher = new TappedBranches();
        using var branchStudent = new TappedBranches();
        using var branches = new Branches(branchTeacher, branchStudent);
        using var family = new TappedResNet();
        using var sibling = new TappedResNet();
        using var twice = new LogitsTwice(family, sibling);
        using Tensor x = randn([4, 3, 8, 8]), y = randint(5, [4], dtype: ScalarType.Int64);
        Run(3);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long tensors = Tensor.TotalCount;

        Run(20);

        Assert.Equal(tensors, Tensor.TotalCount);

        void Run(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                hints.Step(x, y).Dispose();
                wide.Step(x, y).Dispose();
                branches.Step(x, y).Dispose();
                twice.Step(x, y).Dispose();
            }
        }
    }

    /// <summary>What a step holds between reading and backward is what was asked for: the values live in the caller's scope, everything else is gone.</summary>
    [Fact]
    public void Reading_HoldsOnlyWhatIsRead()
    {
        using var scope = NewDisposeScope();
        using var teacher = new DeepTapped();
        Tensor input = randn([4, 3, 8, 8]);
        using var _ = no_grad();
        int before = scope.DisposablesCount;
        Dictionary<string, Tensor> values = Read(typeof(HintsAndLogits), "Teacher", teacher, input);
        Assert.Equal(before + values.Count, scope.DisposablesCount);
    }
}
