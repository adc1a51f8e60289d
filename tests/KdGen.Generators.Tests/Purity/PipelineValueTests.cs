using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using KdGen.Generators.Tests.Harness;
using KdGen.Generators.Tests.Incremental;
using Microsoft.CodeAnalysis;

namespace KdGen.Generators.Tests.Purity;

/// <summary>What the pipeline holds between two edits: values, and nothing of a compilation.</summary>
public sealed class PipelineValueTests
{
    private const BindingFlags InstanceFields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void PipelineValues_ReachNothingOfRoslyn()
    {
        GeneratorDriver driver = GeneratorHarness.Driver().RunGenerators(Compilations.Create(Sources.Tutorial, Sources.Composed, Sources.OwnLosses));
        List<object> values =
        [
            .. driver.GetRunResult().Results[0].TrackedSteps
                .Where(step => IncrementalRun.TrackingNamesOfOurs.Contains(step.Key))
                .SelectMany(step => step.Value)
                .SelectMany(step => step.Outputs)
                .Select(output => output.Value),
        ];

        HashSet<Type> types = [];
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        values.ForEach(value => Walk(value, types, seen));

        Assert.Contains(types, type => type.Name == "AttributeDecl");
        Assert.Contains(types, type => type.Name == "ShapedLayer");
        Assert.Contains(types, type => type.Name == "LossPlan");
        Assert.Contains(types, type => type.Name == "Compute");
        Assert.Contains(types, type => type.Name == "BlockFile");
        Assert.Contains(types, type => type.Name == "OwnLoss");
        Assert.DoesNotContain(types, IsRoslyn);
        Assert.DoesNotContain(types.SelectMany(type => type.GetFields(InstanceFields)), field => IsRoslyn(field.FieldType) || field.FieldType == typeof(object));
    }

    [Fact]
    public void PipelineValues_AreEqualWhenTheyAreMadeTwice()
    {
        object[] first = Values();
        object[] second = Values();
        Assert.Equal(first.Length, second.Length);
        Assert.All(first.Zip(second), pair =>
        {
            Assert.NotSame(pair.First, pair.Second);
            Assert.Equal(pair.First, pair.Second);
            Assert.Equal(pair.First.GetHashCode(), pair.Second.GetHashCode());
        });

        static object[] Values() =>
        [
            .. GeneratorHarness.Driver().RunGenerators(Compilations.Create(Sources.Tutorial, Sources.Composed, Sources.OwnLosses)).GetRunResult().Results[0].TrackedSteps
                .Where(step => IncrementalRun.TrackingNamesOfOurs.Contains(step.Key))
                .OrderBy(step => step.Key, StringComparer.Ordinal)
                .SelectMany(step => step.Value)
                .SelectMany(step => step.Outputs)
                .Select(output => output.Value),
        ];
    }

    [Fact]
    public void Types_HaveNoMutableStatics()
    {
        FieldInfo[] statics =
        [
            .. typeof(KdGenerator).Assembly.GetTypes()
                .Where(type => type.Namespace?.StartsWith("KdGen", StringComparison.Ordinal) == true && !type.IsEnum && !IsCompilerMade(type))
                .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                .Where(field => !field.IsLiteral && field.GetCustomAttribute<CompilerGeneratedAttribute>() is null),
        ];
        Assert.NotEmpty(statics);
        Assert.All(statics, field =>
        {
            Assert.True(field.IsInitOnly, $"{field.DeclaringType}.{field.Name} can be assigned");
            Assert.False(
                field.FieldType.IsArray || (field.FieldType.Namespace == "System.Collections.Generic" && !field.FieldType.IsInterface) || field.FieldType.Namespace == "System.Collections.Concurrent",
                $"{field.DeclaringType}.{field.Name} can be changed");
        });
    }

    private static bool IsRoslyn(Type type) => type.Assembly.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    private static bool IsCompilerMade(Type type) => type.GetCustomAttribute<CompilerGeneratedAttribute>() is not null || (type.DeclaringType is { } outer && IsCompilerMade(outer));

    private static void Walk(object? value, HashSet<Type> types, HashSet<object> seen)
    {
        if (value is null || value is string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
        {
            return;
        }

        if (value is Array array)
        {
            foreach (object? item in (IEnumerable)array)
            {
                Walk(item, types, seen);
            }

            return;
        }

        types.Add(value.GetType());
        if (IsRoslyn(value.GetType()))
        {
            return;
        }

        for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(InstanceFields))
            {
                Walk(field.GetValue(value), types, seen);
            }
        }
    }
}
