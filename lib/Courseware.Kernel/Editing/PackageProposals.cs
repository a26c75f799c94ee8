namespace Courseware.Kernel.Editing;

/// <summary>
/// Packages and versions that were restored on this machine before, for <c>#r "nuget: …"</c>: no feed is asked while somebody types.
/// </summary>
internal static class PackageProposals
{
    private const int Most = 200;

    /// <param name="typed">What comes after <c>nuget:</c>, up to the cursor.</param>
    /// <param name="position">The cursor.</param>
    /// <param name="end">The closing quote's place, or the line's end.</param>
    public static CompletionList At(string typed, int position, int end) => At(Root, typed, position, end);

    /// <param name="root">The folder of restored packages.</param>
    public static CompletionList At(string root, string typed, int position, int end)
    {
        var parts = typed.Split(',');
        var begun = parts[^1].TrimStart();
        IEnumerable<Completion> found = [];
        try
        {
            if (parts.Length == 1)
            {
                found = Names(root, begun).Select(name => new Completion(name, "path", "package, restored here before"));
            }
            else if (parts.Length == 2 && parts[0].Trim() is { Length: > 0 } name && name.AsSpan().IndexOfAny('/', '\\', '.') != 0)
            {
                found = Names(Path.Combine(root, name.ToLowerInvariant()), begun).Reverse()
                    .Select(version => new Completion(version, "path", "version, restored here before"));
            }

            return new CompletionList([.. found.Take(Most)], position - begun.Length, end);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return CompletionList.None(position);
        }
    }

    private static string Root => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } told
        ? told
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static IEnumerable<string> Names(string folder, string begun) => !Directory.Exists(folder)
        ? []
        : Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path))
        .Where(name => name[0] != '.' && name.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
        .Order(StringComparer.OrdinalIgnoreCase);
}
