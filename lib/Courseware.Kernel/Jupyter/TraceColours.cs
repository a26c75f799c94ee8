using System.Text.RegularExpressions;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Jupyter;

/// <summary>
/// Colours in the lines of an error, as terminals have them and front ends draw them: what is wrong in red, where in green.
/// </summary>
internal static partial class TraceColours
{
    private const string Red = "\e[31m";
    private const string BoldRed = "\e[1;31m";
    private const string Green = "\e[32m";
    private const string Plain = "\e[0m";

    /// <summary>The error's trace. The text is the same once the escapes are taken out.</summary>
    public static IReadOnlyList<string> Of(ErrorOutput error)
        => [.. error.Trace.Select((line, i) => Coloured(line, i == 0 ? error.Name : null))];

    private static string Coloured(string line, string? name)
    {
        // A program's own colours stay as they are.
        if (line.Contains('\e', StringComparison.Ordinal))
            return line;
        if (name is not null && line.StartsWith(name + ":", StringComparison.Ordinal))
            return $"{BoldRed}{name}:{Plain}{line[(name.Length + 1)..]}";
        if (Carets().IsMatch(line))
            return Red + line + Plain;
        line = Location().Replace(line, $"$1{Green}$2{Plain}", 1);
        return Kind().Replace(line, $"$1{BoldRed}$2{Plain}", 1);
    }

    [GeneratedRegex(@"^\s+\^+$")]
    private static partial Regex Carets();

    // A frame's place, and a diagnostic's.
    [GeneratedRegex(@"^(   at (?:[^,]+, )?|)([^\s,][^,]*, line \d+(?:(?:,| or) \d+)*(?:, column \d+)?:)")]
    private static partial Regex Location();

    // What follows a diagnostic's place, and the name of an inner exception.
    [GeneratedRegex(@"^((?:[^,]+, line \d+, column \d+:\S* )?|caused by |and )(error \w+:|(?<=caused by |and )\S+:)")]
    private static partial Regex Kind();
}
