using Courseware.Kernel.Packages;
using Microsoft.CodeAnalysis;

namespace Courseware.Kernel.Sessions;

/// <summary>What is kept of an accepted cell, to compile later ones with.</summary>
/// <param name="Text">The text that was compiled.</param>
/// <param name="Outline">A shorter one that declares the same and needs no other cell; null when there is none.</param>
/// <param name="Files">The files that it loaded, as they were.</param>
internal sealed record HistoryCell(int Number, string Name, string Text, string? Outline, SourceReferenceResolver Files, PackageState? Packages, bool HasCode)
{
    /// <summary>The cells without which its declarations mean nothing.</summary>
    public required IReadOnlyList<int> Needs { get; init; }

    /// <summary>Whether a variable of it is of a type that the compiler made up.</summary>
    public required bool HasUnspeakable { get; init; }
}
