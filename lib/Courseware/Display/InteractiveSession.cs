using System.Reflection;
using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// In a .NET Interactive session the library loads, by itself, the adapter that <c>dotnet build lib/Courseware.Polyglot</c> puts next to
/// it: then what it shows updates in place.
/// </summary>
internal static class InteractiveSession
{
    private const string Host = "Microsoft.DotNet.Interactive";
    private const string Folder = "polyglot";
    private const string Adapter = "Courseware.Polyglot";

    /// <summary>Whether this is a session of .NET Interactive, with or without the adapter.</summary>
    internal static bool IsThere => AppDomain.CurrentDomain.GetAssemblies().Any(loaded => loaded.GetName().Name == Host);

#pragma warning disable CA2255 // A library should not run code when it is loaded; elsewhere than in such a session nothing happens, and no later moment is sure to come before the first output.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Begin()
    {
        if (IsThere
            && Path.GetDirectoryName(typeof(InteractiveSession).Assembly.Location) is { Length: > 0 } beside
            && Path.Combine(beside, Folder, Adapter + ".dll") is var adapter && File.Exists(adapter))
        {
            Connect(adapter);
        }
    }

    /// <summary>Loads an adapter and lets it connect.</summary>
    internal static void Connect(string path)
    {
        try
        {
            // The session may have been begun by the adapter.
            var begun = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(loaded => loaded.GetName().Name == Adapter);
            Connect(begun ?? AdapterAssembly.Load(path));
        }
        catch (Exception problem)
        {
            // Older or newer than the session's .NET Interactive, most likely; the course goes on as without it.
            var reason = (problem.InnerException ?? problem).Message.ReplaceLineEndings("\n").Split('\n')[0];
            Console.Error.WriteLine($"{Adapter} does not fit this session ({reason}): what a cell shows while it runs is text. 'dotnet build lib/{Adapter}' builds it again.");
        }
    }

    private static void Connect(Assembly adapter)
        => adapter.GetType($"{Adapter}.{nameof(InteractiveSession)}", throwOnError: true)!.GetMethod(nameof(Connect))!.Invoke(null, null);
}
