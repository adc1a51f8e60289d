namespace KdGen;

/// <summary>Marks a model that others learn from.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TeacherAttribute : Attribute;

/// <summary>Marks a model that learns from a teacher.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class StudentAttribute : Attribute;
