using System.Text;

namespace Courseware.Kernel.Sessions;

/// <summary>With what the runtime begins when it says why the process ends in the midst of something.</summary>
internal static class LastWords
{
    private static readonly string[] s_texts =
        ["Unhandled exception", "Process terminated", "Stack overflow", "Fatal error", "Out of memory", "terminate called"];
    private static readonly byte[][] s_bytes = [.. s_texts.Select(Encoding.ASCII.GetBytes)];

    public static bool Begin(string line) => s_texts.Any(text => line.StartsWith(text, StringComparison.Ordinal));

    public static bool AreIn(ReadOnlySpan<byte> bytes)
    {
        foreach (var text in s_bytes)
        {
            if (bytes.IndexOf(text) >= 0)
                return true;
        }
        return false;
    }
}
