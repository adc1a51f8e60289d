using KdGen.Losses;
using KdGen.Tests.Oracle;
using TorchSharp;
using static TorchSharp.torch;

namespace KdGen.Tests.Losses.Features;

/// <summary>The losses between features: values and gradients.</summary>
public sealed class FeatureLossTests
{
    public static TheoryData<string> Names => FeatureCase.Names;

    [OracleTheory]
    [MemberData(nameof(Names))]
    public void Loss_IsPyTorchs(string name)
    {
        FeatureCase loss = FeatureCase.Of(name);
        var wrong = new Mismatches();
        foreach ((string kind, FeatureInput input) in loss.Inputs)
        {
            foreach ((string text, ScalarType type, double tolerance) in new[] { ("float64", ScalarType.Float64, 1e-9), ("float32", ScalarType.Float32, 2e-4) })
            {
                (double should, double[][] gradients) = FeatureOracle.Of(loss, kind, input, text);
                // PKT's probability of opposite samples and RKD's distance of equal ones are what is left of a difference to 0: 32 bits have no digit of it.
                bool rounding = type == ScalarType.Float32 && (loss.Python, kind) is ("PKT", "opposite samples") or ("RKD", "two equal samples");
                if (rounding || !double.IsFinite(should) || !gradients.All(static gradient => gradient.All(double.IsFinite)))
                {
                    continue;
                }

                (double value, double[][] actual) = loss.Run(input, type);
                wrong.Compare($"{kind}, {text}: value", should, value, tolerance * Math.Max(Math.Abs(should), 1e-3));
                foreach ((double[] one, double[] other) in gradients.Zip(actual))
                {
                    double largest = Math.Max(Mismatches.Largest(one), 1e-3);
                    for (int i = 0; i < one.Length; i++)
                    {
                        wrong.Compare($"{kind}, {text}: gradient [{i}]", one[i], other[i], tolerance * largest);
                    }
                }
            }
        }

        wrong.AssertNone();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_IsTheDifferenceQuotient(string name)
    {
        FeatureCase loss = FeatureCase.Of(name);
        FeatureInput input = FeatureInput.Normal(loss.Student, loss.Teacher, loss.Scale);
        (double value, double[][] gradients) = loss.Run(input, ScalarType.Float64);
        var wrong = new Mismatches();
        double step = Math.ScaleB(loss.Scale, -17);
        for (int feature = 0; feature < gradients.Length; feature++)
        {
            double[] values = input.Student[feature].Values;
            double tolerance = (1e-6 * Mismatches.Largest(gradients[feature])) + (1e-10 * Math.Abs(value) / loss.Scale);
            for (int at = 0; at < values.Length; at += 1 + (values.Length / 24))
            {
                double kept = values[at];
                values[at] = kept + step;
                double above = loss.Value(input);
                values[at] = kept - step;
                double below = loss.Value(input);
                values[at] = kept;
                wrong.Compare($"d student{feature}[{at}]", (above - below) / (2 * step), gradients[feature][at], tolerance);
            }
        }

        wrong.AssertNone();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Loss_OfDegenerateFeatures_IsFinite(string name)
    {
        FeatureCase loss = FeatureCase.Of(name);
        foreach ((string kind, FeatureInput input) in loss.Inputs)
        {
            foreach (ScalarType type in new[] { ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16 })
            {
                (double value, double[][] gradients) = loss.Run(input, type);
                Assert.True(double.IsFinite(value), $"{kind}, {type}: the value is {value}");

                // Beside a feature of zeros that is divided by 1e-12, gradients are larger than Float16 can hold.
                Assert.True(type == ScalarType.Float16 || gradients.All(static gradient => gradient.All(double.IsFinite)), $"{kind}, {type}: a gradient is not finite");
            }
        }
    }

    // AB asks for more than equality: a margin.
    public static TheoryData<string> ZeroNames =>
        [.. FeatureCase.All.Where(static loss => loss.Python != "AB" && loss.Inputs.Any(static input => input.Kind == "equal")).Select(static loss => loss.Name)];

    [Theory]
    [MemberData(nameof(ZeroNames))]
    public void Loss_OfEqualFeatures_IsZeroWithoutAGradient(string name)
    {
        FeatureCase loss = FeatureCase.Of(name);
        FeatureInput input = loss.Inputs.Single(static input => input.Kind == "equal").Input;
        (double value, double[][] gradients) = loss.Run(input, ScalarType.Float64);
        Assert.Equal(0, value, 1e-11);

        // PKT's 1e-7 inside its logarithms leaves a little.
        Assert.All(gradients, static gradient => Assert.True(Mismatches.Largest(gradient) < 1e-8));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Teacher_HasNoGradient_AndNothingIsLeftBehind(string name)
    {
        FeatureCase loss = FeatureCase.Of(name);
        FeatureInput input = FeatureInput.Normal(loss.Student, loss.Teacher, loss.Scale);
        using var scope = NewDisposeScope();
        Tensor[] student = FeatureCase.Tensors(input.Student, ScalarType.Float32), teacher = FeatureCase.Tensors(input.Teacher, ScalarType.Float32);
        foreach (Tensor feature in student.Concat(teacher))
        {
            feature.requires_grad = true;
        }

        using (var inner = NewDisposeScope())
        {
            Tensor value = loss.Loss(student, teacher);

            // The cases of OFD make the margins themselves.
            int own = loss.Name == "OFD larger" ? 2 : loss.Python == "OFD" ? 1 : 0;
            Assert.Equal(1 + own, inner.DisposablesCount);
            Assert.Empty(value.shape);
            value.backward();
        }

        Assert.All(student, static feature => Assert.NotNull(feature.grad));
        Assert.All(teacher, static feature => Assert.Null(feature.grad));
    }

    // The two vectors may turn into each other freely: a gradient that divided by the rounding of their values would be noise times 1e15.
    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void SingularVectors_OfEqualValues_HaveNoGradientOfRounding(ScalarType type)
    {
        FeatureInput normal = FeatureInput.Normal([[4, 4]], [[1, 4, 2, 2], [1, 4, 2, 2]], 1);
        using var scope = NewDisposeScope();
        var (turning, _, _) = linalg.svd(FeatureCase.Tensors(normal.Student, ScalarType.Float64)[0]);
        double[] turn = FeatureCase.Numbers(turning);
        FeatureInput input = normal with { Student = [([1, 4, 2, 2], turn), ([1, 4, 2, 2], turn)] };
        (_, double[][] gradients) = FeatureCase.Of("KDSVD").Run(input, type);
        Assert.All(gradients, static gradient => Assert.InRange(Mismatches.Largest(gradient), 0, 10));
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Loss_OfShortFloats_IsThatOfTheirNumbers(ScalarType type)
    {
        foreach (FeatureCase loss in FeatureCase.All)
        {
            FeatureInput input = FeatureInput.Normal(loss.Student, loss.Teacher, loss.Scale);
            using var scope = NewDisposeScope();
            Tensor[] student = FeatureCase.Tensors(input.Student, type), teacher = FeatureCase.Tensors(input.Teacher, type);
            Tensor[] wide = [.. student.Select(static feature => feature.to(ScalarType.Float32))];
            Tensor value = loss.Loss(student, teacher);
            Assert.Equal(ScalarType.Float32, value.dtype);
            Assert.Equal(loss.Loss(wide, teacher).item<float>(), value.item<float>());
        }
    }

    [Theory]
    [InlineData("Hint", 0.2329177103)]
    [InlineData("AT", 0.0170693149)]
    [InlineData("SP", 0.2379701510)]
    [InlineData("RKD-D", 0.0355430215)]
    [InlineData("RKD-A", 0.0219342275)]
    [InlineData("RKD", 1.9852869119)]
    [InlineData("PKT", 0.1100184616)]
    [InlineData("NST", 0.4081970768)]
    [InlineData("AB", 0.0150620073)]
    [InlineData("FSP", 0.1148012872)]
    [InlineData("Cosine", 0.2331642854)]
    [InlineData("CWD", 0.0166452600)]
    public void Loss_OfTheReferencePagesFeatures_HasItsValue(string name, double expected)
    {
        using var scope = NewDisposeScope();
        Tensor s = FeatureCase.Tensors(FeatureInput.Golden.Student, ScalarType.Float64)[0], t = FeatureCase.Tensors(FeatureInput.Golden.Teacher, ScalarType.Float64)[0];
        Tensor value = name switch
        {
            "Hint" => FeatureLoss.Hint(s, t),
            "AT" => FeatureLoss.AT(s, t),
            "SP" => FeatureLoss.SP(s, t),
            "RKD-D" => FeatureLoss.RKD(s, t, 1, 0),
            "RKD-A" => FeatureLoss.RKD(s, t, 0, 1),
            "RKD" => FeatureLoss.RKD(s, t),
            "PKT" => FeatureLoss.PKT(s, t),
            "NST" => FeatureLoss.NST(s, t),
            "AB" => FeatureLoss.AB(s, t),
            "FSP" => FeatureLoss.FSP([s, s.square()], [t, t.square()]),
            "Cosine" => FeatureLoss.Cosine(s, t),
            _ => FeatureLoss.CWD(s, t),
        };
        Assert.Equal(expected, value.item<double>(), 6e-11);
    }
}
