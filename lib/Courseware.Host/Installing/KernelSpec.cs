using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Courseware.Host.Installing;

/// <summary>What <c>kernel.json</c> says: how a front end starts the kernel and what it calls it.</summary>
/// <remarks>
/// No <c>name</c>: front ends take the folder's. <c>{connection_file}</c> is an argument of its own, since VS Code puts quotes around a
/// path with spaces inside an argument.
/// </remarks>
/// <param name="Program">The program and its first arguments; the first is an absolute path, because a front end started from a desktop may
/// lack <c>dotnet</c> on its PATH.</param>
internal sealed record KernelSpec(string DisplayName, IReadOnlyList<string> Program)
{
    public const string Language = "C#";

    private static readonly JsonSerializerOptions s_readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The display name in the metadata of the course's notebooks; of a kernel with a name of its own, one that tells the two apart.
    /// </summary>
    public static string DefaultDisplayName(string name) => name == KernelName.Default ? "Courseware (C#)" : $"Courseware (C#, {name})";

    public string ToJson() => new JsonObject
    {
        ["argv"] = new JsonArray(
            [.. Program.Append("kernel").Append("start").Append("{connection_file}").Select(argument => (JsonNode)argument)]),
        ["display_name"] = DisplayName,
        ["language"] = Language,
        ["interrupt_mode"] = "message",
        // The mark by which `kernel uninstall` knows what it may remove.
        ["metadata"] = new JsonObject { ["installer"] = "courseware" },
    }.ToJsonString(s_readable) + "\n";

    /// <summary>Whether a <c>kernel.json</c> was written by us.</summary>
    public static bool IsOurs(string json)
        => Read(json)?["metadata"] is JsonObject metadata && metadata["installer"] is JsonValue value
        && value.TryGetValue<string>(out var installer) && installer == "courseware";

    /// <summary>Whether one of the arguments of a <c>kernel.json</c> is a path in <paramref name="folder"/>.</summary>
    public static bool Starts(string json, string folder) => Read(json)?["argv"] is JsonArray argv
        && argv.Any(argument => argument is JsonValue value && value.TryGetValue<string>(out var path)
            && path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private static JsonObject? Read(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
