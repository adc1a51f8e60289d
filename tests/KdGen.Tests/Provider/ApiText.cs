using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace KdGen.Tests.Provider;

/// <summary>Writes the public and protected members of an assembly one a line, in the notation of <c>torchsharp-api.txt</c>.</summary>
internal static class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(int)] = "int", [typeof(long)] = "long", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    /// <summary>The lines of every visible type in namespace TorchSharp and below, in ordinal order.</summary>
    internal static SortedSet<string> Of(Assembly assembly)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Type type in assembly.GetTypes())
        {
            if (!Visible(type) || type.Namespace is null || type.Namespace.Split('.')[0] != "TorchSharp")
                continue;
            lines.Add(TypeLine(type));
            foreach (MemberInfo member in type.GetMembers(Declared))
            {
                if (Line(type, member) is { } line)
                    lines.Add(line);
            }
        }
        return lines;
    }

    private static bool Visible(Type type) =>
        (type.IsPublic || type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && (type.DeclaringType is null || Visible(type.DeclaringType));

    private static string TypeLine(Type type)
    {
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsValueType: true } => "struct",
            { IsInterface: true } => "interface",
            _ when type.IsSubclassOf(typeof(Delegate)) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        bool plain = type.BaseType is null || type.BaseType == typeof(object) || type.BaseType == typeof(ValueType) || type.BaseType == typeof(Enum);
        return $"{Name(type)}  [{kind}]" + (plain ? "" : $" : {Name(type.BaseType!)}");
    }

    private static string? Line(Type type, MemberInfo member)
    {
        string owner = Name(type);
        switch (member)
        {
            case FieldInfo field when Visible(field.IsPublic, field.IsFamily, field.IsFamilyOrAssembly) && !field.IsSpecialName:
                return type.IsEnum
                    ? $"{owner}.{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}"
                    : $"{owner}.{field.Name} -> {Name(field.FieldType)} [field{(field.IsStatic ? " static" : "")}]{(field.IsPublic ? "" : " protected")}";
            case ConstructorInfo constructor when Visible(constructor) && !constructor.IsStatic:
                return $"{owner}..ctor({Parameters(constructor.GetParameters())}){Modifiers(constructor)}";
            case PropertyInfo property when property.GetAccessors(true).Any(Visible):
                return Property(owner, property);
            case MethodInfo method when Visible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)):
                string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
                bool extension = method.IsDefined(typeof(ExtensionAttribute), false);
                return $"{owner}.{method.Name}{generic}({(extension ? "this " : "")}{Parameters(method.GetParameters())}) -> {Name(method.ReturnType)}{Modifiers(method)}";
            default:
                return null;
        }
    }

    private static string Property(string owner, PropertyInfo property)
    {
        string name = property.GetIndexParameters() is { Length: > 0 } indices ? $"this[{Parameters(indices)}]" : property.Name;
        string accessors = (property.GetMethod is { } get && Visible(get) ? "get; " : "") + (property.SetMethod is { } set && Visible(set) ? "set; " : "");
        MethodInfo first = property.GetAccessors(true).First(Visible);
        string scope = (first.IsStatic ? " static" : "") + (first.IsPublic ? "" : " protected");
        return $"{owner}.{name} -> {Name(property.PropertyType)} {{ {accessors}}}{scope}";
    }

    private static bool Visible(MethodBase method) => Visible(method.IsPublic, method.IsFamily, method.IsFamilyOrAssembly);

    private static bool Visible(bool isPublic, bool isFamily, bool isFamilyOrAssembly) => isPublic || isFamily || isFamilyOrAssembly;

    private static string Modifiers(MethodBase method) =>
        (method.IsStatic ? " static" : method.IsAbstract ? " abstract" : method is { IsVirtual: true, IsFinal: false } ? " virtual" : "")
        + (method.IsPublic ? "" : " protected");

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string prefix = parameter.IsDefined(typeof(ParamArrayAttribute), false) ? "params "
            : parameter.IsOut ? "out "
            : parameter.IsIn && parameter.ParameterType.IsByRef ? "in "
            : parameter.ParameterType.IsByRef ? "ref "
            : "";
        Type type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        return $"{prefix}{Name(type)} {parameter.Name}" + (parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "");
    }

    private static string Literal(object? value) => value switch
    {
        null => "default",
        bool flag => flag ? "true" : "false",
        string text => $"\"{text}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Name(Type type)
    {
        if (keywords.TryGetValue(type, out string? keyword))
            return keyword;
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Name(inner) + "?";
        Type[] arguments = type.GetGenericArguments();
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
            return $"({string.Join(", ", arguments.Select(Name))})";
        // A nested type repeats its outer type's parameters before its own; the outer name has printed them.
        int outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        string own = arguments.Length > outer ? $"<{string.Join(", ", arguments[outer..].Select(Name))}>" : "";
        string simple = type.Name.Split('`')[0] + own;
        if (type.DeclaringType is { } declaring)
            return $"{Name(outer == 0 ? declaring : declaring.MakeGenericType(arguments[..outer]))}.{simple}";
        return type.Namespace?.Split('.')[0] == "TorchSharp" ? $"{type.Namespace}.{simple}" : simple;
    }
}
