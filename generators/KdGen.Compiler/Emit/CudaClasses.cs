using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Emit;

/// <summary>The values at one class: of each class in turn within a loop, or of a certain one.</summary>
internal sealed class CudaClasses
{
    private const int LongestPart = 80;

    private readonly CudaKernel kernel;
    private readonly string index;
    private readonly string suffix;
    private readonly Dictionary<int, int> users = [];
    private readonly Dictionary<int, CudaText> known = [];

    /// <param name="kernel">The kernel.</param>
    /// <param name="index">The variable that holds the class.</param>
    /// <param name="suffix">What tells the names of these values from those at other classes.</param>
    /// <param name="roots">The values that are wanted.</param>
    public CudaClasses(CudaKernel kernel, string index, string suffix, IEnumerable<int> roots)
    {
        this.kernel = kernel;
        this.index = index;
        this.suffix = suffix;
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

    private bool IsLoop => suffix.Length == 0;

    /// <summary>Writes what all classes have in common, which must stand in front of the loop.</summary>
    public void Prepare()
    {
        foreach (int node in users.Keys.OrderBy(static node => node))
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
            return kernel.Value(node);
        }

        if (known.TryGetValue(node, out CudaText text))
        {
            return text;
        }

        text = kernel[node] switch
        {
            Node.StudentLogits or Node.TeacherLogits or Node.Targets => Load(node, index),
            Node.ClassWeights weights => CudaText.Name($"{kernel.Names.ArrayOf(weights)}[{index}]"),
            Node.IsClass isClass when kernel.Class(isClass.Class) == index => CudaText.Name("true", isTruth: true),
            Node.IsClass isClass => CudaText.Truth(CudaText.Name(index), "==", CudaText.Name(kernel.Class(isClass.Class))),
            Node.IsTop top => CudaText.Truth(CudaText.Name($"rank({Value(top.Operand).Code}, {index})"), ">=", CudaText.Name(kernel.Rank(node))),
            Node.Permuted permuted => Load(permuted.Operand, $"permuted(a.permutationKey, row, {index}, {kernel.Class(permuted.Fixed)}, a.classes)"),
            Node other => CudaOperators.Of(other, Value, kernel.Power, kernel.Names),
        };
        bool isSaid = kernel[node] is Node.IsClass or Node.ClassWeights || (users[node] <= 1 && text.Code.Length <= LongestPart);
        return known[node] = isSaid ? text : kernel.Define(IsLoop ? kernel.Names.Of(node) : kernel.Names.Free(kernel.Names.Of(node) + suffix), text);
    }

    private CudaText Load(int input, string @class) => CudaText.Name($"read({kernel.Row(input, IsLoop ? 1 : 0)}[{@class}])");
}
