using System.Reflection;
using System.Runtime.Loader;
using Xunit;

namespace Courseware.Tests.Polyglot;

/// <summary>The built adapter, if there is one, and the packages that came with it: these tests have no reference to them, and count as skipped without.</summary>
internal static class PolyglotAdapter
{
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "lib", "polyglot");
    private static readonly Lazy<AssemblyLoadContext> Context = new(() =>
    {
        var context = new AssemblyLoadContext("adapter");
        context.Resolving += (at, name) => Path.Combine(Folder, $"{name.Name}.dll") is var file && File.Exists(file) ? at.LoadFromAssemblyPath(file) : null;
        return context;
    });

    /// <summary>An assembly of the adapter's folder. Skips the test where no adapter is built.</summary>
    public static Assembly Load(string name)
    {
        if (!File.Exists(Path.Combine(Folder, "Courseware.Polyglot.dll")))
            Assert.Skip("The adapter is not built: dotnet build lib/Courseware.Polyglot.");
        return Context.Value.LoadFromAssemblyPath(Path.Combine(Folder, $"{name}.dll"));
    }

    public static object? Call(this Assembly assembly, string type, string method, params object?[] arguments)
        => assembly.GetType(type, throwOnError: true)!.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Single(m => m.Name == method && !m.IsGenericMethodDefinition && m.GetParameters().Length == arguments.Length && m.GetParameters().Zip(arguments).All(p => p.Second is null || p.First.ParameterType.IsInstanceOfType(p.Second)))
            .Invoke(null, arguments);
}
