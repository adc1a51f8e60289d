using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Losses;

/// <summary>
/// A value in a loss. B is the batch, C the classes; an operand is the index of an earlier node of the same <see cref="Graph"/>. Operands of different axes broadcast
/// as one would write the formula: a scalar to all, a value of a row to its classes, a value of a class to all rows.
/// </summary>
internal abstract record Node
{
    private Node()
    {
    }

    // What a loss is given.

    /// <summary>[B, C]: the logits that are learned, by the parameter that holds them ("student", "studentDist").</summary>
    public sealed record StudentLogits(string Variable) : Node;

    /// <summary>[B, C]: logits of the teacher, by parameter. A constant: no gradient flows into the teacher.</summary>
    public sealed record TeacherLogits(string Variable) : Node;

    /// <summary>[B], whole numbers: the class of each sample. Rows to be ignored hold any class, and 0 in <see cref="Counted"/>.</summary>
    public sealed record Label : Node;

    /// <summary>[B], 1 or 0: the row has a label, its number is not the one that stands for "ignore".</summary>
    public sealed record Counted : Node;

    /// <summary>[B, C]: a probability of each class in place of one label.</summary>
    public sealed record Targets : Node;

    /// <summary>[C]: a weight of each class.</summary>
    public sealed record ClassWeights(EquatableArray<double> Values) : Node;

    /// <summary>A number of the formula.</summary>
    public sealed record Number(double Value) : Node;

    /// <summary>A number above or equal to 0 that a run may change, by its name in LossSettings: a weight or a temperature ("KlWeight", "T").</summary>
    public sealed record Setting(string Name, double Declared) : Node;

    /// <summary>The number of classes C.</summary>
    public sealed record ClassCount : Node;

    /// <summary>The number of rows B, whatever the caller gives for means.</summary>
    public sealed record BatchSize : Node;

    /// <summary>What a sum over rows is divided by for their mean: B, unless the caller gives a number.</summary>
    public sealed record RowCount : Node;

    /// <summary>The same for sums over the rows that have a label: the sum of <see cref="Counted"/>, at least 1, unless the caller gives a number.</summary>
    public sealed record CountedRows : Node;

    /// <summary>The same for a sum in which rows weigh differently: <paramref name="Otherwise"/>, a scalar that does not learn, unless the caller gives a number.</summary>
    public sealed record GivenRows(int Otherwise) : Node;

    /// <summary>A feature of one of the models, of any shape, by its parameter; only terms that stay composed read it.</summary>
    public sealed record Feature(string Variable, bool IsLearned) : Node;

    /// <summary>A scalar that a module of the recipe has computed from features, by its parameter: a loss with weights of its own.</summary>
    public sealed record LearnedLoss(string Variable) : Node;

    /// <summary>A scalar that a method computes from logits, labels or features as they are: the user's, or a loss between features. The compiler knows no formula for it.</summary>
    public sealed record Call(string Method, EquatableArray<int> Arguments) : Node
    {
        /// <summary>The arguments are two lists of equal length, one behind the other.</summary>
        public bool TakesLists { get; init; }

        /// <summary>The temperature; null where it has none.</summary>
        public int? Temperature { get; init; }

        /// <summary>Numbers behind these, by the names of their parameters: "margin: 1".</summary>
        public EquatableArray<string> Literals { get; init; }
    }

    // Element by element.

    public sealed record Unary(UnaryOp Op, int Operand) : Node;

    public sealed record Binary(BinaryOp Op, int Left, int Right) : Node;

    /// <summary>The value where <paramref name="Where"/> is not 0, and 0 where it is, whatever the value is there: 0 log 0 is 0.</summary>
    public sealed record Masked(int Operand, int Where) : Node;

    /// <summary>One value where <paramref name="Condition"/> is not 0, the other where it is.</summary>
    public sealed record Select(int Condition, int WhereTrue, int WhereFalse) : Node;

    /// <summary>base^(whole number) where argument = base's argument * <paramref name="Ratio"/> and the ratio is a small whole number at run time; else exp(argument). Stands for Exp(<paramref name="Argument"/>).</summary>
    public sealed record PowerOfExp(int Base, int Ratio, int Argument) : Node;

    /// <summary>The same value, through which no gradient flows.</summary>
    public sealed record Detach(int Operand) : Node;

    // Over the classes of a row.

    /// <summary>The sum or the maximum over one axis.</summary>
    public sealed record Reduce(ReduceOp Op, Axes Axis, int Operand) : Node;

    /// <summary>[B, C] to [B]: the first class with the largest value.</summary>
    public sealed record ArgMax(int Operand) : Node;

    /// <summary>[B, C] or [C], and a class of each row, to [B]: the value at that class.</summary>
    public sealed record At(int Operand, int Class) : Node;

    /// <summary>A class of each row to [B, C]: 1 at that class, else 0.</summary>
    public sealed record IsClass(int Class) : Node;

    /// <summary>[B, C] to [B, C], 1 or 0: the <paramref name="Count"/> largest of each row, exactly so many, the first ones among equals; all when C is smaller.</summary>
    public sealed record IsTop(int Operand, int Count) : Node;

    /// <summary>[B, C] to [B, C]: the values of each row in another order, with that of <paramref name="Fixed"/> (a class of each row) where it was. Pseudo-random, by the key of the run.</summary>
    public sealed record Permuted(int Operand, int Fixed) : Node;

    public sealed record Softmax(int Operand) : Node;

    public sealed record LogSoftmax(int Operand) : Node;

    /// <summary>[B, C] to [B].</summary>
    public sealed record LogSumExp(int Operand) : Node;
}

internal enum UnaryOp
{
    Negate,
    Exp,

    /// <summary>The natural logarithm.</summary>
    Log,

    /// <summary>The root of the value or of 1e-30, whichever is larger; its derivative below that is 0.</summary>
    Sqrt,
    Abs,

    /// <summary>-1, 0 or 1.</summary>
    Sign,

    /// <summary>1 / x.</summary>
    Reciprocal,
}

internal enum BinaryOp
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Maximum,
    Minimum,

    /// <summary>1 where left is greater than right, else 0.</summary>
    Greater,

    /// <summary>1 where both are equal, else 0.</summary>
    Equal,

    /// <summary>left to the power of right, a <see cref="Node.Number"/>.</summary>
    Power,

    /// <summary>
    /// The natural logarithm of left, where right is left - 1 as it was before left was rounded: that counts where left is near 1, and the logarithm is as exact as right. A derivative goes through left.
    /// </summary>
    LogNearOne,
}

internal enum ReduceOp
{
    Sum,
    Max,
}
