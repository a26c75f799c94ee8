namespace Courseware.Kernel.Packages;

/// <summary>A package as restored on this machine; all paths are full.</summary>
/// <param name="Compile">What cells are compiled against.</param>
/// <param name="Runtime">What is loaded.</param>
/// <param name="Native">Native libraries for this system.</param>
internal sealed record RestoredPackage(string Name, string Version, IReadOnlyList<string> Compile, IReadOnlyList<string> Runtime,
    IReadOnlyList<string> Native);
