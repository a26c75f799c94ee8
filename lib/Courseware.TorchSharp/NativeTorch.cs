using System.Runtime.InteropServices;
using TorchSharp;

namespace Courseware;

/// <summary>
/// Loads libtorch before anything of TorchSharp is touched: its static constructor would fail for good, and write a page about it.
/// </summary>
internal static class NativeTorch
{
    // What the packages are made for. 2.34 is what libLibTorchSharp.so asks of the C library: Debian 12, Ubuntu 22.04, RHEL 9 and later
    // have it, Debian 11 and Alpine do not.
    private const string Systems =
        "libtorch is there for Linux on x64 with glibc 2.34 or later (Debian 12, Ubuntu 22.04, RHEL 9), Windows on x64 and Arm64, and macOS on Arm64";

    private static string FileName
        => OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";

    /// <summary>Loads it.</summary>
    /// <exception cref="DllNotFoundException">It is missing, or the system's loader refuses it: the text has the loader's own reason, and
    /// the systems that do.</exception>
    public static void Load() => Load(Path.GetDirectoryName(typeof(torch).Assembly.Location) ?? "");

    /// <inheritdoc cref="Load()"/>
    /// <param name="folder">Where it is: that of TorchSharp.dll.</param>
    internal static void Load(string folder)
    {
        SpinPolicy.Set();
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            // A program of somebody's own may have it elsewhere, where the runtime finds it.
            if (NativeLibrary.TryLoad("LibTorchSharp", typeof(torch).Assembly, null, out _))
                return;
            throw new DllNotFoundException($"there is no {FileName} beside TorchSharp.dll: the adapter was built with -p:LibTorch=none, or for a system without libtorch. "
                + $"{Systems}; there 'dotnet build lib/Courseware.TorchSharp' fetches it.");
        }
        try
        {
            NativeLibrary.Load(file);
        }
        catch (Exception refused) when (refused is DllNotFoundException or BadImageFormatException)
        {
            throw new DllNotFoundException($"the system's loader refuses {FileName}: {Reason(refused.Message, file)}. {Systems}.", refused);
        }
    }

    // .NET begins with a line of advice; after it, or in it on Windows, is what the loader said.
    private static string Reason(string message, string file)
    {
        var lines = message.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var said = lines.Length > 1 ? lines[1] : lines[0];
        return said.Replace(Path.GetDirectoryName(file) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).TrimEnd('.');
    }
}
