using System.Text.Json.Nodes;
using Courseware.Kernel.Jupyter;

namespace Courseware.Host.Tests.Support;

/// <summary>Small notebooks, valid unless a test changes them.</summary>
internal static class NotebookFile
{
    /// <param name="cells">Sources; one that begins with # and a space, or with "md:", is Markdown.</param>
    public static JsonObject Of(params string[] cells) => new()
    {
        ["cells"] = new JsonArray([.. cells.Select(Cell)]),
        ["metadata"] = new JsonObject
        {
            ["kernelspec"] = new JsonObject { ["display_name"] = "Courseware (C#)", ["language"] = "C#", ["name"] = "courseware-csharp" },
            ["language_info"] =
                new JsonObject([.. KernelInfo.Language.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Value))]),
        },
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    };

    public static string Write(TemporaryFolder folder, string name, params string[] cells)
        => folder.Write($"notebooks/{name}.ipynb", Of(cells).ToJsonString());

    private static JsonNode Cell(string source, int index)
    {
        var isMarkdown = source.StartsWith("md:", StringComparison.Ordinal) || source.StartsWith("# ", StringComparison.Ordinal);
        var cell = new JsonObject
        {
            ["cell_type"] = isMarkdown ? "markdown" : "code",
            ["id"] = $"cell-{index}",
            ["metadata"] = new JsonObject(),
            ["source"] = source.StartsWith("md:", StringComparison.Ordinal) ? source[3..] : source,
        };
        if (!isMarkdown)
        {
            cell["execution_count"] = null;
            cell["outputs"] = new JsonArray();
        }
        return cell;
    }
}
