namespace Courseware.Tests;

/// <summary><c>--fuzz SECONDS [SEED]</c> runs <see cref="Fuzz.DataFileFuzz"/>.</summary>
internal static partial class Program
{
    static partial void RunRequested(string[] args, ref int? exitCode)
    {
        if (Fuzz.DataFileFuzz.RunRequested(args, out var code))
            exitCode = code;
    }
}
