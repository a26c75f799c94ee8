namespace Courseware;

/// <summary>Where data sets are looked for and what is allowed.</summary>
internal sealed record DataSettings
{
    /// <summary>The folder with real copies that the environment variable COURSEWARE_DATA names; null without.</summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// The per-user folder that downloads go to: COURSEWARE_CACHE, else XDG_CACHE_HOME/courseware, else courseware in the user's local
    /// application data.
    /// </summary>
    public required string CacheFolder { get; init; }

    /// <summary>True where the user has not named the cache: a private folder takes its place if it cannot be written to.</summary>
    public bool MayFallBack { get; init; }

    /// <summary>The course's own data/ folder; null if the course's folder is not found.</summary>
    public string? CourseData { get; init; }

    /// <summary>COURSEWARE_DATA_POLICY: RealOrStandIn (default), RealOnly or StandInOnly.</summary>
    public DataPolicy Policy { get; init; }

    /// <summary>COURSEWARE_OFFLINE=1: nothing is downloaded.</summary>
    public bool Offline { get; init; }

    /// <summary>The settings of this process.</summary>
    public static DataSettings FromEnvironment() => From(Environment.GetEnvironmentVariable);

    internal static DataSettings From(Func<string, string?> variable) => new()
    {
        DataFolder = Set("COURSEWARE_DATA", variable),
        CacheFolder = Set("COURSEWARE_CACHE", variable)
            ?? (Set("XDG_CACHE_HOME", variable) is { } cache ? Path.Combine(cache, "courseware")
                : Path.Combine(UserFolder(), "courseware")),
        MayFallBack = Set("COURSEWARE_CACHE", variable) is null,
        CourseData = CourseFolder.TryPath("data"),
        Policy = Set("COURSEWARE_DATA_POLICY", variable) is not { } text ? DataPolicy.RealOrStandIn
            : Enum.TryParse<DataPolicy>(text, ignoreCase: true, out var policy) && Enum.IsDefined(policy) ? policy
            : throw new ArgumentException(EnvironmentNotice.ErrorOf("COURSEWARE_DATA_POLICY", text)),
        Offline = Set("COURSEWARE_OFFLINE", variable)?.Trim().ToLowerInvariant() switch
        {
            null or "" or "0" or "false" => false,
            "1" or "true" => true,
            var other => throw new ArgumentException(EnvironmentNotice.ErrorOf("COURSEWARE_OFFLINE", other)),
        },
    };

    private static string? Set(string name, Func<string, string?> variable) => variable(name) is { Length: > 0 } value ? value : null;

    private static string UserFolder()
        => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
        is { Length: > 0 } folder ? folder : PrivateFolder.Path;
}
