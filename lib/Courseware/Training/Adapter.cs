using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Courseware;

/// <summary>
/// Finds what <c>dotnet build lib/Courseware.MLNet</c> puts beside the library (an engine, a classifier of texts), and loads it by reflection: the library has no reference to it.
/// </summary>
internal static class Adapter
{
    /// <summary>The adapter's folder, beside the library that notebooks load.</summary>
    private const string Folder = "mlnet";
    private const string FileName = "Courseware.MLNet.dll";

    private const string Engine = "The torchsharp engine";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<Type, (object? Part, string? Failure)> Loaded = [];

    /// <summary>The built adapter; null if there is none.</summary>
    public static string? Built => Candidates().FirstOrDefault(File.Exists);

    /// <summary>The line for a part that is missing because no adapter is built.</summary>
    /// <param name="what">What the line calls the part.</param>
    /// <param name="then">What to do once it is built.</param>
    public static string NotBuilt(string what, string then = "start the notebook anew") => $"{what} is not built: type 'dotnet build lib/Courseware.MLNet' in the course's folder, then {then}.";

    /// <summary>The adapter's engine, or why there is none and what to do, in one line.</summary>
    public static bool TryLoad([NotNullWhen(true)] out ITrainingEngine? loaded, [NotNullWhen(false)] out string? reason) => TryLoad(Engine, out loaded, out reason);

    /// <summary>The adapter's part of a type, or why there is none and what to do, in one line. A failure is remembered: a native library that did not load is not tried twice.</summary>
    /// <param name="what">What the line calls it.</param>
    /// <param name="loaded">The one part of that type.</param>
    /// <param name="reason">The line.</param>
    public static bool TryLoad<T>(string what, [NotNullWhen(true)] out T? loaded, [NotNullWhen(false)] out string? reason) where T : class
    {
        lock (Gate)
        {
            if (!Loaded.TryGetValue(typeof(T), out var found))
            {
                if (Built is not { } path)
                {
                    (loaded, reason) = (null, NotBuilt(what));
                    return false;
                }
                Loaded[typeof(T)] = found = Load<T>(path, what);
            }
            (loaded, reason) = ((T?)found.Part, found.Failure);
            return loaded is not null;
        }
    }

    /// <summary>Loads an adapter's engine from a file.</summary>
    internal static (ITrainingEngine? Engine, string? Failure) Load(string path) => Load<ITrainingEngine>(path, Engine);

    private static (T? Part, string? Failure) Load<T>(string path, string what) where T : class
    {
        try
        {
            var type = AdapterAssembly.Load(path).GetExportedTypes().FirstOrDefault(t => typeof(T).IsAssignableFrom(t));
            return type is null ? (null, $"{what} is not in the adapter that is built: type 'dotnet build lib/Courseware.MLNet' again.") : ((T)Activator.CreateInstance(type)!, null);
        }
        catch (TargetInvocationException thrown)
        {
            return (null, $"{what} cannot start: {FirstLine(thrown.InnerException ?? thrown)}");
        }
        catch (Exception thrown) when (thrown is TypeLoadException or MissingMemberException or InvalidCastException or BadImageFormatException or FileLoadException or FileNotFoundException)
        {
            return (null, $"{what} does not fit this library ({FirstLine(thrown)}): type 'dotnet build lib/Courseware.MLNet' again.");
        }
    }

    private static IEnumerable<string> Candidates()
    {
        if (Path.GetDirectoryName(typeof(Adapter).Assembly.Location) is { Length: > 0 } beside)
            yield return Path.Combine(beside, Folder, FileName);
        if (CourseFolder.TryPath("artifacts", "lib", Folder, FileName) is { } inCourse)
            yield return inCourse;
    }

    private static string FirstLine(Exception thrown) => thrown.Message.ReplaceLineEndings("\n").Split('\n')[0];
}
