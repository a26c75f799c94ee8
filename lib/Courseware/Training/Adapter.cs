using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Courseware.Data;
using Courseware.Display;

namespace Courseware.Training;

/// <summary>
/// Finds the engine that <c>dotnet build lib/Courseware.MLNet</c> puts beside the library, and loads it by reflection: the library has no reference to it.
/// </summary>
internal static class Adapter
{
    /// <summary>The adapter's folder, beside the library that notebooks load.</summary>
    private const string Folder = "mlnet";
    private const string FileName = "Courseware.MLNet.dll";

    private static readonly Lock Gate = new();
    private static ITrainingEngine? engine;
    private static string? failure;

    /// <summary>The built adapter; null if there is none.</summary>
    public static string? Built => Candidates().FirstOrDefault(File.Exists);

    /// <summary>The adapter's engine, or why there is none and what to do, in one line. A failure is remembered: a native library that did not load is not tried twice.</summary>
    public static bool TryLoad([NotNullWhen(true)] out ITrainingEngine? loaded, [NotNullWhen(false)] out string? reason)
    {
        lock (Gate)
        {
            if (engine is null && failure is null)
            {
                if (Built is not { } path)
                {
                    (loaded, reason) = (null, "The torchsharp engine is not built: type 'dotnet build lib/Courseware.MLNet' in the course's folder, then start again.");
                    return false;
                }
                (engine, failure) = Load(path);
            }
            (loaded, reason) = (engine, failure);
            return loaded is not null;
        }
    }

    /// <summary>Loads an adapter from a file.</summary>
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
        catch (Exception thrown) when (thrown is TypeLoadException or MissingMemberException or InvalidCastException or BadImageFormatException or FileLoadException or FileNotFoundException)
        {
            return (null, $"The torchsharp engine does not fit this library ({FirstLine(thrown)}): type 'dotnet build lib/Courseware.MLNet' again.");
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
