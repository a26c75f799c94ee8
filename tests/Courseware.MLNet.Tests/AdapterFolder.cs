using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Courseware.MLNet.Pipelines;

namespace Courseware.MLNet.Tests;

/// <summary>Loads the adapter and its packages from the folder that notebooks load them from.</summary>
internal static class AdapterFolder
{
#pragma warning disable CA2255 // A test program is no library, and this must be done before a test's types are looked at.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Use()
    {
        Find();
        TorchWasFoundElsewhere = FindsTorchElsewhere();
    }

    /// <summary>Whether torch's native library was found for this assembly, which is not beside it, before any test loaded it: from then on the whole process knows its name.</summary>
    public static bool TorchWasFoundElsewhere { get; private set; }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool FindsTorchElsewhere()
    {
        RuntimeHelpers.RunModuleConstructor(typeof(ClassicModels).Module.ModuleHandle); // where the adapter begins to look for native libraries
        return NativeLibrary.TryLoad("LibTorchSharp", typeof(AdapterFolder).Assembly, null, out _);
    }

    private static void Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "lib", "mlnet", "Courseware.MLNet.dll")))
            folder = folder.Parent;
        if (folder is null)
            throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has lib/mlnet/Courseware.MLNet.dll: dotnet build lib/Courseware.MLNet.");
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(folder.FullName, "lib", "mlnet", $"{name.Name}.dll") is var file && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
    }
}
