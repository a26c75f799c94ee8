using System.Reflection;
using System.Runtime.Loader;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// Where a session's cells and the libraries that they name are loaded: apart from the host's own assemblies and from other sessions'.
/// </summary>
internal sealed class SessionLoadContext(ReferenceResolver references) : AssemblyLoadContext("notebook session")
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = assemblyName.CultureName is { Length: > 0 } culture ? references.PathOfTranslation(assemblyName.Name!, culture)
            : references.PathOf(assemblyName.Name!);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    // Zero where it cannot be loaded: then the search goes on, and a package's own way of finding it has its turn.
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        references.PathOfNative(unmanagedDllName) is { } path ? NativeLoading.Load(path, references.Natives) : 0;
}
