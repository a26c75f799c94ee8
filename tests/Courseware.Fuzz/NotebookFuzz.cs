using System.Diagnostics;
using System.Globalization;
using Courseware.Host.Checking;
using Courseware.Host.Notebooks;
using Courseware.Host.Pages;
using Courseware.Host.Running;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;

namespace Courseware.Fuzz;

/// <summary>
/// Takes mutated notebooks the way of a run, but for the running of their cells: read, check, put outputs in, write, show as a page.
/// </summary>
/// <param name="folder">Whose notebooks are mutated.</param>
/// <param name="seed">Of a seed and a number the same mutation comes again.</param>
internal sealed class NotebookFuzz(string folder, int seed)
{
    // The compiler takes a hundred times what all else does.
    private const int CompilesOneOf = 50;

    // Cells of a mutated notebook are never executed; what they might put out is.
    private static readonly CellOutput[] s_outputs =
    [
        new StreamOutput("stdout", "half \ud83d of a character\r\n"),
            new ResultOutput(new Dictionary<string, string> { [MimeTypes.Html] = "<b>\ud83d</b>", [MimeTypes.Plain] = "x" }),
        new DisplayOutput(new Dictionary<string, string> { [MimeTypes.Json] = "{\"a\":\"\\ud83d\"}",
            ["application/x+json"] = new string('[', 60) + new string(']', 60) }, "id", false),
        new ErrorOutput("Error", "\udc00", ["trace \ud800"]),
    ];

    /// <summary>The folder of the course's notebooks; null outside of a clone.</summary>
    public static string? CourseNotebooks() =>
        (CourseFolder.Find(Directory.GetCurrentDirectory()) ?? CourseFolder.Find(AppContext.BaseDirectory)) is { IsClone: true } course
        ? course.Notebooks : null;

    public FuzzReport Run(TimeSpan time)
    {
        var files = Directory.EnumerateFiles(folder, "*.ipynb").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
            .Where(file => file.Length > 0).ToList();
        var work = Directory.CreateTempSubdirectory("courseware-fuzz-");
        var report = new FuzzReport();
        try
        {
            var watch = Stopwatch.StartNew();
            for (var number = 0; watch.Elapsed < time; number++)
                Try(number, files, Path.Combine(work.FullName, "mutated.ipynb"), report);
            return report;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private void Try(int number, List<byte[]> files, string path, FuzzReport report)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        var kinds = new NotebookMutator(random).Kinds;
        var (kind, apply) = kinds[random.Next(kinds.Count)];
        File.WriteAllBytes(path, apply(files[random.Next(files.Count)], files[random.Next(files.Count)]));
        try
        {
            report.Count(kind, refused: !Pass(path, number));
        }
        catch (Exception e)
        {
            report.Count(kind, refused: false);
            report.Faults.Add(
                string.Create(
                    CultureInfo.InvariantCulture, $"seed {seed}, number {number} ({kind}): {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}\n{e.StackTrace}"));
        }
    }

    // False where the file was refused as it should be.
    private static bool Pass(string path, int number)
    {
        NotebookDocument notebook;
        try
        {
            notebook = NotebookDocument.Load(path);
        }
        catch (InvalidDataException e)
        {
            if (!e.Message.StartsWith(path + ": ", StringComparison.Ordinal) || e.Message.Contains('\n', StringComparison.Ordinal))
                throw new InvalidOperationException($"The refusal is no single line with the file's name: {e.Message}", e);
            return false;
        }
        var context = new CheckContext(notebook, "", null);
        _ = FormatRules.CheckOther(context).Concat(LinkRules.Check(context)).Concat(FormulaRules.Check(context))
            .Concat(FormatRules.Check(context)).Concat(ShapeRules.Check(context)).Select(finding => finding.ToString()).ToList();
        if (number % CompilesOneOf == CompilesOneOf - 1)
            _ = Checker.CheckOther(path).ToList();
        var run = new NotebookRun(notebook);
        foreach (var (cell, i) in notebook.Cells.Where(cell => cell.IsToRun).Select((cell, i) => (cell, i)))
            run.Log.Add(cell.Number - 1, s_outputs[i % s_outputs.Length]);
        var executed = run.ToExecuted();
        _ = executed.ToJsonString(NotebookFormat.Indented);
        _ = NotebookFacts.From(run.Log, "default");
        _ = NotebookPage.Render(executed, new PageOptions { NotebookFolder = notebook.Folder });
        return true;
    }
}
