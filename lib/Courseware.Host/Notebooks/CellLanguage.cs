using System.Text.Json.Nodes;

namespace Courseware.Host.Notebooks;

/// <summary>The language of a code cell, as Polyglot Notebooks and VS Code write it into the cell's metadata.</summary>
internal static class CellLanguage
{
    private static readonly HashSet<string> s_csharp =
        new(StringComparer.OrdinalIgnoreCase) { "csharp", "c#", "cs", ".net", "dotnet-interactive.csharp", "polyglot-notebook" };

    private static readonly Dictionary<string, string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fsharp"] = "F#",
        ["f#"] = "F#",
        ["pwsh"] = "PowerShell",
        ["powershell"] = "PowerShell",
        ["sql"] = "SQL",
        ["kql"] = "KQL",
        ["mermaid"] = "Mermaid",
        ["http"] = "HTTP",
        ["httpRequest"] = "HTTP",
        ["python"] = "Python",
        ["pythonkernel"] = "Python",
        ["r"] = "R",
        ["rkernel"] = "R",
        ["value"] = "a value for #!value",
    };

    /// <summary>The language in lower case; null where the metadata name none, or C#.</summary>
    public static string? Other(JsonObject metadata)
    {
        // In the order of their age, the newest first.
        var named = new[]
        {
            Text(metadata["polyglot_notebook"], "kernelName"), Text(metadata["dotnet_interactive"], "language"),
                Text(metadata["dotnet_repl"], "language"), Text(metadata["vscode"], "languageId"),
        }.FirstOrDefault(name => name.Length > 0) ?? "";
        return named.Length == 0 || s_csharp.Contains(named) ? null : named.ToLowerInvariant();
    }

    /// <summary>Whether a cell of that language is shown, and not run: the session has a magic for each.</summary>
    public static bool IsContent(string language) => language is "markdown" or "html" or "javascript";

    /// <summary>What a reader calls it.</summary>
    public static string NameOf(string language) => s_names.GetValueOrDefault(language, language);

    private static string Text(JsonNode? section, string name)
        => section is JsonObject values ? NotebookFormat.TextOf(values[name]).Trim() : "";
}
