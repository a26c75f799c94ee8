using System.Text.RegularExpressions;

namespace Courseware.Testing;

/// <summary>The numbers in a notebook's outputs that differ from run to run.</summary>
internal static partial class VaryingNumbers
{
    /// <summary>
    /// An output without its numbers where it tells what was measured, or what a library computes whose sums are its own affair.
    /// </summary>
    public static string Masked(string output)
        => output.Contains("(measured)", StringComparison.Ordinal) || output.Contains("TorchSharp", StringComparison.Ordinal)
        ? Digits().Replace(output, "#") : output;

    [GeneratedRegex(@"[-−]?\d[\d.,]*(e[-+−]?\d+)?")]
    private static partial Regex Digits();
}
