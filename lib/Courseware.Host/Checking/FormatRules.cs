using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Courseware.Host.Jupyter;

namespace Courseware.Host.Checking;

/// <summary>The file is nbformat 4.5, for our kernel, and carries no output.</summary>
internal static partial class FormatRules
{
    private static readonly string[] s_anyCell = ["cell_type", "id", "metadata", "source"];

    private static readonly (string Name, string Value)[] s_kernel = [("display_name", "Courseware (C#)"), ("language", "C#"), ("name", "courseware-csharp")];

    public static IEnumerable<Finding> Check(CheckContext context)
    {
        var json = context.Notebook.Json;
        if (Number(json["nbformat"]) != 4 || Number(json["nbformat_minor"]) != 5)
            yield return context.Error(null, $"expected nbformat 4, nbformat_minor 5, found {Show(json["nbformat"])} and {Show(json["nbformat_minor"])}.", "Save it as format 4.5; every cell then needs an id.");
        if (json["metadata"] is not JsonObject metadata)
            yield return context.Error(null, "expected an object \"metadata\".", "Copy it from another notebook of the course.");
        else
        {
            foreach (var finding in Metadata(context, metadata))
                yield return finding;
        }

        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var cells = json["cells"]!.AsArray();
        for (var i = 0; i < cells.Count; i++)
        {
            foreach (var finding in Cell(context, i + 1, cells[i]!.AsObject(), ids))
                yield return finding;
        }
    }

    private static IEnumerable<Finding> Metadata(CheckContext context, JsonObject metadata)
    {
        var kernel = metadata["kernelspec"] as JsonObject;
        if (!HasExactly(kernel, s_kernel))
        {
            yield return context.Error(null,
                $"expected the kernelspec {Listed(s_kernel)} and nothing else, found {kernel?.ToJsonString() ?? "none"}.",
                "Put exactly these three in metadata.kernelspec: front ends write them so, and with others every run changes the file.");
        }
        if (!HasExactly(metadata["language_info"] as JsonObject, KernelInfo.Language))
        {
            yield return context.Error(null,
                $"expected the language_info {Listed(KernelInfo.Language)} and nothing else, found {metadata["language_info"]?.ToJsonString() ?? "none"}.",
                "Put exactly these in metadata.language_info: front ends write there what the kernel says of itself, and with others every run changes the file.");
        }
    }

    private static bool HasExactly(JsonObject? found, IReadOnlyCollection<(string Name, string Value)> expected) =>
        found is not null && found.Count == expected.Count && expected.All(field => Show(found[field.Name]) == field.Value);

    private static string Listed(IEnumerable<(string Name, string Value)> fields) => string.Join(", ", fields.Select(field => $"{field.Name} \"{field.Value}\""));

    private static IEnumerable<Finding> Cell(CheckContext context, int number, JsonObject cell, Dictionary<string, int> ids)
    {
        var kind = Show(cell["cell_type"]);
        if (kind is not ("code" or "markdown" or "raw"))
            yield return context.Error(number, $"expected cell_type code, markdown or raw, found {kind}.", "Correct it.");
        foreach (var missing in s_anyCell.Where(name => cell[name] is null))
            yield return context.Error(number, $"\"{missing}\" is missing.", "Format 4.5 requires it: open and save the notebook in a current editor.");
        foreach (var extra in cell.Select(field => field.Key).Except([.. s_anyCell, .. kind == "code" ? (string[])["execution_count", "outputs"] : ["attachments"]]))
            yield return context.Error(number, $"\"{extra}\" is not part of a {kind} cell.", "Remove it.");

        var id = Show(cell["id"]);
        if (cell["id"] is not null)
        {
            if (!Id().IsMatch(id))
                yield return context.Error(number, $"expected an id of 1 to 64 letters, digits, - and _, found \"{id}\".", "Give it another.");
            if (!ids.TryAdd(id, number))
                yield return context.Error(number, $"its id \"{id}\" is also that of cell {ids[id]}.", "Ids are unique: give one of them another.");
        }
        if (kind != "code")
            yield break;
        if (!cell.ContainsKey("execution_count") || cell["outputs"] is not JsonArray outputs)
            yield return context.Error(number, "a code cell has \"execution_count\" and a list \"outputs\".", "Add \"execution_count\": null and \"outputs\": [].");
        else if (outputs.Count > 0 || cell["execution_count"] is not null)
            yield return context.Error(number, $"expected no outputs and no execution count, found {(outputs.Count == 1 ? "1 output" : $"{outputs.Count} outputs")} and count {Show(cell["execution_count"])}.", "Clear all outputs before committing: results come from running, in artifacts/.");
    }

    private static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    private static string Show(JsonNode? node) => node?.ToString() ?? "none";

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$")]
    private static partial Regex Id();
}
