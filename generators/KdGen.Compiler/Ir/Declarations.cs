using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ir;

/// <summary>A model as it is written: raw attribute values in source order, nothing interpreted.</summary>
/// <param name="Type">The annotated class.</param>
/// <param name="Form">What the class declaration itself looks like.</param>
/// <param name="Input">[Input(3, 32, 32)]; null when the class has none.</param>
/// <param name="Operators">The operator attributes in source order.</param>
/// <param name="IsSplit">They stand on several parts of the class, whose order is the order the files are compiled in.</param>
internal sealed record ModuleDecl(TypeName Type, ClassForm Form, AttributeDecl? Input, EquatableArray<AttributeDecl> Operators, bool IsSplit);

/// <summary>A recipe as it is written: [Distill&lt;Teacher, Student&gt;] or [Train&lt;Model&gt;] and what stands beside it.</summary>
/// <param name="Type">The annotated class.</param>
/// <param name="Form">What the class declaration itself looks like.</param>
/// <param name="Header">The [Distill] or [Train] attribute.</param>
/// <param name="Teacher">The teacher's class as a global:: name; null for [Train].</param>
/// <param name="Student">The class that learns, as a global:: name.</param>
/// <param name="Losses">[DistillLoss(...)] in source order.</param>
/// <param name="Optimizers">[Adam], [AdamW], [Sgd]: all that are written, where one is right.</param>
/// <param name="Epochs">[Epochs(n)], or null.</param>
/// <param name="Batch">[Batch(n)], or null.</param>
/// <param name="TeacherKind">What the teacher's class is; <see cref="ModelKind.Module"/> for [Train].</param>
/// <param name="StudentKind">What the student's class is.</param>
/// <param name="ModelsAreVisible">The models are public wherever the recipe is: its public members can name them.</param>
internal sealed record RecipeDecl(
    TypeName Type,
    ClassForm Form,
    AttributeDecl Header,
    string? Teacher,
    string Student,
    EquatableArray<AttributeDecl> Losses,
    EquatableArray<AttributeDecl> Optimizers,
    AttributeDecl? Epochs,
    AttributeDecl? Batch,
    ModelKind TeacherKind,
    ModelKind StudentKind,
    bool ModelsAreVisible);

/// <summary>What a class is that a recipe names as a model.</summary>
internal enum ModelKind
{
    /// <summary>It is a torch.nn.Module, or becomes one.</summary>
    Module,

    /// <summary>It is meant as a model, but nothing can be added to it: its own problem says why.</summary>
    Broken,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>What about a class declaration decides whether code can be added to it.</summary>
/// <param name="IsPartial">It and every class around it is partial.</param>
/// <param name="NotPartial">The name of the innermost class that is not partial; null when all are.</param>
/// <param name="IsRecord">A record compares by its values and copies itself, which no module can.</param>
/// <param name="IsFileLocal">A class whose other parts would have to stand in the same file.</param>
internal sealed record ClassForm(bool IsPartial, string? NotPartial, bool IsStatic, bool IsGeneric, bool IsAbstract, bool IsRecord, bool IsFileLocal);

/// <summary>One attribute: its name without "Attribute", and its arguments by name, constructor arguments under their parameter's name.</summary>
/// <remarks>Only what the user wrote: an argument that is not there is not in the list.</remarks>
internal sealed record AttributeDecl(NodeId Node, string Name, EquatableArray<Argument> Arguments);

/// <summary>An argument by the name of its constructor parameter ("inFeatures") or property ("Stride").</summary>
internal sealed record Argument(string Name, Constant Value);

/// <summary>A constant of an attribute argument.</summary>
internal abstract record Constant
{
    private Constant()
    {
    }

    public sealed record Integer(long Value) : Constant;

    public sealed record Real(double Value) : Constant;

    public sealed record Bool(bool Value) : Constant;

    /// <summary>A string or the name of an enum member ("KL").</summary>
    public sealed record Text(string Value) : Constant;

    public sealed record Integers(EquatableArray<long> Values) : Constant;

    /// <summary>The argument does not compile or is of a type no attribute of the language takes: nothing is said about it, C# does.</summary>
    public sealed record Invalid : Constant;
}
