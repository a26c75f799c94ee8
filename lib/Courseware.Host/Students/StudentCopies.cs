using System.Globalization;
using System.Text.Json.Nodes;
using Courseware.Host.Notebooks;
using Courseware.Host.Running;

namespace Courseware.Host.Students;

/// <summary>
/// A student's copies of the course's notebooks, in <c>my-notebooks/</c>: a folder that no update of the course knows, so that none
/// changes it. What is in a copy is never overwritten: before its text becomes the course's again, it is kept under another name.
/// </summary>
/// <param name="now">The time that a kept file is named by.</param>
internal sealed class StudentCopies(CourseFolder course, TextWriter output, TimeProvider now)
{
    private const string Kept = "kept-";
    private const string CopyOf = "copyOf";
    private const string Text = "text";
    private const string Advice = "Make the folder writable.";

    /// <summary>Copies notebooks that have no copy yet; the copies that are there stay as they are.</summary>
    /// <returns>0 when something was copied, 1 when nothing was.</returns>
    public int Copy(IReadOnlyList<string> paths)
    {
        var copied = 0;
        foreach (var path in paths)
        {
            var notebook = NotebookDocument.Load(path);
            var target = TargetOf(notebook);
            if (File.Exists(target))
            {
                output.WriteLine(
                    $"{Shown(target)} is there already and stays as it is. 'courseware reset {notebook.Name}' brings the course's text back.");
                continue;
            }
            foreach (var file in CopyText.FilesAlong(notebook).Where(file => !File.Exists(Path.Combine(course.Copies, file))))
            {
                var content = File.ReadAllBytes(Path.Combine(notebook.Folder, file));
                NotebookFormat.WriteAtomically(Path.Combine(course.Copies, file), content, overwrite: false, Advice);
                output.WriteLine($"{Shown(Path.Combine(course.Copies, file))}: a file that it reads");
            }
            NotebookFormat.WriteAtomically(target, CopyText.Write(Fresh(notebook)), overwrite: false, Advice);
            output.WriteLine($"{Shown(target)}: your copy of {notebook.Name}");
            copied++;
        }
        return copied > 0 ? Runner.Succeeded : Runner.Failed;
    }

    /// <summary>Brings the course's text back into copies. What was in them is kept beside them.</summary>
    /// <param name="keepAnswers">Put the student's cells with exercises into the course's text.</param>
    /// <returns>0 when each copy has the course's text now; 1 when one has no copy, and then nothing was changed.</returns>
    public int Reset(IReadOnlyList<string> paths, bool keepAnswers)
    {
        var notebooks = paths.Select(NotebookDocument.Load).ToList();
        if (notebooks.Where(notebook => !File.Exists(TargetOf(notebook))).ToList() is { Count: > 0 } missing)
        {
            foreach (var name in missing.Select(notebook => notebook.Name))
                output.WriteLine($"{name} has no copy in {Shown(course.Copies)}: 'courseware copy {name}' makes one. Nothing was changed.");
            return Runner.Failed;
        }
        // A copy that is no notebook any more has no answers that could be found; it is kept all the same.
        foreach (var notebook in notebooks)
            Reset(notebook, keepAnswers);
        return Runner.Succeeded;
    }

    /// <summary>Tells of each copy how far its exercises are, and whether the course's text has changed since.</summary>
    public int List()
    {
        var copies = CourseFolder.NotebooksIn(course.Copies)
            .Where(path => !Path.GetFileName(path).StartsWith(Kept, StringComparison.Ordinal)).ToList();
        if (copies.Count == 0)
        {
            output.WriteLine($"There are no copies yet. 'courseware copy 02' makes one of notebook 02, in {Shown(course.Copies)}.");
            return Runner.Succeeded;
        }
        foreach (var path in copies)
            output.WriteLine($"{Shown(path)}: {StateOf(path)}");
        return Runner.Succeeded;
    }

    private void Reset(NotebookDocument notebook, bool keepAnswers)
    {
        var target = TargetOf(notebook);
        var fresh = Fresh(notebook);
        var answers = 0;
        if (keepAnswers)
        {
            if (TryLoad(target) is { } own)
                answers = ExerciseCells.KeepAnswers(fresh, own.Json);
            else
                output.WriteLine($"{Shown(target)} is no notebook any more, so no answers can be taken from it.");
        }
        output.WriteLine($"{Shown(Keep(target))}: what your copy was");
        foreach (var file in CopyText.FilesAlong(notebook))
            ResetAlong(Path.Combine(notebook.Folder, file), Path.Combine(course.Copies, file));
        NotebookFormat.WriteAtomically(target, CopyText.Write(fresh), overwrite: true, Advice);
        var told = keepAnswers ? string.Create(CultureInfo.InvariantCulture, $", with {answers} of your cells that answer exercises") : "";
        output.WriteLine($"{Shown(target)}: the course's text{told}");
    }

    private void ResetAlong(string original, string copy)
    {
        var bytes = File.ReadAllBytes(original);
        if (File.Exists(copy) && File.ReadAllBytes(copy).AsSpan().SequenceEqual(bytes))
            return;
        if (File.Exists(copy))
            output.WriteLine($"{Shown(Keep(copy))}: what your copy of {Path.GetFileName(original)} was");
        NotebookFormat.WriteAtomically(copy, bytes, overwrite: true, Advice);
    }

    // The old file stays where it is until the new one takes its place.
    private string Keep(string path)
    {
        var stamp = now.GetLocalNow().ToString("yyyy-MM-dd-HHmmss", CultureInfo.InvariantCulture);
        var content = File.ReadAllBytes(path);
        for (var number = 1; ; number++)
        {
            var again = number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{number}-");
            var kept = Path.Combine(course.Copies, $"{Kept}{stamp}-{again}{Path.GetFileName(path)}");
            if (File.Exists(kept))
                continue;
            NotebookFormat.WriteAtomically(kept, content, overwrite: false, Advice);
            return kept;
        }
    }

    private string StateOf(string path)
    {
        if (TryLoad(path) is not { } copy)
            return "this is no notebook; 'courseware reset' keeps it and brings the course's text back";
        var (correct, wrong, all) = ExerciseCells.Progress(copy.Json);
        var state = all == 0 ? "no exercises" : string.Create(
            CultureInfo.InvariantCulture, $"{correct} of {all} exercises correct, {wrong} wrong, {all - correct - wrong} not attempted");
        var origin = CopyText.OriginOf(copy.Json);
        var name = origin[CopyOf]?.ToString() ?? copy.Name;
        var original = course.All.FirstOrDefault(notebook => Path.GetFileNameWithoutExtension(notebook) == name);
        if (original is null)
            return $"{state}; the course has no such notebook (any more)";
        return origin[Text] is { } text && TryLoad(original) is { } present && text.ToString() != CopyText.HashOf(present)
            ? $"{state}; the course's text has changed since: 'courseware reset {present.Name} --keep-answers' brings it"
            : state;
    }

    private JsonObject Fresh(NotebookDocument notebook) =>
        CopyText.Copy(notebook, course, new JsonObject { [CopyOf] = notebook.Name, [Text] = CopyText.HashOf(notebook) });

    private string TargetOf(NotebookDocument notebook) => Path.Combine(course.Copies, Path.GetFileName(notebook.FullPath));

    private string Shown(string path) => Path.GetRelativePath(course.Root, path);

    private static NotebookDocument? TryLoad(string path)
    {
        try
        {
            return NotebookDocument.Load(path);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
