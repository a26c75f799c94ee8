using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Courseware.Host.Notebooks;

namespace Courseware.Host.Running;

/// <summary>The notebooks that a command line means, as full paths.</summary>
internal sealed record NotebookSelection(CourseFolder Course, IReadOnlyList<string> Paths)
{
    private const string Extension = ".ipynb";
    private const int MostNames = 30;

    /// <summary>
    /// Understands a path with or without its ending, a folder, a notebook's name, its number, or any part of its name that no other
    /// notebook has.
    /// </summary>
    /// <param name="names">None means all of the course.</param>
    /// <param name="problem">What was expected and which notebooks there are, where a name is not understood.</param>
    public static bool TryFind(IReadOnlyList<string> names, string currentFolder, [NotNullWhen(true)] out NotebookSelection? selection,
        [NotNullWhen(false)] out string? problem)
    {
        (selection, problem) = (null, null);
        var around = CourseFolder.Find(currentFolder);
        if (names.Count == 0)
        {
            if (around is null)
                problem = $"No notebooks/*.ipynb in {currentFolder} or above it. Go to the course's folder, or name a notebook.";
            else
                selection = new NotebookSelection(around, around.All);
            return selection is not null;
        }
        var paths = new List<string>();
        foreach (var name in names)
        {
            var found = Exact(name, currentFolder, around);
            if (found.Count == 0 && (found = Possible(name, currentFolder, around)).Count != 1)
            {
                problem = Problem(name, found, currentFolder, around);
                return false;
            }
            paths.AddRange(found.Where(path => !paths.Contains(path)));
        }
        var folder = Path.GetDirectoryName(paths[0])!;
        selection = new NotebookSelection(folder == around?.Notebooks ? around
            : CourseFolder.Find(folder) ?? new CourseFolder(folder), paths);
        return true;
    }

    // A file, or all notebooks of a folder.
    private static IReadOnlyList<string> Exact(string name, string currentFolder, CourseFolder? course)
    {
        // A shell's unset variable, not the current folder.
        if (string.IsNullOrWhiteSpace(name))
            return [];
        // From a folder of the course's too, its notebooks can be named as from its root.
        foreach (var folder in (string[])[currentFolder, .. course is null ? Array.Empty<string>() : [course.Root]])
        {
            var path = Path.GetFullPath(name, folder);
            if (File.Exists(path))
                return IsNotebook(path) ? [AsOnDisk(path, course)] : [];
            if (File.Exists(path + Extension))
                return [AsOnDisk(path + Extension, course)];
            if (Directory.Exists(path))
                return NotebooksIn(path, course) is { Count: > 0 } all ? all : NotebooksIn(Path.Combine(path, "notebooks"), course);
        }
        return [];
    }

    // Where the file system ignores case: the name by which verdicts are recorded.
    private static string AsOnDisk(string path, CourseFolder? course)
        => NotebooksIn(Path.GetDirectoryName(path)!, course) is var all && all.Contains(path) ? path
        : all.FirstOrDefault(file => file.Equals(path, StringComparison.OrdinalIgnoreCase)) ?? path;

    private static List<string> Possible(string name, string currentFolder, CourseFolder? course)
    {
        if (Path.GetDirectoryName(name) is { Length: > 0 } folder)
            return Among(NotebooksIn(Path.GetFullPath(folder, currentFolder), course), Path.GetFileName(name));
        return Among(course?.All ?? CourseFolder.NotebooksIn(currentFolder), name);
    }

    // The course's own folder is listed once.
    private static IReadOnlyList<string> NotebooksIn(string folder, CourseFolder? course)
        => folder == course?.Notebooks ? course.All : CourseFolder.NotebooksIn(folder);

    private static List<string> Among(IReadOnlyList<string> notebooks, string name)
    {
        var wanted = IsNotebook(name) ? name[..^Extension.Length] : name;
        if (wanted.Length == 0)
            return [];
        // From the surest to the vaguest; what is found on one level is not mixed with the next.
        Func<string, bool>[] ways =
        [
            notebook => notebook.Equals(wanted, StringComparison.OrdinalIgnoreCase),
            notebook => NotebookDocument.NumberOf(wanted) is { } number && wanted.All(char.IsAsciiDigit)
                && NotebookDocument.NumberOf(notebook) == number,
            notebook => notebook.StartsWith(wanted, StringComparison.OrdinalIgnoreCase),
            notebook => notebook.Contains(wanted, StringComparison.OrdinalIgnoreCase),
        ];
        return ways.Select(way => notebooks.Where(path => way(Path.GetFileNameWithoutExtension(path))).ToList())
            .FirstOrDefault(found => found.Count > 0) ?? [];
    }

    private static string Problem(string name, IReadOnlyList<string> found, string currentFolder, CourseFolder? course)
    {
        if (found.Count > 1)
            return $"'{name}' can mean {found.Count.ToString(CultureInfo.InvariantCulture)} notebooks:\n{Lines(found)}Name one of them by more of its name.";
        var path = Path.GetFullPath(name, currentFolder);
        var all = course?.All ?? CourseFolder.NotebooksIn(currentFolder);
        var nearest = Nearest(name, all);
        var what = Directory.Exists(path) ? $"There is no notebook in the folder '{name}'."
            : File.Exists(path) ? $"'{name}' is not a notebook: a notebook's file ends in {Extension}."
            : $"There is no notebook '{name}'." + (nearest is null ? "" : $" Did you mean '{nearest}'?");
        return all.Count == 0
            ? $"{what} Nor is there one in {currentFolder} or above it: go to the course's folder, or give a notebook's path."
            : $"{what}\nExpected a path, a name, a part of one, or a number. The notebooks are:\n{Lines(all)}".TrimEnd();
    }

    private static string? Nearest(string name, IReadOnlyList<string> notebooks)
    {
        var names = notebooks.Select(path => Path.GetFileNameWithoutExtension(path)!).ToList();
        var wanted = Path.GetFileNameWithoutExtension(name);
        return Spelling.Nearest(wanted, names)
            ?? (Spelling.Nearest(wanted, names.Select(WithoutNumber)) is { } title ? names.First(n => WithoutNumber(n) == title) : null);
    }

    private static string WithoutNumber(string name) => name.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimStart('-');

    private static string Lines(IReadOnlyList<string> paths) =>
        string.Concat(paths.Take(MostNames).Select(path => $"  {Path.GetFileNameWithoutExtension(path)}\n"))
        + (paths.Count > MostNames ? "  …\n" : "");

    private static bool IsNotebook(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
}
