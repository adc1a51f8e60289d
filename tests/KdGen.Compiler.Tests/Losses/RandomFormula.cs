using KdGen.Compiler.Losses;

namespace KdGen.Compiler.Tests.Losses;

/// <summary>A value of the classes, or of the row, made of random nodes that can be differentiated wherever these inputs lie; the same for the same seed.</summary>
internal sealed class RandomFormula(int seed)
{
    /// <summary>Makes it of nodes that <paramref name="add"/> takes, and says what it returns for the whole.</summary>
    public int Into(Func<Node, int> add, bool isOfRow = false)
    {
        Maker maker = new(new Random(seed), add);
        return isOfRow ? maker.Row(4) : maker.Class(4);
    }

    private sealed class Maker(Random random, Func<Node, int> add)
    {
        public int Class(int depth)
        {
            if (depth == 0)
            {
                return random.Next(5) switch
                {
                    0 => add(new Node.TeacherLogits("teacher")),
                    1 => add(new Node.IsClass(add(new Node.Label()))),
                    _ => add(new Node.StudentLogits("student")),
                };
            }

            return random.Next(15) switch
            {
                0 => add(new Node.Softmax(Class(depth - 1))),
                1 => add(new Node.LogSoftmax(Class(depth - 1))),
                2 => Unary(UnaryOp.Exp, Binary(BinaryOp.Multiply, Number(0.2), add(new Node.Softmax(Class(depth - 1))))),
                3 => Unary(UnaryOp.Log, Binary(BinaryOp.Add, Number(1.5), Square(Class(depth - 1)))),
                4 => Unary(UnaryOp.Sqrt, Binary(BinaryOp.Add, Number(1.5), Square(Class(depth - 1)))),
                5 => Unary(UnaryOp.Reciprocal, Binary(BinaryOp.Add, Number(1.5), Square(Class(depth - 1)))),
                6 => Binary(BinaryOp.Multiply, Row(depth - 1), Class(depth - 1)),
                7 => Binary(BinaryOp.Add, Class(depth - 1), Class(depth - 1)),
                8 => Binary(BinaryOp.Subtract, Class(depth - 1), Row(depth - 1)),
                9 => Binary(BinaryOp.Multiply, Class(depth - 1), Class(depth - 1)),
                10 => Binary(BinaryOp.Divide, Class(depth - 1), add(new Node.Setting("T", 4))),
                11 => Binary(BinaryOp.Divide, Class(depth - 1), Binary(BinaryOp.Add, Number(2), Square(Row(depth - 1)))),
                12 => add(new Node.Masked(Class(depth - 1), add(new Node.IsTop(add(new Node.TeacherLogits("teacher")), 2)))),
                13 => add(new Node.Select(add(new Node.IsClass(add(new Node.Label()))), Class(depth - 1), Class(depth - 1))),
                _ => Unary(UnaryOp.Negate, Class(depth - 1)),
            };
        }

        public int Row(int depth)
        {
            if (depth == 0)
            {
                return add(new Node.At(add(new Node.StudentLogits("student")), add(new Node.Label())));
            }

            return random.Next(10) switch
            {
                0 => add(new Node.Reduce(ReduceOp.Sum, Axes.Class, Class(depth - 1))),
                1 => add(new Node.Reduce(ReduceOp.Max, Axes.Class, add(new Node.StudentLogits("student")))),
                2 => add(new Node.LogSumExp(Class(depth - 1))),
                3 => add(new Node.At(Class(depth - 1), add(new Node.ArgMax(add(new Node.TeacherLogits("teacher")))))),
                4 => add(new Node.At(Class(depth - 1), add(new Node.Label()))),
                5 => Binary(BinaryOp.Multiply, Row(depth - 1), Row(depth - 1)),
                6 => Binary(BinaryOp.Subtract, Row(depth - 1), Row(depth - 1)),
                7 => Binary(BinaryOp.Divide, Row(depth - 1), Binary(BinaryOp.Add, Number(2), Square(Row(depth - 1)))),
                8 => add(new Node.Masked(Row(depth - 1), add(new Node.Counted()))),
                _ => Unary(UnaryOp.Log, Binary(BinaryOp.Add, Number(1.5), Square(Row(depth - 1)))),
            };
        }

        private int Square(int operand) => Binary(BinaryOp.Power, operand, Number(2));

        private int Number(double value) => add(new Node.Number(value));

        private int Unary(UnaryOp op, int operand) => add(new Node.Unary(op, operand));

        private int Binary(BinaryOp op, int left, int right) => add(new Node.Binary(op, left, right));
    }
}
