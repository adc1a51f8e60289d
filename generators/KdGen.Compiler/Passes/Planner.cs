using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Passes;

/// <summary>Lowers a loss graph to composed torch operators: one statement a value, the short ones inside the statement that uses them.</summary>
internal static class Planner
{
    public static BackendPlan Plan(LossGraph graph) => graph.Nodes.Count == 0 ? BackendPlan.Empty : new Lowering(graph).Run();

    private sealed class Lowering(LossGraph graph)
    {
        private readonly List<PlanConstant> constants = [];
        private readonly List<PlanStatement> statements = [];
        private readonly PlanExpression[] values = new PlanExpression[graph.Nodes.Count];

        /// <summary>Temperatures in the order of their first use; their names carry a number only where there are several.</summary>
        private readonly List<double> temperatures = graph.Nodes.OfType<LossNode.LogSoftmax>()
            .Select(node => TemperatureOf(graph, node)).Distinct().ToList();

        public BackendPlan Run()
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = Lower(graph.Nodes[i]);
            }

            return new BackendPlan(constants.ToEquatableArray(), statements.ToEquatableArray());
        }

        private PlanExpression Lower(LossNode node) => node switch
        {
            LossNode.StudentLogits => new PlanExpression.Input(PlanInput.Student),
            LossNode.TeacherLogits => new PlanExpression.Input(PlanInput.Teacher),
            LossNode.Labels => new PlanExpression.Input(PlanInput.Labels),
            LossNode.Divide divide => new PlanExpression.Divide(values[divide.Operand], Constant("T" + Suffix(divide.Divisor), divide.Divisor, null)),
            LossNode.LogSoftmax softmax => Local(NameOf(softmax), new PlanExpression.LogSoftmax(values[softmax.Operand]), PlanShape.PerClass),
            LossNode.CrossEntropy entropy => Local("ce", new PlanExpression.CrossEntropy(values[entropy.Logits], values[entropy.Target]), PlanShape.Scalar),
            LossNode.KlSum kl => new PlanExpression.KlSum(values[kl.LogP], values[kl.LogQ]),
            LossNode.FeatureValue value => new PlanExpression.FeatureInput(value.Feature.Variable),
            LossNode.MeanSquaredError error => Local(NameOf(error), new PlanExpression.MeanSquaredError(values[error.Student], values[error.Teacher]), PlanShape.Scalar),
            LossNode.DivideByBatch mean => Local(NameOf(mean), new PlanExpression.DivideByBatch(values[mean.Operand]), PlanShape.Scalar),
            LossNode.WeightedSum sum => Result(sum),
            _ => values[0],
        };

        private PlanExpression Result(LossNode.WeightedSum sum)
        {
            PlanExpression[] terms = [.. sum.Terms.Select(Weigh)];
            PlanExpression value = terms.Length == 1 ? terms[0] : new PlanExpression.Sum(new(terms));
            statements.Add(new PlanStatement(null, value, PlanShape.Scalar, Notes(sum)));
            return value;
        }

        /// <summary>Names the factors that are 1 only as a product, where the reader looks for T² in vain; null when there are none.</summary>
        private string? Notes(LossNode.WeightedSum sum)
        {
            string[] notes =
            [
                .. sum.Terms
                    .Where(static term => term is { Weight: 1, Origin: not null })
                    .Select(term => $"{(values[term.Operand] as PlanExpression.Local)?.Name} weighs {term.Origin} = 1"),
            ];
            return notes.Length == 0 ? null : string.Join(", ", notes);
        }

        private PlanExpression Weigh(WeightedTerm term)
        {
            PlanExpression value = values[term.Operand];
            return term.Weight == 1 || value is not PlanExpression.Local { Name: var name }
                ? value
                : new PlanExpression.Multiply(value, Constant(name + "Weight", term.Weight, term.Origin));
        }

        private PlanExpression.Local Local(string name, PlanExpression value, PlanShape shape)
        {
            statements.Add(new PlanStatement(name, value, shape));
            return new PlanExpression.Local(name);
        }

        private string Constant(string name, double value, string? origin)
        {
            if (constants.All(constant => constant.Name != name))
            {
                constants.Add(new PlanConstant(name, value, origin));
            }

            return name;
        }

        /// <summary>logP is the teacher's log-softmax, logQ the student's: the letters of the formula.</summary>
        private string NameOf(LossNode.LogSoftmax softmax)
            => (LogitsOf(graph, softmax) is LossNode.TeacherLogits ? "logP" : "logQ") + Suffix(TemperatureOf(graph, softmax));

        private string NameOf(LossNode.DivideByBatch mean)
            => graph.Nodes[mean.Operand] is LossNode.KlSum kl && graph.Nodes[kl.LogP] is LossNode.LogSoftmax softmax
                ? "kl" + Suffix(TemperatureOf(graph, softmax))
                : "mean";

        /// <summary>"hint"; where there are several, "hintStage3" after the student's feature, with a number where that has several too.</summary>
        private string NameOf(LossNode.MeanSquaredError error)
        {
            if (graph.Nodes.Count(static node => node is LossNode.MeanSquaredError) == 1)
            {
                return "hint";
            }

            string name = "hint" + ((graph.Nodes[error.Student] as LossNode.FeatureValue)?.Feature.Name ?? "");
            string free = name;
            for (int i = 2; statements.Any(statement => statement.Name == free); i++)
            {
                free = name + "_" + Literal.Of(i);
            }

            return free;
        }

        /// <summary>"4" of T4, "1_5" of T1_5; nothing when there is one temperature.</summary>
        private string Suffix(double temperature)
            => temperatures.Count < 2 ? "" : Literal.Text(temperature).Replace('.', '_').Replace('-', 'm').Replace("+", "");
    }

    private static double TemperatureOf(LossGraph graph, LossNode.LogSoftmax softmax)
        => graph.Nodes[softmax.Operand] is LossNode.Divide divide ? divide.Divisor : 1;

    private static LossNode LogitsOf(LossGraph graph, LossNode.LogSoftmax softmax)
        => graph.Nodes[softmax.Operand] is LossNode.Divide divide ? graph.Nodes[divide.Operand] : graph.Nodes[softmax.Operand];
}
