using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Ops;
using KdGen.Compiler.Passes;

namespace KdGen.Compiler.Emit;

/// <summary>Makes the code of a model's classes, each once, those inside before those around them.</summary>
internal sealed partial class ClassBuilder
{
    private readonly Dictionary<string, ClassCode> codes = [];
    private readonly Dictionary<string, ShapedClass> places = [];
    private readonly ShapedClass model;

    public ClassBuilder(ShapedClass model)
    {
        this.model = model;
        Visit(model);
    }

    /// <summary>A place of every class of the model, by the class's name.</summary>
    public IReadOnlyDictionary<string, ShapedClass> Places => places;

    /// <summary>The code of a class.</summary>
    public ClassCode Of(ShapedClass place)
    {
        string name = place.Declaration.Type.GlobalName;
        if (!codes.TryGetValue(name, out ClassCode? code))
        {
            // The first place stands for all: a block's code is the same wherever it is written from.
            code = new Writer(this, places[name]).Write();
            codes[name] = code;
        }

        return code;
    }

    /// <summary>The value of one of a class's constructor parameters at one of its places.</summary>
    public long SizeAt(ShapedClass place, string name)
    {
        if (place.Sizes.FirstOrDefault(size => size.Name == name) is { } own)
        {
            return own.Value;
        }

        foreach (Step step in place.Steps)
        {
            (string field, ShapedClass? inner) = step switch
            {
                Step.Child child => (child.Field, child.Class),
                Step.Repeat repeat => (repeat.Field, repeat.Rest),
                _ => ("", null),
            };
            if (inner is not null && Of(inner).Parameters.FirstOrDefault(parameter => !parameter.IsArg && HandedName(field, parameter.Name) == name) is { } handed)
            {
                return SizeAt(inner, handed.Name);
            }
        }

        return 0;
    }

    public static string HandedName(string field, string name) => field + Identifier.Capital(name);

    /// <summary>Several values as one, in code.</summary>
    public static string Joined(Step.Joined joined, string[] values) => joined.Kind switch
    {
        JoinKind.Cat => $"{Names.Torch}.cat([{string.Join(", ", values)}], {Literal.Of(joined.Axis)})",
        JoinKind.Mean => $"({string.Join(" + ", values)}) / {Literal.Of(values.Length)}",
        JoinKind.First => $"{values[0]}.alias()",
        _ => string.Join(" + ", values),
    };

    private static string TypeOf(BoundArgument arg) => arg.Value switch { Constant.Real => "double", Constant.Bool => "bool", _ => "int" };

    private void Visit(ShapedClass place)
    {
        string name = place.Declaration.Type.GlobalName;
        if (places.ContainsKey(name))
        {
            return;
        }

        places[name] = place;
        foreach (Step step in place.Steps)
        {
            switch (step)
            {
                case Step.Child child:
                    Visit(child.Class);
                    break;
                case Step.Repeat { Blocks.Count: > 0 } repeat:
                    // The second block may hold what the first does not.
                    Visit(repeat.Blocks[0]);
                    Visit(repeat.Rest);
                    break;
            }
        }
    }

    /// <summary>The work on one class.</summary>
    private sealed partial class Writer
    {
        private readonly ClassBuilder builder;
        private readonly ShapedClass place;
        private readonly ClassCode code;
        private readonly bool isModel;

        public Writer(ClassBuilder builder, ShapedClass place)
        {
            this.builder = builder;
            this.place = place;
            isModel = place == builder.model;
            code = new ClassCode(Forward);
        }

        public ClassCode Write()
        {
            code.NeedsKeys = place.Declaration.Form.Base == BaseClass.Keyed;
            for (int i = 0; i < place.Steps.Count; i++)
            {
                Declare(place.Steps[i]);
            }

            if (place.Args.Count + place.Sizes.Count > 0)
            {
                // What forward reads of them is kept in fields, which the constructor fills.
                _ = code.Forward;
            }

            Parameters();
            return code;
        }

        private void Declare(Step step)
        {
            switch (step)
            {
                case Step.Operator { Layer: { Input: { } input, Output: { } output } layer } op when OpCatalog.Find(layer.Layer.Operator)?.Lowering is Lowering.Module module:
                    Place at = new(layer.Layer, input, output, layer.InputDims);
                    Field($"public readonly {module.FieldType(at)}", layer.Layer.Field ?? "", $"<summary>{module.Comment(at)}</summary>");
                    code.Creations.Add($"{layer.Layer.Field} = {module.Creation(at)};");
                    Register(op.Key ?? KeyCode.Fixed(""), layer.Layer.Field ?? "");
                    break;
                case Step.Child child:
                    Declare(child);
                    break;
                case Step.Repeat repeat:
                    Declare(repeat);
                    break;
                case Step.Residual residual:
                    Declare(residual);
                    break;
            }
        }

