namespace Courseware.Kernel.Packages;

/// <summary>What a set of requests comes to: the packages asked for and all that they need.</summary>
/// <param name="Notes">What the restore wants the reader to know: another version than the one asked for, say.</param>
internal sealed record RestoredSet(IReadOnlyList<RestoredPackage> Packages, IReadOnlyList<string> Notes)
{
    public static RestoredSet Empty { get; } = new([], []);

    /// <summary>Whether everything is still there: the folder of restored packages may have been emptied.</summary>
    public bool IsComplete => Packages.All(package => package.Compile.Concat(package.Runtime).Concat(package.Native).All(File.Exists));

    public string? VersionOf(string name)
        => Packages.FirstOrDefault(package => package.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Version;
}
