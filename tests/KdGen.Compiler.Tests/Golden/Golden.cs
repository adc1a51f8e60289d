using System.Runtime.CompilerServices;
using Xunit;

namespace KdGen.Compiler.Tests.Golden;

/// <summary>
/// Compares text with the file X.verified.cs beside the test. On a difference X.received.cs is written and the test fails;
/// KDGEN_ACCEPT=1 makes what was received the verified text.
/// </summary>
internal static class Golden
{
    public static void Verify(string name, string text, [CallerFilePath] string testFile = "")
    {
        string folder = Path.GetDirectoryName(testFile)!;
        string verified = Path.Combine(folder, name + ".verified.cs");
        string received = Path.Combine(folder, name + ".received.cs");
        if (File.Exists(verified) && File.ReadAllText(verified) == text)
        {
            File.Delete(received);
            return;
        }

        if (Environment.GetEnvironmentVariable("KDGEN_ACCEPT") == "1")
        {
            File.WriteAllText(verified, text);
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.Fail($"{name} differs from {name}.verified.cs: compare it with {name}.received.cs, accept it with KDGEN_ACCEPT=1");
    }
}
