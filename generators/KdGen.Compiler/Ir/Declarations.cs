using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ir;

/// <summary>A model, stage or block as it is written: raw attribute values in source order, nothing interpreted.</summary>
/// <param name="Type">The annotated class.</param>
/// <param name="Form">What the class declaration itself looks like.</param>
/// <param name="Input">[Input(3, 32, 32)]; null when the class has none.</param>
/// <param name="Operators">The operator attributes in source order, composition (Repeat, Residual, From ...) among them.</param>
/// <param name="IsSplit">They stand on several parts of the class, whose order is the order the files are compiled in.</param>
internal sealed record ModuleDecl(TypeName Type, ClassForm Form, AttributeDecl? Input, EquatableArray<AttributeDecl> Operators, bool IsSplit)
{
    /// <summary>The constants marked [Arg], in source order.</summary>
    public EquatableArray<ArgDecl> Args { get; init; }

    /// <summary>The nested classes that carry attributes of the language, in source order: stages, or branches that an operator of this class names.</summary>
    public EquatableArray<ModuleDecl> Stages { get; init; }

    /// <summary>Of a model: all classes outside it that its operators name, directly or through each other; each once, ordered by name. Empty elsewhere.</summary>
    public EquatableArray<ModuleDecl> Blocks { get; init; }

    /// <summary>[Output&lt;A, B&gt;].</summary>
    public AttributeDecl? Output { get; init; }

    /// <summary>Of a stage: the part of the class around in which it stands, from 0. Between parts there is no order but that of the files.</summary>
    public int Part { get; init; }

    /// <summary>[Key("layer1")].</summary>
    public AttributeDecl? Key { get; init; }

    /// <summary>[Shape(64, 8, 8)] or [Shape&lt;Body&gt;].</summary>
    public AttributeDecl? Shape { get; init; }

    /// <summary>The class has a method <c>Tensor Forward(Tensor)</c> of its own.</summary>
    public bool HasForward { get; init; }

    /// <summary>Of a member of a family: [Args(9)], whose values are the template's [Arg] constants.</summary>
    public AttributeDecl? FamilyArgs { get; init; }

    /// <summary>Of a member of a family: its base class.</summary>
    public ModuleDecl? Template { get; init; }

    /// <summary>[Teacher] or [Student]: what it gives are logits.</summary>
    public bool HasRole { get; init; }

    /// <summary>The members that the user wrote, but for stages and [Arg] constants.</summary>
    public EquatableArray<MemberDecl> Members { get; init; }

    /// <summary>The class is another assembly's, which has its code.</summary>
    public bool IsForeign { get; init; }

    /// <summary>The class is another assembly's, and has no code there: a block that no model of that assembly uses.</summary>
    public bool LacksCode { get; init; }

    /// <summary>Who can name the class.</summary>
    public Visibility Visibility { get; init; }

    /// <summary>Of a stage or branch: the field that holds its module, its name with a small first letter.</summary>
    public string Field
    {
        get
        {
            string small = Identifier.Small(Type.Name);
            return small == Type.Name ? small + "Stage" : small;
        }
    }
}

/// <summary>Who can name a class, the classes around it considered.</summary>
internal enum Visibility
{
    Public,

    /// <summary>Its assembly.</summary>
    Internal,

    /// <summary>The class around it, or what derives from that.</summary>
    Private,
}

/// <summary>A constant marked [Arg]: its name, its C# type ("int", "double" or "bool") and its value in the source, which is the default.</summary>
internal sealed record ArgDecl(string Name, string Type, Constant Default);

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
    bool ModelsAreVisible)
{
    /// <summary>The teacher's declaration when it is another assembly's (or a constructed generic class's): it has no place among this compilation's models. Null otherwise.</summary>
    public ModuleDecl? ForeignTeacher { get; init; }

    /// <summary>The same for the class that learns.</summary>
    public ModuleDecl? ForeignStudent { get; init; }

    /// <summary>The members that the user wrote.</summary>
    public EquatableArray<MemberDecl> Members { get; init; }

    /// <summary>[Phase(1, Epochs = 30)] in source order.</summary>
    public EquatableArray<AttributeDecl> Phases { get; init; }

    /// <summary>The user's own losses that <see cref="Losses"/> name.</summary>
    public EquatableArray<OwnLossDecl> OwnLosses { get; init; }

    /// <summary>The attribute that makes the class something else too: a second header, or a model's mark; null when it is a recipe only.</summary>
    public AttributeDecl? OtherRole { get; init; }

    /// <summary>A model that not even internal members of the recipe can name; null when there is none.</summary>
    public string? HiddenModel { get; init; }
}

