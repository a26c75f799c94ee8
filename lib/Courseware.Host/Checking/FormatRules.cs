using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Courseware.Kernel.Jupyter;

namespace Courseware.Host.Checking;

/// <summary>
/// A course's notebook is nbformat 4.5, for our kernel, and carries no output. Anybody else's is nbformat 4 and not for another language.
/// </summary>
internal static partial class FormatRules
{
    private static readonly string[] s_anyCell = ["cell_type", "id", "metadata", "source"];

    private static readonly (string Name, string Value)[] s_kernel =
        [("display_name", "Courseware (C#)"), ("language", "C#"), ("name", "courseware-csharp")];

    public static IEnumerable<Finding> Check(CheckContext context)
    {
        var json = context.Notebook.Json;
        if (Number(json["nbformat"]) != 4 || Number(json["nbformat_minor"]) != 5)
        {
            yield return context.Error(
                null, $"expected nbformat 4, nbformat_minor 5, found {Show(json["nbformat"])} and {Show(json["nbformat_minor"])}.",
                "Save it as format 4.5; every cell then needs an id.");
        }

        if (json["metadata"] is not JsonObject metadata)
        {
            yield return context.Error(null, "expected an object \"metadata\".", "Copy it from another notebook of the course.");
        }
        else
        {
            foreach (var finding in Metadata(context, metadata))
                yield return finding;
        }

        foreach (var finding in Cells(context, hasIds: true).Concat(Outputs(context)))
            yield return finding;
    }

    public static IEnumerable<Finding> CheckOther(CheckContext context)
    {
        var json = context.Notebook.Json;
        if (Number(json["nbformat"]) != 4)
        {
            yield return context.Error(null, $"expected nbformat 4, found {Show(json["nbformat"])}.",
                "Convert it: jupyter nbconvert --to notebook --nbformat 4.");
        }

        if (json["metadata"] is not JsonObject metadata)
        {
            yield return context.Error(null, "expected an object \"metadata\".", "Open and save the notebook in a current editor.");
        }
        else if (metadata["kernelspec"] is JsonObject kernel && Show(kernel["language"]) is var language
            && language is not ("none" or "C#" or "csharp"))
        {
            yield return context.Error(null, $"its kernelspec is {Show(kernel["name"])}, for {language}.",
                "Select the kernel Courseware (C#) in your editor and save.");
        }

        foreach (var finding in Cells(context, hasIds: Number(json["nbformat_minor"]) >= 5))
            yield return finding;
    }

    private static IEnumerable<Finding> Cells(CheckContext context, bool hasIds)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        return context.Notebook.Json["cells"]!.AsArray().SelectMany((cell, i) => Cell(context, i + 1, cell!.AsObject(), ids, hasIds));
    }

    private static IEnumerable<Finding> Outputs(CheckContext context) =>
        from pair in context.Notebook.Json["cells"]!.AsArray().Index()
        let outputs = pair.Item!["outputs"] as JsonArray
        where outputs is not null && (outputs.Count > 0 || pair.Item["execution_count"] is not null)
        select context.Error(
            pair.Index + 1,
            $"expected no outputs and no execution count, found {(outputs.Count == 1 ? "1 output" : $"{outputs.Count} outputs")} and count {Show(pair.Item["execution_count"])}.",
            "Clear all outputs before committing: results come from running, in artifacts/.");

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

    private static string Listed(IEnumerable<(string Name, string Value)> fields)
        => string.Join(", ", fields.Select(field => $"{field.Name} \"{field.Value}\""));

    private static IEnumerable<Finding> Cell(CheckContext context, int number, JsonObject cell, Dictionary<string, int> ids, bool hasIds)
    {
        var kind = Show(cell["cell_type"]);
        if (kind is not ("code" or "markdown" or "raw"))
            yield return context.Error(number, $"expected cell_type code, markdown or raw, found {kind}.", "Correct it.");
        foreach (var missing in s_anyCell.Where(name => cell[name] is null && (hasIds || name != "id")))
        {
            yield return context.Error(number, $"\"{missing}\" is missing.",
                "Format 4.5 requires it: open and save the notebook in a current editor.");
        }

        foreach (var extra in cell.Select(field => field.Key)
            .Except([.. s_anyCell, .. kind == "code" ? (string[])["execution_count", "outputs"] : ["attachments"]]))
        {
            yield return context.Error(number, $"\"{extra}\" is not part of a {kind} cell.", "Remove it.");
        }

        var id = Show(cell["id"]);
        if (cell["id"] is not null)
        {
            if (!Id().IsMatch(id))
            {
                yield return context.Error(number, $"expected an id of 1 to 64 letters, digits, - and _, found \"{id}\".",
                    "Give it another.");
            }

            if (!ids.TryAdd(id, number))
            {
                yield return context.Error(number, $"its id \"{id}\" is also that of cell {ids[id]}.",
                    "Ids are unique: give one of them another.");
            }
        }
        if (kind != "code")
            yield break;
        if (!cell.ContainsKey("execution_count") || cell["outputs"] is not JsonArray)
        {
            yield return context.Error(number, "a code cell has \"execution_count\" and a list \"outputs\".",
                "Add \"execution_count\": null and \"outputs\": [].");
        }
    }

    private static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    private static string Show(JsonNode? node) => node?.ToString() ?? "none";

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$")]
    private static partial Regex Id();
}
