using System.Text.RegularExpressions;

namespace Courseware.Kernel.Packages;

/// <summary>A package that a cell asks for: <c>#r "nuget: Name, Version"</c>.</summary>
/// <param name="Version">As written: a version, a range, one with a star; null when none is given, which means the newest that is no
/// preview.</param>
internal sealed partial record PackageRequest(string Name, string? Version)
{
    private const string Prefix = "nuget:";

    /// <summary>Whether the version depends on the day of the question.</summary>
    public bool IsFloating => Version is null || Version.Contains('*', StringComparison.Ordinal);

    public override string ToString() => Version is null ? Name : $"{Name} {Version}";

    public static bool IsPackage(string directive) => directive.TrimStart().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads what is between the quotes.</summary>
    /// <exception cref="PackageException">It names no package, or something that cannot be a version.</exception>
    public static PackageRequest Parse(string directive)
    {
        var parts = directive.Trim()[Prefix.Length..].Split(',', 2, StringSplitOptions.TrimEntries);
        var (name, version) = (parts[0], parts.Length > 1 && parts[1].Length > 0 ? parts[1] : null);
        if (!Id().IsMatch(name))
            throw new PackageException($"A package is named as in #r \"nuget: Name, 1.2.3\"; '{directive.Trim()}' names none.");
        if (version is not null && !VersionOrRange().IsMatch(version))
            throw new PackageException($"'{version}' is not a version of the package {name}. Write one like 1.2.3, 1.* or [1.0,2.0), or leave it out for the newest.");
        return new PackageRequest(name, version is "*" ? null : version);
    }

    /// <summary>Reads what is between the quotes of <c>#i "nuget: source"</c>: the address or the folder of a feed.</summary>
    /// <exception cref="PackageException">It names none.</exception>
    public static string ParseSource(string directive, string folder)
    {
        var source = IsPackage(directive) ? directive.Trim()[Prefix.Length..].Trim() : "";
        if (source.Length == 0)
            throw new PackageException("A source of packages is named as in #i \"nuget: address or folder\".");
        return source.Contains("://", StringComparison.Ordinal) ? source : Path.GetFullPath(source, folder);
    }

    [GeneratedRegex(@"^[A-Za-z0-9_]([A-Za-z0-9_.\-]*[A-Za-z0-9_])?$")]
    private static partial Regex Id();

    [GeneratedRegex(@"^([\[(]\s*)?[0-9*,][0-9A-Za-z.*+\-,\s]*([\])])?$")]
    private static partial Regex VersionOrRange();
}
