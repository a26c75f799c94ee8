using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Courseware.Host.Notebooks;
using Courseware.Host.Pages;
using Courseware.Host.Running;

namespace Courseware.Host.Students;

/// <summary>
/// Notebooks for a class: to hand out, without solutions, or for the instructor, with the worked solution under each exercise. The
/// exercises go along in a file of their own, which the library takes before the course's; in a handout it is sealed: nobody reads an
/// answer in it, and <c>Exercise.Solution</c> shows none.
/// </summary>
internal sealed partial class Handout(CourseFolder course, string folder, bool withSolutions, TextWriter output)
{
    private const string Of = "handoutOf";

    /// <summary>Writes the notebooks with what they need beside them.</summary>
    /// <returns>0 when all are written; 1 when a file there is not a handout's, and then nothing was written.</returns>
    public int Write(IReadOnlyList<string> paths)
    {
        var notebooks = paths.Select(NotebookDocument.Load).ToList();
        if (notebooks.Where(notebook => !MayReplace(TargetOf(notebook))).ToList() is { Count: > 0 } others)
        {
            foreach (var path in others.Select(TargetOf))
                output.WriteLine($"{path} was not written by 'courseware export'. Choose another folder with --output. Nothing was written.");
            return Runner.Failed;
        }
        foreach (var notebook in notebooks)
            Write(notebook);
        output.WriteLine(withSolutions
            ? $"{folder}: for the instructor, with a cell that works out each exercise."
            : $"{folder}: to hand out. It goes into a clone of the course, beside notebooks/, where its first cells find the library.");
        return Runner.Succeeded;
    }

    /// <summary>A file of exercises that is not legible: the library reads it, and a person does not.</summary>
    public static string Seal(string exercises)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
            deflate.Write(Encoding.UTF8.GetBytes(exercises));
        return new JsonObject { ["sealed"] = Convert.ToBase64String(packed.ToArray()) }.ToJsonString(NotebookFormat.Indented) + "\n";
    }

    private void Write(NotebookDocument notebook)
    {
        var json = CopyText.Copy(notebook, course, new JsonObject { [Of] = notebook.Name });
        var cells = NotebookJson.Cells(json).SelectMany(cell => withSolutions ? WithSolutions(cell) : WithoutSolutions(cell)).ToArray();
        json["cells"] = new JsonArray(cells);
        foreach (var file in CopyText.FilesAlong(notebook))
        {
            var content = File.ReadAllBytes(Path.Combine(notebook.Folder, file));
            NotebookFormat.WriteAtomically(Path.Combine(folder, file), content, overwrite: true, Advice);
        }
        if (NotebookDocument.NumberOf(notebook.Name) is { } number && File.Exists(course.Exercises(number)))
        {
            var exercises = File.ReadAllText(course.Exercises(number));
            var file = Path.Combine(folder, "exercises", Path.GetFileName(course.Exercises(number)));
            NotebookFormat.WriteAtomically(file, withSolutions ? exercises : Seal(exercises), advice: Advice);
        }
        NotebookFormat.WriteAtomically(TargetOf(notebook), CopyText.Write(json), advice: Advice);
        output.WriteLine(TargetOf(notebook));
    }

    private static IEnumerable<JsonNode> WithoutSolutions(JsonObject cell)
    {
        var source = NotebookJson.Text(cell["source"]);
        var text = NotebookJson.Text(cell["cell_type"]) switch
        {
            "code" => SolutionCode.Without(source),
            "markdown" => Folded().Replace(source, ""),
            _ => source,
        };
        if (text.Trim().Length == 0 && source.Trim().Length > 0)
            yield break;
        var copy = cell.DeepClone().AsObject();
        if (text != source)
            CopyText.SetSource(copy, text);
        yield return copy;
    }

    private static IEnumerable<JsonNode> WithSolutions(JsonObject cell)
    {
        yield return cell.DeepClone();
        foreach (var exercise in ExerciseCells.Of(cell))
        {
            yield return new JsonObject
            {
                ["cell_type"] = "code",
                ["execution_count"] = null,
                ["id"] = $"solution-{exercise}",
                ["metadata"] = new JsonObject(),
                ["outputs"] = new JsonArray(),
                ["source"] = NotebookFormat.Lines(string.Create(CultureInfo.InvariantCulture, $"Exercise.Solution(\"{exercise}\")")),
            };
        }
    }

    private string TargetOf(NotebookDocument notebook) => Path.Combine(folder, Path.GetFileName(notebook.FullPath));

    private static bool MayReplace(string path)
    {
        if (!File.Exists(path))
            return !Directory.Exists(path);
        try
        {
            return CopyText.OriginOf(NotebookDocument.Load(path).Json).ContainsKey(Of);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private const string Advice = "Make the folder writable, or choose another one with --output.";

    // What an author folds under a word for "answer" is one.
    [GeneratedRegex(
        """<details[^>]*>\s*<summary>[^<]*(?:answer|solution|پاسخ|جواب|حل)[^<]*</summary>.*?</details>[ \t]*\n?""",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Folded();
}
