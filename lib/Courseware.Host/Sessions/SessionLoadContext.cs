using System.Reflection;
using System.Runtime.Loader;

namespace Courseware.Host.Sessions;

/// <summary>Where a session's cells and the libraries that they name are loaded: apart from the host's own assemblies and from other sessions'.</summary>
internal sealed class SessionLoadContext(ReferenceResolver references) : AssemblyLoadContext("notebook session")
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = references.PathOf(assemblyName.Name!);
        return path is null ? null : LoadFromAssemblyPath(path);
    }
}
