using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>How the weight of a term changes with the epochs.</summary>
internal static class TermSchedule
{
    /// <summary>The options that say so.</summary>
    public static readonly EquatableArray<OpParameter> Parameters = new(
    [
        OpParameter.Optional("WarmUp", 0, "epochs of warm-up are", 0),
        OpParameter.Optional("From", 1, "epochs count from 1: From is", 1),
        OpParameter.Optional("Until", 1, "epochs count from 1: Until is"),
        OpParameter.Choice("Schedule", nameof(WeightCourse.Constant)),
        OpParameter.Real("EndWeight", 0, static weight => weight >= 0 && OpParameter.IsFinite(weight), "a weight is a finite number, at least 0"),
    ]);

    /// <summary>What there is to choose from.</summary>
    public static readonly string Courses = "the schedules are " + string.Join(", ", Enum.GetNames(typeof(WeightCourse)).Select(static course => $"Schedule.{course}"));

    /// <summary>Reads a term's schedule, and says what is wrong about it.</summary>
    /// <param name="node">The term.</param>
    /// <param name="name">Its loss.</param>
    /// <param name="bound">Its options.</param>
    /// <param name="problems">Gets what is wrong.</param>
    /// <param name="schedule">The schedule; null for a weight that stays what it is.</param>
    public static bool Bind(NodeId node, string name, BoundAttribute bound, List<Problem> problems, out WeightSchedule? schedule)
    {
        long warmUp = Integer("WarmUp") ?? 0;
        long from = Integer("From") ?? 1;
        long? until = Integer("Until");
        WeightCourse course = Find("Schedule")?.Value is Constant.Text { Value: var text } && Enum.TryParse(text, out WeightCourse known) ? known : WeightCourse.Constant;
        double endWeight = Find("EndWeight")?.Value is Constant.Real end ? end.Value : 0;
        schedule = warmUp == 0 && from == 1 && until is null && course == WeightCourse.Constant ? null : new WeightSchedule(warmUp, from, until, course, endWeight);
        if (until < from)
        {
            problems.Add(new Problem(ProblemCode.OutOfRange, node, "Until", name, $"Until = {Literal.Of(until.Value)}", $"it counts from epoch {Literal.Of(from)} on, so Until is at least {Literal.Of(from)}")
            {
                Related = new([new Spot(node, "From")]),
            });
            return false;
        }

        if (course == WeightCourse.Constant && Find("EndWeight") is { IsWritten: true })
        {
            problems.Add(new Problem(ProblemCode.OutOfRange, node, "EndWeight", name, $"EndWeight = {Literal.Text(endWeight)} and no Schedule", "add Schedule = Schedule.Linear or Schedule.Cosine")
            {
                Fixes = new(
                [
                    new Fix("UseLinear", "Use Schedule.Linear", Edit.Set(node, "Schedule", "Schedule.Linear")),
                    new Fix("DropEndWeight", "Remove EndWeight", Edit.Drop(node, "EndWeight")),
                ]),
            });
            return false;
        }

        return true;

        BoundArgument? Find(string option) => bound.Arguments.FirstOrDefault(argument => argument.Name == option);

        long? Integer(string option) => Find(option)?.Value is Constant.Integer number ? number.Value : null;
    }
}
