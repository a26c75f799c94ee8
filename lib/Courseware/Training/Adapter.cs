using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// Finds the engine that <c>dotnet build</c> puts next to the library, and loads it by reflection: the library has no reference to it.
/// </summary>
internal static class Adapter
{
    /// <summary>The adapter's folder, next to the library that notebooks load.</summary>
    private const string Folder = "torchsharp";
    private const string FileName = "Courseware.TorchSharp.dll";
    private const string SymbolsName = "notebook.symbols";

    private static readonly Lock s_gate = new();
    private static (ITrainingEngine? Engine, string? Failure)? s_found;

    /// <summary>The built adapter; null if there is none.</summary>
    public static string? Built => Find(Folder, FileName);

    /// <summary>Tells the notebook's kernel that a cell may speak TorchSharp itself: <c>#if TORCHSHARP</c>.</summary>
#pragma warning disable CA2255 // A library should not run code when it is loaded; here it sets one name in the process's data, and a cell is compiled before it calls anything.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void TellSymbol()
    {
        if (AppContext.GetData(SymbolsName) is null
            && Find(Folder, OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib"
                : "libLibTorchSharp.so") is not null)
        {
            AppContext.SetData(SymbolsName, "TORCHSHARP");
        }
    }

    /// <summary>A file of an adapter's folder; null if there is none.</summary>
    /// <param name="folder">The folder's name.</param>
    /// <param name="file">The file's.</param>
    public static string? Find(string folder, string file)
        => Path.GetDirectoryName(typeof(Adapter).Assembly.Location) is { Length: > 0 } here
        && Path.Combine(here, folder, file) is var beside && File.Exists(beside) ? beside
            : CourseFolder.TryPath("artifacts", "lib", folder, file) is { } inCourse && File.Exists(inCourse) ? inCourse
            : null;

    /// <summary>The line for an engine that is missing because no adapter is built.</summary>
    /// <param name="then">What to do once it is built.</param>
    public static string NotBuilt(string then = "start the notebook again")
        => $"The torchsharp engine is not built: type 'dotnet build lib/Courseware.TorchSharp' in the course's folder, then {then}.";

    /// <summary>
    /// The adapter's engine, or why there is none and what to do, in one line. A failure is remembered: a native library that did not load
    /// is not tried twice.
    /// </summary>
    public static bool TryLoad([NotNullWhen(true)] out ITrainingEngine? loaded, [NotNullWhen(false)] out string? reason)
    {
        lock (s_gate)
        {
            if (s_found is null)
            {
                if (Built is not { } path)
                {
                    (loaded, reason) = (null, NotBuilt());
                    return false;
                }
                s_found = Load(path);
            }
            (loaded, reason) = s_found.Value;
            return loaded is not null;
        }
    }

    /// <summary>Loads an adapter's engine from a file.</summary>
    internal static (ITrainingEngine? Engine, string? Failure) Load(string path)
    {
        try
        {
            var type = AdapterAssembly.Load(path).GetExportedTypes().First(t => typeof(ITrainingEngine).IsAssignableFrom(t));
            return ((ITrainingEngine)Activator.CreateInstance(type)!, null);
        }
        catch (TargetInvocationException thrown)
        {
            return (null, $"The torchsharp engine cannot start: {FirstLine(thrown.InnerException ?? thrown)}");
        }
        catch (Exception thrown) when (thrown is TypeLoadException or MissingMemberException or InvalidCastException
            or BadImageFormatException or FileLoadException
            or FileNotFoundException or InvalidOperationException)
        {
            return (null, $"The torchsharp engine does not fit this library ({FirstLine(thrown)}): type 'dotnet build lib/Courseware.TorchSharp' again.");
        }
    }

    private static string FirstLine(Exception thrown) => thrown.Message.ReplaceLineEndings("\n").Split('\n')[0];
}
