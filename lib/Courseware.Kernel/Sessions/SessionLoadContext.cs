using System.Reflection;
using System.Runtime.Loader;

namespace Courseware.Kernel.Sessions;

/// <summary>Where a session's cells and the libraries that they name are loaded: apart from the host's own assemblies and from other sessions'.</summary>
internal sealed class SessionLoadContext(ReferenceResolver references) : AssemblyLoadContext("notebook session")
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = assemblyName.CultureName is { Length: > 0 } culture ? references.PathOfTranslation(assemblyName.Name!, culture) : references.PathOf(assemblyName.Name!);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        references.PathOfNative(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
