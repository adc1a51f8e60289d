using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>A model as a torch.nn.Module. A model with errors becomes a skeleton of the same surface, so that the only errors are the ones about it.</summary>
internal static class ModuleEmitter
{
    private const string Base = " : TorchSharp::torch.nn.Module<TorchSharp::torch.Tensor, TorchSharp::torch.Tensor>";

    private const string ForwardSignature = "public override TorchSharp::torch.Tensor forward(TorchSharp::torch.Tensor input)";

    /// <summary>X.Module.g.cs; empty when nothing can be added to the class.</summary>
    public static string Emit(ShapedModule module)
        => FormChecks.IsClosed(module.Module.Form) ? ""
            : module.HasErrors || module.Module.Input is not { } input || module.Output is not { } output ? Skeleton(module)
            : Module(module, input, output);

    private static string Module(ShapedModule module, Shape input, Shape output)
    {
        string documentation =
            $"{input} -> {output}: {Literal.Grouped(module.Cost.Parameters)} parameters, {Literal.Rounded(module.Cost.MultiplyAdds)} multiply-adds a sample.";
        List<Step> steps = [];
        foreach (ShapedLayer layer in module.Layers)
        {
            if (layer is { Input: { } before, Output: { } after } && OpCatalog.Find(layer.Layer.Operator) is { } spec)
            {
                steps.Add(new Step(new Place(layer.Layer, before, after), spec.Lowering));
            }
        }

        Step[] modules = [.. steps.Where(static step => step.Lowering is Lowering.Module)];
        return SourceFile.Write(module.Module.Type, [Names.TorchAlias, Names.KdGenAlias], documentation, Base, writer =>
        {
            if (modules.Length > 0)
            {
                writer.Commented(modules.Select(static step => step.Field));
                writer.Line();
            }

            writer.Line("/// <summary>A model with fresh weights from torch's random numbers.</summary>");
            writer.Open($"public {Identifier.Escape(module.Module.Type.Name)}() : base({Literal.Quoted(module.Module.Type.Name)})");
            Construct(writer, modules);
            writer.Close();
            writer.Line();
            writer.Line("/// <summary>Does nothing: the constructor registers each layer, once.</summary>");
            writer.Line("protected override void RegisterComponents() { }");
            writer.Line();
            writer.Line($"/// <summary>{input.Batched} -> {output.Batched}</summary>");
            writer.Open(ForwardSignature);
            writer.Line($"KdGen::Modules.InputShape.Check(input, {Literal.Quoted(module.Module.Type.Name)}, {string.Join(", ", input.Dims.Select(Literal.Of))});");
            writer.Line("using var scope = TorchSharp::torch.NewDisposeScope();");
            writer.Commented(Forward(steps, input, output));
            writer.Close();
        });
    }

    private static void Construct(CodeWriter writer, Step[] modules)
    {
        foreach (Step step in modules)
        {
            writer.Line(step.Creation);
        }

        if (modules.Length > 0)
        {
            writer.Line();
            writer.Line("// The keys of torch.nn.Sequential: the operator's place in the list.");
        }

        foreach (Step step in modules)
        {
            writer.Line($"register_module({Literal.Quoted(step.Place.Layer.Key ?? "")}, {step.Place.Layer.Field});");
        }
    }

    /// <summary>One line an operator, each with the shape it gives.</summary>
    private static IEnumerable<(string Code, string? Comment)> Forward(List<Step> steps, Shape input, Shape output)
    {
        // Operators that hand their input through would return the caller's own tensor; an alias is a tensor of its own over the same memory.
        string value = "input";
        if (steps.All(static step => step.Lowering is Lowering.Function { MayAlias: true }))
        {
            yield return ("var x = input.alias();", input.Batched);
            value = "x";
        }

        bool isModules = false;     // the value is what a module just made
        foreach (Step step in steps)
        {
            yield return ($"{(value == "x" ? "" : "var ")}x = {step.Call(value, isModules)};", step.Place.Output.Batched);
            value = "x";
            isModules = step.Lowering is Lowering.Module;
        }

        yield return ("return x.MoveToOuterDisposeScope();", output.Batched);
    }

    private static string Skeleton(ShapedModule module)
    {
        string name = module.Module.Type.Name;
        string message = module.Problems.Count > 0 ? module.Problems[0].Text : $"{name} has an attribute that does not compile";
        return SourceFile.Write(module.Module.Type, [Names.TorchAlias, Names.SystemAlias], "Cannot be built as it is declared.", Base, writer =>
        {
            SourceFile.Throwing(writer, $"public {Identifier.Escape(name)}() : base({Literal.Quoted(name)})", message);
            writer.Line();
            SourceFile.Throwing(writer, ForwardSignature, message);
        });
    }

    /// <summary>A layer and how it is written.</summary>
    private readonly record struct Step(Place Place, Lowering Lowering)
    {
        /// <summary>The declaration of a module's field.</summary>
        public (string Code, string? Comment) Field => Lowering is Lowering.Module module
            ? ($"readonly TorchSharp::Modules.{module.Type(Place)} {Place.Layer.Field};", module.Comment(Place))
            : default;

        public string Creation => Lowering is Lowering.Module module
            ? $"{Place.Layer.Field} = {Names.Torch}.nn.{module.Type(Place)}({module.Arguments(Place)});"
            : "";

        public string Call(string value, bool isModules) => Lowering switch
        {
            Lowering.Function { InPlace: { } inPlace } when isModules => inPlace(value),
            Lowering.Function function => function.Call(Place, value),
            _ => $"{Place.Layer.Field}.forward({value})",
        };
    }
}
