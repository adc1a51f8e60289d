using System.Reflection;
using System.Runtime.CompilerServices;
using KdGen.Compiler.Collections;
using KdGen.Compiler.Ir;
using KdGen.Compiler.Losses;
using Xunit;

namespace KdGen.Compiler.Tests.Purity;

/// <summary>The compiler is pure functions over values: the generator's cache, and its memory, rest on it.</summary>
public sealed class PurityTests
{
    private static readonly Assembly Compiler = typeof(ModuleDecl).Assembly;

    [Fact]
    public void Compiler_KnowsNoRoslyn()
        => Assert.DoesNotContain(Compiler.GetReferencedAssemblies(), name => name.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));

    [Fact]
    public void Compiler_ShowsNothing() => Assert.Empty(Compiler.GetExportedTypes());

    [Fact]
    public void Compiler_HasNoMutableStatics()
    {
        IEnumerable<string> mutable =
            from type in Compiler.GetTypes()
            where !IsGenerated(type)
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsLiteral && !field.Name.StartsWith('<')
            where !field.IsInitOnly || !(IsValue(field.FieldType) || field.FieldType.Namespace!.EndsWith(".Ops", StringComparison.Ordinal))
            select $"{type.Name}.{field.Name}";

        Assert.Empty(mutable);
    }

    [Theory]
    [InlineData(typeof(ModuleDecl))]
    [InlineData(typeof(RecipeDecl))]
    [InlineData(typeof(ModuleIr))]
    [InlineData(typeof(ShapedModule))]
    [InlineData(typeof(ModuleSignature))]
    [InlineData(typeof(RecipeIr))]
    [InlineData(typeof(Graph))]
    [InlineData(typeof(LossPlan))]
    public void PipelineValue_IsAValueThroughAndThrough(Type root)
    {
        HashSet<Type> seen = [];
        Queue<Type> open = new([root]);
        while (open.TryDequeue(out Type? type))
        {
            if (!seen.Add(type))
            {
                continue;
            }

            Assert.True(IsValue(type), $"{type} is reachable from {root.Name} and is no value");
            foreach (Type part in Parts(type))
            {
                open.Enqueue(part);
            }
        }
    }

    /// <summary>What a value holds: its fields, its items, and for a closed hierarchy its cases.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        if (Item(type) is { } item)
        {
            return [item];
        }

        IEnumerable<Type> fields = type.Assembly == Compiler && !type.IsEnum
            ? type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(field => field.FieldType)
            : [];
        return fields.Concat(Cases(type));
    }

    private static bool IsValue(Type type)
        => type.IsEnum
            || type == typeof(string)
            || type == typeof(bool) || type == typeof(char) || type == typeof(int) || type == typeof(long) || type == typeof(double)
            || Item(type) is not null
            || (IsRecord(type) && (type.IsSealed || (type.IsAbstract && Cases(type).All(IsValue))));

    private static bool IsRecord(Type type)
        => type.Assembly == Compiler
            && typeof(IEquatable<>).MakeGenericType(type).IsAssignableFrom(type)
            && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(System.Text.StringBuilder)]) is not null;

    private static IEnumerable<Type> Cases(Type type) => type is { IsAbstract: true, IsClass: true } ? Compiler.GetTypes().Where(other => other.BaseType == type) : [];

    private static Type? Item(Type type)
        => type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(EquatableArray<>) || type.GetGenericTypeDefinition() == typeof(Nullable<>))
            ? type.GetGenericArguments()[0]
            : null;

    private static bool IsGenerated(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || type.Name.StartsWith('<');
}
