using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Emit;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Problems;

namespace KdGen.Compiler.Passes;

/// <summary>Types and range-checks the arguments of one attribute and fills in defaults.</summary>
internal static class ArgumentBinder
{
    /// <summary>
    /// Binds <paramref name="attribute"/> to <paramref name="parameters"/>. <see cref="LayerState.Unknown"/> without a problem where C# already
    /// says what is wrong: an argument of another type, a missing one, a name that the language does not have.
    /// </summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="parameters">What it takes.</param>
    /// <param name="scope">The [Arg] constants that its arguments may name; null for an attribute that sees none.</param>
    public static BoundAttribute Bind(AttributeDecl attribute, EquatableArray<OpParameter> parameters, Scope? scope = null)
    {
        scope ??= Scope.Empty;
        List<BoundArgument> arguments = [];
        List<Problem> problems = [];
        int written = 0;
        foreach (OpParameter parameter in parameters)
        {
            Constant? constant = Find(attribute, parameter.Name);
            if (constant is null)
            {
                if (parameter.IsRequired)
                {
                    return BoundAttribute.Unknown;
                }

                if (parameter.Default is { } @default)
                {
                    arguments.Add(new BoundArgument(parameter.Name, @default, IsWritten: false, Scope.Code(@default)));
                }

                continue;
            }

            written++;
            if (Scope.NotFollowed(constant) is { } expression)
            {
                return new BoundAttribute(LayerState.Unknown, default, new([Scope.CannotFollow(attribute, parameter.Name, expression)]));
            }

            if (scope.Evaluate(constant) is not { } value || Typed(value, parameter.Type) is not { } typed)
            {
                return BoundAttribute.Unknown;
            }

            // 1 where a real number is taken is 1.0 in code.
            string code = constant is Constant.Arg or Constant.Compute or Constant.List ? Scope.Code(constant) : Scope.Code(typed);
            arguments.Add(new BoundArgument(parameter.Name, typed, IsWritten: true, code));
            if (Refused(parameter, typed) is { } refused)
            {
                problems.Add(new Problem(
                    ProblemCode.OutOfRange, attribute.Node, parameter.Name,
                    attribute.Name, $"{parameter.Name} = {refused}", parameter.Range));
            }
        }

        // Key belongs to every operator and to none: it names weights.
        return written < attribute.Arguments.Count(static argument => argument.Name != "Key")
            ? BoundAttribute.Unknown
            : new BoundAttribute(
                problems.Count > 0 ? LayerState.OutOfRange : LayerState.Bound,
                arguments.ToEquatableArray(),
                problems.ToEquatableArray());
    }

    private static Constant? Find(AttributeDecl attribute, string name)
    {
        foreach (Argument argument in attribute.Arguments)
        {
            if (argument.Name == name)
            {
                return argument.Value;
            }
        }

        return null;
    }

    /// <summary>The constant as the parameter takes it; null when C# would not have taken it.</summary>
    private static Constant? Typed(Constant constant, ParameterType type) => (type, constant) switch
    {
        (ParameterType.Integer, Constant.Integer { Value: >= int.MinValue and <= int.MaxValue }) => constant,
        (ParameterType.Real, Constant.Integer integer) => new Constant.Real(integer.Value),
        (ParameterType.Real, Constant.Real) => constant,
        (ParameterType.Bool, Constant.Bool) => constant,
        (ParameterType.Integers, Constant.Integers) => constant,
        (ParameterType.Reals, Constant.Reals) => constant,
        (ParameterType.Text, Constant.Text) => constant,
        (ParameterType.Texts, Constant.Texts) => constant,
        _ => null,
    };

    /// <summary>The number that is out of the parameter's range, as it is written; null when none is.</summary>
    private static string? Refused(OpParameter parameter, Constant value)
        => value is Constant.Reals list ? list.Values.Where(item => !parameter.Accepts(item)).Select(Literal.Text).FirstOrDefault()
            : parameter.Accepts(Number(value)) ? null : Text(value);

    private static double Number(Constant constant) => constant switch
    {
        Constant.Integer integer => integer.Value,
        Constant.Real real => real.Value,
        _ => 0,
    };

    private static string Text(Constant constant) => constant switch
    {
        Constant.Integer integer => Literal.Of(integer.Value),
        Constant.Real real => Literal.Text(real.Value),
        Constant.Bool flag => Literal.Of(flag.Value),
        _ => "",
    };
}

/// <summary>An attribute's arguments after binding, with what is wrong about them.</summary>
internal sealed record BoundAttribute(LayerState State, EquatableArray<BoundArgument> Arguments, EquatableArray<Problem> Problems)
{
    public static BoundAttribute Unknown => new(LayerState.Unknown, default, default);
}
