using System.Reflection;
using System.Runtime.Loader;

namespace Courseware;

/// <summary>
/// The assembly of an adapter, which has its own folder next to the library that notebooks load: the library has no reference to it.
/// </summary>
internal static class AdapterAssembly
{
    /// <summary>Loads it, unless a cell has named it before; what it needs is in the same folder.</summary>
    public static Assembly Load(string path)
    {
        // It must meet this very library, so it is loaded where the library is (a notebook session has a context of its own).
        var context = AssemblyLoadContext.GetLoadContext(typeof(AdapterAssembly).Assembly) ?? AssemblyLoadContext.Default;
        var name = Path.GetFileNameWithoutExtension(path);
        if (context.Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == name) is { } loaded)
            return loaded;
        var folder = Path.GetDirectoryName(path)!;
        context.Resolving += (at, needed) => Path.Combine(folder, $"{needed.Name}.dll") is var file && File.Exists(file)
            ? at.LoadFromAssemblyPath(file) : null;
        return context.LoadFromAssemblyPath(path);
    }
}