/// <summary>A loss of the user's as a recipe names it.</summary>
/// <param name="Node">The attribute that names it.</param>
/// <param name="Name">Class and method: "MyLosses.Focal".</param>
/// <param name="State">What is there.</param>
/// <param name="Loss">What it says; null where it cannot be used.</param>
internal sealed record OwnLossDecl(NodeId Node, string Name, OwnLossState State, OwnLoss? Loss);

/// <summary>What a recipe finds where it names a loss of the user's.</summary>
internal enum OwnLossState
{
    Found,

    /// <summary>Something is wrong with it, which is said at the method itself, by C# or as its own problem.</summary>
    Broken,

    /// <summary>No method has that name.</summary>
    Missing,

    /// <summary>It is not marked [Loss].</summary>
    NotMarked,

    /// <summary>Several of that name are.</summary>
    Ambiguous,

    /// <summary>Generated code in the recipe cannot call it.</summary>
    Hidden,

    /// <summary>It is a formula whose source is another project's.</summary>
    Elsewhere,
}

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
internal sealed record ClassForm(bool IsPartial, string? NotPartial, bool IsStatic, bool IsGeneric, bool IsAbstract, bool IsRecord, bool IsFileLocal)
{
    /// <summary>What its base class is.</summary>
    public BaseClass Base { get; init; }

    /// <summary>The base class's name; null for none.</summary>
    public string? BaseName { get; init; }

    /// <summary>It, or a member of it, is called forward without being a forward: what overrides the module's cannot be added.</summary>
    public bool TakesForward { get; init; }
}

/// <summary>What a class's base class is.</summary>
internal enum BaseClass
{
    /// <summary>There is none, or it is one that the class can keep.</summary>
    None,

    /// <summary>A torch.nn.Module from tensor to tensor, or a class of the user's that derives from it and takes a name.</summary>
    Module,

    /// <summary>A module that names its weights by keys.</summary>
    Keyed,

    /// <summary>One that no module and no recipe can have.</summary>
    Other,
}

/// <summary>One attribute: its name without "Attribute", and its arguments by name, constructor arguments under their parameter's name.</summary>
/// <remarks>Only what the user wrote: an argument that is not there is not in the list.</remarks>
internal sealed record AttributeDecl(NodeId Node, string Name, EquatableArray<Argument> Arguments)
{
    /// <summary>The classes between its angle brackets, as global:: names: [Repeat&lt;BasicBlock&gt;(5)].</summary>
    public EquatableArray<string> Types { get; init; }
}

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

    public sealed record Reals(EquatableArray<double> Values) : Constant;

    public sealed record Texts(EquatableArray<string> Values) : Constant;

    /// <summary>Values of several types: the arguments that a block is given.</summary>
    public sealed record List(EquatableArray<Constant> Items) : Constant;

    /// <summary>The value of an [Arg] constant of the class or of one around it: known where the class is used.</summary>
    public sealed record Arg(string Name) : Constant;

    /// <summary>Arithmetic with at least one <see cref="Arg"/> in it: '+', '-', '*', '/' or '%'.</summary>
    public sealed record Compute(char Operator, Constant Left, Constant Right) : Constant;

    /// <summary>An expression with an <see cref="Arg"/> in it that C# takes and the language cannot work out for other values ("(int)(0.5 * C)"), as it is written.</summary>
    public sealed record Opaque(string Code) : Constant;

    /// <summary>The argument does not compile or is of a type no attribute of the language takes: nothing is said about it, C# does.</summary>
    public sealed record Invalid : Constant;
}