        /// <summary>A field that others may read: recipes do, on the way to what they compare.</summary>
        private void Field(string type, string name, string documentation)
        {
            code.Fields.Add(($"/// {documentation}", null));
            Own(type, name, null);
        }

        /// <summary>A field that nobody else reads.</summary>
        private void Own(string type, string name, string? comment)
        {
            code.Fields.Add(($"{type} {name};", comment));
            code.FieldNames.Add(name);
        }

        private void Declare(Step.Child child)
        {
            string type = Reference(child.Class);
            string field = Identifier.Escape(child.Field);
            string optional = child.Presence is null ? "" : "?";
            Field($"{FieldType(child.Class)}{optional}", field, $"<inheritdoc cref=\"{type}\"/>");
            string creation = $"{field} = new {type}({Arguments(child.Class, child.Field)});";
            if (child.Presence is null)
            {
                if (!child.IsPresent)
                {
                    // Here it never changes the shape: the field stays null.
                    code.Fields[code.Fields.Count - 1] = ($"{FieldType(child.Class)}? {field};", null);
                    return;
                }

                code.Creations.Add(creation);
                Register(KeyCode.Fixed(child.Key), field);
                return;
            }

            code.Creations.Add($"if ({child.Presence})");
            code.Creations.Add($"    {creation}");
            Register(KeyCode.Fixed(child.Key), field, $"if ({field} is not null)");
        }

        private void Declare(Step.Repeat repeat)
        {
            string type = Reference(repeat.Blocks[0]);
            Field($"{FieldType(repeat.Blocks[0])}[]", repeat.Field, $"<inheritdoc cref=\"{type}\"/>");
            code.Creations.Add($"{repeat.Field} = new {type}[{repeat.Count}];");
            string[] arguments = [.. repeat.Blocks.Select(block => Arguments(block, repeat.Field))];
            if (arguments.Skip(1).Distinct().Count() > 1)
            {
                // Each block changes the shape, as in DenseNet.
                for (int i = 0; i < arguments.Length; i++)
                {
                    code.Creations.Add($"{repeat.Field}[{Literal.Of(i)}] = new {type}({arguments[i]});");
                }
            }
            else
            {
                code.Creations.Add($"for (int i = 0; i < {repeat.Field}.Length; i++)");
                code.Creations.Add($"    {repeat.Field}[i] = new {type}({Repeated(repeat)});");
            }

            string number = repeat.Key is { Text: "0", Number: null } ? "i" : $"{repeat.Key.Number ?? repeat.Key.Text} + i";
            string key = number == "i" && repeat.Prefix.Length == 0 ? "$\"{i}\"" : $"$\"{repeat.Prefix}{{{number}}}\"";
            code.NeedsKeys |= repeat.Prefix.Length > 0;
            code.Registrations.Add(new Registration($"for (int i = 0; i < {repeat.Field}.Length; i++)", key, $"{repeat.Field}[i]"));
        }

        /// <summary>The arguments of block i: where the first block gets others than the rest, both.</summary>
        private string Repeated(Step.Repeat repeat)
        {
            ShapedClass first = repeat.Blocks[0];
            ShapedClass rest = repeat.Rest;
            List<string> arguments = [];
            foreach (ClassParameter parameter in builder.Of(first).Parameters)
            {
                string? atFirst = Argument(first, parameter, repeat.Field);
                string? later = Argument(rest, parameter, repeat.Field);
                if (atFirst is null && later is null)
                {
                    continue;
                }

                string value = (atFirst ?? parameter.Default) == (later ?? parameter.Default) ? (atFirst ?? later)! : $"i == 0 ? {atFirst ?? parameter.Default} : {later ?? parameter.Default}";
                arguments.Add(parameter.Default is null ? value : $"{parameter.Name}: {value}");
            }

            return string.Join(", ", arguments);
        }

        /// <summary>The arguments that a child's constructor is given here.</summary>
        private string Arguments(ShapedClass child, string field)
        {
            List<string> arguments = [];
            foreach (ClassParameter parameter in builder.Of(child).Parameters)
            {
                if (Argument(child, parameter, field) is { } value)
                {
                    arguments.Add(parameter.Default is null ? value : $"{parameter.Name}: {value}");
                }
            }

            return string.Join(", ", arguments);
        }

        /// <summary>What a child's constructor is given for a parameter; null when its default is right.</summary>
        private string? Argument(ShapedClass child, ClassParameter parameter, string field)
        {
            if (parameter.IsArg)
            {
                string value = child.Args.First(arg => Identifier.Escape(arg.Name) == parameter.Name).Code;
                return value == parameter.Default ? null : value;
            }

            for (int axis = 0; axis < child.InputDims.Count; axis++)
            {
                if (child.InputDims[axis].Code == parameter.Name)
                {
                    return child.GivenDims[axis].Code;
                }
            }

            long number = builder.SizeAt(child, parameter.Name);
            if (place.IsClosed)
            {
                return parameter.Type == "bool" ? Literal.Of(number != 0) : Literal.Of(number);
            }

            string name = HandedName(field, parameter.Name);
            if (!place.Sizes.Concat(code.HandedOn).Any(size => size.Name == name))
            {
                code.HandedOn.Add(new NamedSize(name, number, parameter.Type == "bool"));
            }

            return name;
        }

