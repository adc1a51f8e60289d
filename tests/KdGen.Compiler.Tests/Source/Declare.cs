using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Tests.Source;

/// <summary>Declarations as the parser would hand them over, from a few words of source.</summary>
internal static class Declare
{
    public static readonly ClassForm Partial = new(IsPartial: true, NotPartial: null, IsStatic: false, IsGeneric: false, IsAbstract: false, IsRecord: false, IsFileLocal: false);

    public static TypeName Type(string name) => new("Sample", default, name);

    /// <summary>A model: node 1 is its [Input], the operators count on.</summary>
    public static ModuleDecl Model(string name, string input, string operators) => new(
        Type(name),
        Partial,
        input.Length == 0 ? null : AttributeText.Parse($"Input({input})")[0],
        AttributeText.Parse(operators, firstNode: 2),
        IsSplit: false);

    /// <summary>A recipe: node 1 is its header, then the losses, then the rest.</summary>
    public static RecipeDecl Recipe(string name, string? teacher, string student, string losses, string rest)
    {
        var terms = AttributeText.Parse(losses, firstNode: 2);
        var others = AttributeText.Parse(rest, firstNode: 2 + terms.Count);
        return new RecipeDecl(
            Type(name),
            Partial,
            new AttributeDecl(new NodeId(1), teacher is null ? "Train" : "Distill", default),
            teacher is null ? null : "global::Sample." + teacher,
            "global::Sample." + student,
            terms,
            new(others.Where(attribute => attribute.Name is not ("Epochs" or "Batch" or "Phase"))),
            others.FirstOrDefault(attribute => attribute.Name == "Epochs"),
            others.FirstOrDefault(attribute => attribute.Name == "Batch"),
            ModelKind.Module,
            ModelKind.Module,
            ModelsAreVisible: true)
        {
            Phases = others.Where(attribute => attribute.Name == "Phase").ToEquatableArray(),
        };
    }

    public static ShapedModule Infer(string input, string operators) => Infer(Model("Net", input, operators));

    public static ShapedModule Infer(ModuleDecl declaration) => ShapeInference.Infer(Binder.Bind(declaration));

    public static ModuleSignature Signature(ModuleDecl declaration) => ModuleSignature.Of(Infer(declaration));
}
