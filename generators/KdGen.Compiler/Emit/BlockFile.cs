using KdGen.Compiler.Ir;

namespace KdGen.Compiler.Emit;

/// <summary>The code of a block.</summary>
/// <param name="Type">The block's class.</param>
/// <param name="Text">Its file.</param>
internal sealed record BlockFile(TypeName Type, string Text);
