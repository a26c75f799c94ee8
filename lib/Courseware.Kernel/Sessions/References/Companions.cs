using System.Text.Json;
using System.Text.Json.Nodes;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// What a library brings along: its <c>NAME.deps.json</c>, which the SDK writes beside it, names the assemblies of its packages. Those that
/// are beside the library too are named together with it, so that one <c>#r</c> is enough for a library and all that its own types speak
/// of.
/// </summary>
internal static class Companions
{
    /// <summary>Full paths; empty where a library has no such file, or one that cannot be read.</summary>
    public static IReadOnlyList<string> Of(string library)
    {
        var list = Path.ChangeExtension(library, ".deps.json");
        if (!File.Exists(list))
            return [];
        try
        {
            var folder = Path.GetDirectoryName(library)!;
            var root = JsonNode.Parse(File.ReadAllText(list));
            return [.. (root?["targets"]?.AsObject() ?? [])
                .SelectMany(target => target.Value!.AsObject())
                .SelectMany(package => package.Value!["runtime"]?.AsObject().Select(file => file.Key) ?? [])
                .Select(file => Path.Combine(folder, Path.GetFileName(file)))
                .Where(file => file != library && File.Exists(file))
                .Distinct()];
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or InvalidOperationException
            or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
