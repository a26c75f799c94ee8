using System.Collections.Concurrent;
using Courseware.Host.Notebooks;
using Courseware.Host.Running;

namespace Courseware.Page.Sessions;

/// <summary>The notebooks that the page serves, each opened when it is first asked for.</summary>
/// <param name="course">The course's folder.</param>
/// <param name="also">A notebook beside the course's; null where there is none.</param>
/// <param name="notes">The folder of what is kept.</param>
internal sealed class Shelf(CourseFolder course, string? also, string notes) : IAsyncDisposable
{
    /// <summary>Before the ending of a copy that the page saved.</summary>
    public const string CopyMark = ".copy";

    private readonly ConcurrentDictionary<string, Lazy<LiveNotebook>> _open = new(StringComparer.Ordinal);

    public CourseFolder Course => course;

    /// <summary>The notebooks' paths: the course's in teaching order, and the one that was named.</summary>
    public IReadOnlyList<string> Paths => [.. Current().Append(also).OfType<string>().Distinct(StringComparer.Ordinal)];

    public IEnumerable<LiveNotebook> Open => _open.Values.Where(notebook => notebook.IsValueCreated).Select(notebook => notebook.Value);

    /// <summary>What a notebook is called in addresses.</summary>
    public static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    /// <summary>The notebook of that name, opened if it was not; null when there is none.</summary>
    /// <exception cref="InvalidDataException">Its file is not a notebook.</exception>
    public LiveNotebook? Find(string name)
    {
        name = Uri.UnescapeDataString(name);
        var path = Paths.FirstOrDefault(path => NameOf(path) == name) ?? Copies(name);
        if (path is null)
            return null;
        var opened = _open.GetOrAdd(name, _ => new Lazy<LiveNotebook>(() => new LiveNotebook(path, new KeptNotes(notes, path))));
        try
        {
            return opened.Value;
        }
        catch
        {
            _open.TryRemove(name, out _);
            throw;
        }
    }

    public KeptNotes NotesOf(string path) => new(notes, path);

    public async ValueTask DisposeAsync()
    {
        foreach (var notebook in Open)
            await notebook.DisposeAsync().ConfigureAwait(false);
    }

    // The folder as it is now, not as it was when the page started.
    private IEnumerable<string> Current()
        => CourseFolder.NotebooksIn(course.Notebooks).Where(path => !NameOf(path).EndsWith(CopyMark, StringComparison.Ordinal));

    // A copy that was saved here opens like any other notebook.
    private string? Copies(string name)
    {
        var path = Path.Combine(course.Notebooks, name + ".ipynb");
        return name.EndsWith(CopyMark, StringComparison.Ordinal) && Path.GetFileName(path) == name + ".ipynb" && File.Exists(path)
            ? path : null;
    }
}
