namespace Courseware.Kernel.Packages;

/// <param name="Line">What to show in place of the line before; it is gone when the notebook is written.</param>
/// <param name="Note">What the reader should know beyond that; null when there is nothing.</param>
internal sealed record PackageProgress(string Line, string? Note);
