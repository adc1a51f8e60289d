using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Passes;
using KdGen.Compiler.Tests.Source;

namespace KdGen.Compiler.Tests.Passes;

/// <summary>Models of stages and blocks as the parser would hand them over, and recipes between them.</summary>
internal static class TapModels
{
    /// <summary>A residual network: after its Stem, Stage1 and Stage2 of <paramref name="blocks"/> blocks, with <paramref name="width"/> channels and twice as many.</summary>
    public static ModuleDecl PostActivation(string name, int blocks, int width = 16) => Model(
        name,
        [
            Stage(name, "Stem", $"Conv({width}), BatchNorm, ReLU"),
            Stage(name, "Stage1", Repeat("Basic", blocks, width)),
            Stage(name, "Stage2", Repeat("Basic", blocks, 2 * width, stride: 2)),
            Stage(name, "Pooled", "GlobalAvgPool"),
            Stage(name, "Logits", "Linear(10)"),
        ],
        Block("Basic", [.. List("Conv(1, Bias = false), BatchNorm, ReLU, Conv(1, Bias = false), BatchNorm"), Named("Residual", ("shortcut", new Constant.Text("Project"))), .. List("ReLU")]));

    /// <summary>A pre-activation network: no stage ends in an activation, every block begins with a norm.</summary>
    public static ModuleDecl PreActivation(string name, int blocks) => Model(
        name,
        [
            Stage(name, "Stem", "Conv(16)"),
            Stage(name, "Stage1", Repeat("Pre", blocks, 16)),
            Stage(name, "Stage2", Repeat("Pre", blocks, 32, stride: 2)),
            Stage(name, "Pooled", "BatchNorm, ReLU, GlobalAvgPool"),
            Stage(name, "Logits", "Linear(10)"),
        ],
        Block("Pre", [.. List("BatchNorm, ReLU, Conv(1, Bias = false), BatchNorm, ReLU, Conv(1, Bias = false)"), Named("Residual", ("shortcut", new Constant.Text("Project")))]));

    /// <summary>A recipe: node 1 is its header, node 2 is CE, node 3 the term between stages.</summary>
    public static RecipeIr Bind(ModuleDecl teacher, ModuleDecl student, string teacherStage, string studentStage, string arguments = "", string logits = "CE", int[]? teacherLayers = null, int[]? studentLayers = null, string kind = "Hint")
    {
        AttributeDecl hint = AttributeText.Parse($"DistillLoss(Kind.{kind}{(arguments.Length == 0 ? "" : ", ")}{arguments})", firstNode: 3)[0];
        hint = hint with
        {
            Types = new([Global(teacher.Type.Name, teacherStage), Global(student.Type.Name, studentStage)]),
            Arguments = hint.Arguments.Concat(Layers("TeacherLayers", teacherLayers)).Concat(Layers("StudentLayers", studentLayers)).ToEquatableArray(),
        };
        RecipeDecl recipe = Declare.Recipe("Kd", teacher.Type.Name, student.Type.Name, $"DistillLoss(Kind.{logits})", "Adam");
        return Bind(recipe with { Losses = recipe.Losses.Append(hint).ToEquatableArray() }, teacher, student);
    }

    public static RecipeIr Bind(RecipeDecl recipe, ModuleDecl teacher, ModuleDecl student)
    {
        ShapedModule taught = Declare.Infer(teacher), learned = Declare.Infer(student);
        (ModelTaps? first, ModelTaps? second) = Taps.Of(recipe, taught, learned);
        return RecipeBinder.Bind(recipe, ModuleSignature.Of(taught) with { Taps = first }, ModuleSignature.Of(learned) with { Taps = second });
    }

    public static string Global(string model, string stage) => $"global::Sample.{model}.{stage}";

    public static ModuleDecl Model(string name, ModuleDecl[] stages, params ModuleDecl[] blocks)
        => Declare.Model(name, "3, 16, 16", "") with { Stages = stages.ToEquatableArray(), Blocks = blocks.ToEquatableArray() };

    public static ModuleDecl Stage(string model, string name, string operators) => Stage(model, name, List(operators));

    public static ModuleDecl Stage(string model, string name, params AttributeDecl[] operators)
        => new(new TypeName("Sample", new([new OuterType("class", model)]), name), Declare.Partial, null, operators.ToEquatableArray(), false);

    public static AttributeDecl[] List(string operators) => [.. AttributeText.Parse(operators)];

    public static AttributeDecl Repeat(string block, int count, int channels, int stride = 1)
    {
        Constant args = new Constant.List(new([new Constant.Integer(channels)]));
        AttributeDecl repeat = Named("Repeat", ("count", new Constant.Integer(count)), ("args", args)) with { Types = new(["global::Sample." + block]) };
        return stride == 1 ? repeat : repeat with { Arguments = repeat.Arguments.Append(new Argument("Stride", new Constant.Integer(stride))).ToEquatableArray() };
    }

    public static AttributeDecl Named(string name, params (string Name, Constant Value)[] arguments)
        => new(new NodeId(1), name, arguments.Select(argument => new Argument(argument.Name, argument.Value)).ToEquatableArray());

    /// <summary>A block of C channels and stride S: every Conv has C, the first one the stride.</summary>
    private static ModuleDecl Block(string name, AttributeDecl[] operators)
    {
        bool isFirst = true;
        List<AttributeDecl> all = [];
        foreach (AttributeDecl op in operators)
        {
            if (op.Name != "Conv")
            {
                all.Add(op with { Node = new NodeId(all.Count + 1, "global::Sample." + name) });
                continue;
            }

            List<Argument> arguments = [new("outChannels", new Constant.Arg("C")), .. op.Arguments.Where(argument => argument.Name == "Bias")];
            if (isFirst)
            {
                arguments.Add(new Argument("Stride", new Constant.Arg("S")));
            }

            isFirst = false;
            all.Add(op with { Arguments = arguments.ToEquatableArray(), Node = new NodeId(all.Count + 1, "global::Sample." + name) });
        }

        return new ModuleDecl(Declare.Type(name), Declare.Partial, null, all.ToEquatableArray(), false)
        {
            Args = new([new ArgDecl("C", "int", new Constant.Integer(16)), new ArgDecl("S", "int", new Constant.Integer(1))]),
        };
    }

    private static Argument[] Layers(string name, int[]? layers)
        => layers is null ? [] : [new Argument(name, new Constant.Integers(layers.Select(layer => (long)layer).ToEquatableArray()))];
}