        private void Declare(Step.Residual residual)
        {
            if (residual.Condition is not { } condition)
            {
                return;
            }

            if (residual.Projection is not { } projection)
            {
                if (condition != "true")
                {
                    Own("readonly bool", Adds(residual), "the shape stays: the input is added");
                    code.Creations.Add($"{Adds(residual)} = !({condition});");
                }

                return;
            }

            string module = projection.IsConvolution
                ? $"{Names.Torch}.nn.Sequential({Names.Torch}.nn.Conv{Literal.Of(projection.Axes)}d({projection.In}, {projection.Out}, kernel_size: 1{(projection.Stride == "1" ? "" : $", stride: {projection.Stride}")}, bias: false), {Names.Torch}.nn.BatchNorm{Literal.Of(projection.Axes)}d({projection.Out}))"
                : $"{Names.Torch}.nn.Linear({projection.In}, {projection.Out})";
            string type = "TorchSharp::Modules." + (projection.IsConvolution ? "Sequential" : "Linear");
            string comment = $"the input's way: {projection.In} -> {projection.Out}{(projection.IsConvolution ? (projection.Axes == 2 ? ", 1x1" : ", kernel 1") : "")}{(projection.Stride == "1" ? "" : $", stride {projection.Stride}")}";
            Field($"public readonly {type}{(condition == "true" ? "" : "?")}", projection.Field, $"<summary>{comment}</summary>");
            if (condition == "true")
            {
                code.Creations.Add($"{projection.Field} = {module};");
                Register(projection.Key, projection.Field);
                return;
            }

            code.Creations.Add($"if ({condition})");
            code.Creations.Add($"    {projection.Field} = {module};");
            Register(projection.Key, projection.Field, $"if ({projection.Field} is not null)");
        }

        private static string Adds(Step.Residual residual) => "addsInput" + Literal.Of(residual.Node.Value);

        private void Register(KeyCode key, string field, string? condition = null)
        {
            code.NeedsKeys |= key.Text.Length == 0 || key.Text.Contains('.');
            code.Registrations.Add(new Registration(condition, key.Number is null ? Literal.Quoted(key.Text) : $"$\"{{{key.Number}}}\"", field));
        }

        /// <summary>What the constructor needs to be given: what its statements name.</summary>
        private void Parameters()
        {
            if (place.Args.Count + place.Sizes.Count + code.HandedOn.Count == 0)
            {
                return;
            }

            string statements = string.Join("\n", code.Creations.Concat(code.Registrations.Select(static registration => registration.Key)));
            bool isBlock = !place.IsClosed && !isModel && !IsNested;
            foreach (NamedSize size in place.Sizes.Concat(code.HandedOn).Where(size => Dims.Mentions(statements, size.Name)))
            {
                string? value = isModel ? (size.IsFlag ? Literal.Of(size.Value != 0) : Literal.Of(size.Value)) : null;
                code.Parameters.Add(new ClassParameter(size.Name, size.IsFlag ? "bool" : "long", value, IsArg: false));
            }

            List<ClassParameter> args = [];
            foreach (BoundArgument arg in place.Args.Where(arg => Dims.Mentions(statements, Identifier.Escape(arg.Name))))
            {
                ArgDecl? own = place.Declaration.Args.FirstOrDefault(declared => declared.Name == arg.Name);
                args.Add(new ClassParameter(Identifier.Escape(arg.Name), TypeOf(arg), own is not null && (isBlock || isModel) ? Scope.Code(own.Default) : null, IsArg: true));
            }

            // Arguments with defaults come last; a model's come first among those, as its family gives them by place.
            code.Parameters.InsertRange(isModel ? 0 : code.Parameters.Count, args.OrderBy(static arg => arg.Default is not null));
        }

        private bool IsNested => place.Declaration.Type.Outer.Count > 0 && builder.places.Values.Any(other => other.Declaration.Stages.Any(stage => stage.Type == place.Declaration.Type));

        /// <summary>The declaration of a field for a child. A class that others cannot name stands there as the module that it is, so that they can still call it.</summary>
        private string FieldType(ShapedClass child) => child.Declaration.Visibility switch
        {
            Visibility.Public => $"public readonly {Reference(child)}",
            Visibility.Internal => $"internal readonly {Reference(child)}",
            _ => $"public readonly {Names.Module}",
        };

        /// <summary>How this class's code names another one of the model: nested ones by their own name.</summary>
        private string Reference(ShapedClass other)
            => place.Declaration.Stages.Any(stage => stage.Type == other.Declaration.Type) ? Identifier.Escape(other.Declaration.Type.Name) : other.Declaration.Type.GlobalName;
    }
}
