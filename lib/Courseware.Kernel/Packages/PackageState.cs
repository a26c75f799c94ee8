namespace Courseware.Kernel.Packages;

/// <summary>What a session's cells have asked for, and what that came to.</summary>
internal sealed record PackageState(IReadOnlyList<PackageRequest> Requests, RestoredSet Set)
{
    public static PackageState Empty { get; } = new([], RestoredSet.Empty);
}
