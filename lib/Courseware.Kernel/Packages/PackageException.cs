using System.Diagnostics.CodeAnalysis;

namespace Courseware.Kernel.Packages;

/// <summary>A package cannot be had: its message is the text for the reader.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Made in one place, with its text.")]
internal sealed class PackageException(string message) : Exception(message);
