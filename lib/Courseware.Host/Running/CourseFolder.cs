namespace Courseware.Host.Running;

/// <summary>The folder of a course: the one that holds <c>notebooks/</c>.</summary>
internal sealed record CourseFolder(string Root)
{
    private const string OutputName = "artifacts";

    public string Notebooks => Path.Combine(Root, "notebooks");

    public string Expected => Path.Combine(Notebooks, "expected.json");

    /// <summary>Where a run writes if nothing else is said.</summary>
    public string Output => Path.Combine(Root, OutputName);

    public string Readme => Path.Combine(Root, "README.md");

    /// <summary>Its notebooks in teaching order.</summary>
    public IReadOnlyList<string> All => NotebooksIn(Notebooks);

    /// <summary>The notebooks that lie in a folder, in the order of their names; none when there is no such folder.</summary>
    public static IReadOnlyList<string> NotebooksIn(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.ipynb").Where(IsNoCopy).Order(StringComparer.Ordinal)] : [];

    // nbconvert leaves an executed copy beside a notebook.
    private static bool IsNoCopy(string file) => !file.EndsWith(".nbconvert.ipynb", StringComparison.OrdinalIgnoreCase);

    /// <summary>The course that <paramref name="start"/> lies in, looked for upwards; null when there is none.</summary>
    public static CourseFolder? Find(string start)
    {
        for (var folder = Path.GetFullPath(start); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var course = new CourseFolder(folder);
            // A run's output has executed notebooks too, but it is no course.
            if (Path.GetFileName(folder) != OutputName && course.All.Count > 0)
                return course;
        }
        return null;
    }
}
