namespace KdGen.Compiler.Losses;

/// <summary>A value of a loss while it is written down: formulas over it read as in the paper.</summary>
internal readonly record struct Expr(GraphBuilder Graph, int Index)
{
    public Axes Axes => Graph.AxesOf(Index);

    public Node Node => Graph[Index];

    public static Expr operator +(Expr left, Expr right) => left.With(BinaryOp.Add, right);

    public static Expr operator +(Expr left, double right) => left + left.Of(right);

    public static Expr operator +(double left, Expr right) => right.Of(left) + right;

    public static Expr operator -(Expr left, Expr right) => left.With(BinaryOp.Subtract, right);

    public static Expr operator -(Expr left, double right) => left - left.Of(right);

    public static Expr operator -(double left, Expr right) => right.Of(left) - right;

    public static Expr operator -(Expr operand) => operand.With(UnaryOp.Negate);

    public static Expr operator *(Expr left, Expr right) => left.With(BinaryOp.Multiply, right);

    public static Expr operator *(Expr left, double right) => left * left.Of(right);

    public static Expr operator *(double left, Expr right) => right.Of(left) * right;

    public static Expr operator /(Expr left, Expr right) => left.With(BinaryOp.Divide, right);

    public static Expr operator /(Expr left, double right) => left / left.Of(right);

    public static Expr operator /(double left, Expr right) => right.Of(left) / right;

    /// <summary>The same value with a name for readers of the generated code.</summary>
    public Expr As(string name)
    {
        Graph.Name(Index, name);
        return this;
    }

    /// <summary>Another value of the same graph, such as an operand.</summary>
    public Expr Inside(int index) => new(Graph, index);

    public bool IsNumber(double value) => Node is Node.Number number && number.Value.Equals(value);

    /// <summary>A number in the same graph.</summary>
    public Expr Of(double value) => new(Graph, Graph.Add(new Node.Number(value)));

    public Expr With(Node node) => new(Graph, Graph.Add(node));

    public Expr With(UnaryOp op) => With(new Node.Unary(op, Index));

    public Expr With(BinaryOp op, Expr right) => With(new Node.Binary(op, Index, right.Index));
}
