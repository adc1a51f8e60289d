using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>The values at one class: of each class in turn within a loop, in float, or of a certain one, as exact as the row's values.</summary>
internal sealed class CudaClasses
{
    private readonly CudaKernel kernel;
    private readonly string? place;
    private readonly CudaType type;
    private readonly Dictionary<int, int> users = [];
    private readonly Dictionary<int, CudaText> known = [];

    /// <param name="kernel">The kernel.</param>
    /// <param name="place">The variable that holds the class; null for a loop over all of them.</param>
    /// <param name="roots">The values that are wanted.</param>
    public CudaClasses(CudaKernel kernel, string? place, IEnumerable<int> roots)
    {
        this.kernel = kernel;
        this.place = place;
        type = place is null ? CudaType.Float : CudaType.Double;
        Stack<int> open = new(roots);
        while (open.Count > 0)
        {
            int node = open.Pop();
            bool isNew = !users.TryGetValue(node, out int before);
            users[node] = before + 1;
            if (isNew && kernel.LevelOf(node) == Level.Class && kernel[node] is not Node.Permuted)
            {
                foreach (int operand in kernel.OperandsOf(node))
                {
                    open.Push(operand);
                }
            }
        }
    }

    private string Index => place ?? "c";

    /// <summary>All that the values are computed from, down to those that all classes have in common.</summary>
    public IEnumerable<int> Needed => users.Keys.OrderBy(static node => node);

    /// <summary>Writes what all classes have in common, which must stand in front of the loop.</summary>
    public void Prepare()
    {
        foreach (int node in Needed)
        {
            switch (kernel[node])
            {
                case Node.IsTop:
                    kernel.Rank(node);
                    break;
                case Node.Permuted permuted:
                    kernel.Class(permuted.Fixed);
                    break;
                default:
                    if (kernel.LevelOf(node) < Level.Class)
                    {
                        kernel.Value(node);
                    }

                    break;
            }
        }
    }

    public CudaText Value(int node)
    {
        if (kernel.LevelOf(node) < Level.Class)
        {
            // At a certain class a number is what it is in the loops: -1e30 meets a maximum that they have found.
            return kernel[node] is Node.Number number ? CudaText.Literal(number.Value, (float)number.Value == number.Value ? type : CudaType.Float) : kernel.Value(node);
        }

        if (known.TryGetValue(node, out CudaText text))
        {
            return text;
        }

        text = kernel[node] switch
        {
            Node.StudentLogits or Node.TeacherLogits or Node.Targets => Load(node, Index),
            Node.ClassWeights weights => CudaText.Name($"{kernel.Names.ArrayOf(weights)}[{Index}]", CudaType.Float),
            Node.IsClass isClass when kernel.Class(isClass.Class) == place => CudaText.True,
            Node.IsClass isClass => CudaText.Truth(CudaText.Name(Index, CudaType.Int), "==", CudaText.Name(kernel.Class(isClass.Class), CudaType.Int)),
            Node.IsTop top => CudaText.Truth(CudaText.Name($"rank({Value(top.Operand).As(CudaType.Float).Code}, {Index})", CudaType.Int), ">=", CudaText.Name(kernel.Rank(node), CudaType.Int)),
            Node.Select select when Value(select.Condition) == CudaText.True => Value(select.WhereTrue),
            Node.Permuted permuted => Load(permuted.Operand, $"permuted(a.permutationKey, row, {Index}, {kernel.Class(permuted.Fixed)}, a.classes)"),
            Node.PowerOfExp exp when place is null => CudaText.Name(
                $"powerOfExp({Value(exp.Base).As(type).Code}, {kernel.Power(exp.Ratio)}, {Value(exp.Argument).As(type).Code})", type),
            Node other => CudaOperators.Of(other, type, Value, kernel.Names),
        };
        bool isSaid = kernel[node] is Node.IsClass or Node.ClassWeights || (users[node] <= 1 && text.Code.Length <= CudaKernel.LongestPart);
        string name = kernel.Names.Of(node);
        return known[node] = isSaid ? text : kernel.Define(place is null ? name : kernel.Names.Free(name + "At" + Identifier.Capital(place)), text);
    }

    private CudaText Load(int input, string @class) => CudaText.Name($"read({kernel.Row(input, place is null ? 1 : 0)}[{@class}])", CudaType.Float);
}
