namespace Courseware.Tests;

/// <summary>Whether the build has libtorch: <c>-p:LibTorch=none</c> leaves it out, and so does a system for which there is none.</summary>
internal static class LibTorch
{
    /// <summary>What a skipped test says.</summary>
    public const string LeftOut = "libtorch is left out: built with -p:LibTorch=none, or for a system that has none.";

    /// <summary>Whether it is not there.</summary>
    public static bool IsLeftOut { get; } = !File.Exists(Path.Combine(Repository.Root, "artifacts", "lib", "torchsharp",
        OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so"));
}
