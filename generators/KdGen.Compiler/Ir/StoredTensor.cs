using System;
using System.Collections.Generic;
using System.Linq;
using KdGen.Compiler.Collections;

namespace KdGen.Compiler.Ir;

/// <summary>A tensor of a weights file.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Type">Of its elements: "Float32".</param>
/// <param name="Shape">Its sizes; none for a scalar.</param>
internal sealed record StoredTensor(string Name, string Type, EquatableArray<long> Shape)
{
    /// <summary>Whether its values are real numbers: loading converts those among each other and nothing else to them.</summary>
    public bool IsFloating => !Others.Any(type => Type.StartsWith(type, StringComparison.Ordinal));

    private static IEnumerable<string> Others => ["Int", "UInt", "Bool", "Complex"];
}
