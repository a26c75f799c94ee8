using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Courseware;

/// <summary>
/// Finds ML.NET's native libraries in the adapter's folder. The runtime looks beside the assembly that asks, but a notebook's session loads
/// copies of assemblies, each from a folder of its own.
/// </summary>
/// <remarks>
/// Their names end in Native. Torch's libraries are the engine's business, which tells in its own words when they are missing.
/// </remarks>
internal static class NativeLibraries
{
#pragma warning disable CA2255 // A library should not run code when it is loaded; here it adds a place to look in, and a student's cell may call a trainer before it calls anything of ours.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void LookInTheAdaptersFolder()
    {
        var context = AssemblyLoadContext.GetLoadContext(typeof(NativeLibraries).Assembly) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += (_, name) =>
            name.EndsWith("Native", StringComparison.Ordinal) && Adapter.Find("ml", FileName(name)) is { } file
            && NativeLibrary.TryLoad(file, out var library) ? library : IntPtr.Zero;
    }

    private static string FileName(string name)
        => OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
}
