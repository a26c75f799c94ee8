namespace Courseware;

/// <summary>How the course runs here: the default, short, or in full.</summary>
internal static class Course
{
    /// <summary>"default" or "full", from the environment variable COURSEWARE_MODE (<c>run --full</c> sets it).</summary>
    /// <exception cref="InvalidOperationException">The variable holds something else.</exception>
    public static string Mode => Environment.GetEnvironmentVariable("COURSEWARE_MODE")?.Trim().ToLowerInvariant() switch
    {
        null or "" or "default" => "default",
        "full" => "full",
        var other => throw new InvalidOperationException(EnvironmentNotice.ErrorOf("COURSEWARE_MODE", other)),
    };

    /// <summary>All seeds and epochs of the claims' rules, instead of what fits into a few minutes.</summary>
    public static bool IsFull => Mode == "full";

    /// <summary>The engine that verdicts and fingerprints are recorded under.</summary>
    public static string Engine => Courseware.Engine.Default.Name;
}
