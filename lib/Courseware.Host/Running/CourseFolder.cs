namespace Courseware.Host.Running;

/// <summary>The folder of a course: the one that holds <c>notebooks/</c>.</summary>
internal sealed class CourseFolder(string root)
{
    private const string OutputName = "artifacts";

    private readonly Lazy<IReadOnlyList<string>> _all = new(() => NotebooksIn(Path.Combine(root, "notebooks")));

    public string Root => root;

    public string Notebooks => Path.Combine(Root, "notebooks");

    public string Expected => Path.Combine(Notebooks, "expected.json");

    /// <summary>Where a run writes if nothing else is said.</summary>
    public string Output => Path.Combine(Root, OutputName);

    /// <summary>The list of claims: what is claimed, the rule, and the words.</summary>
    public string Claims => Path.Combine(Notebooks, "claims.json");

    /// <summary>The page beside the notebooks that shows the recorded verdicts.</summary>
    public string Readme => Path.Combine(Notebooks, "README.md");

    /// <summary>The list of the environment variables that its library reads.</summary>
    public string Variables => Path.Combine(Root, "lib", "Courseware", "Display", "variables.json");

    /// <summary>Whether it is a clone of this course, and not some folder with notebooks in it.</summary>
    public bool IsClone => File.Exists(Path.Combine(Root, "Courseware.sln"));

    /// <summary>Its notebooks in teaching order, as they were when this was asked first.</summary>
    public IReadOnlyList<string> All => _all.Value;

    /// <summary>The notebooks in a folder, in the order of their names; none when there is no such folder.</summary>
    public static IReadOnlyList<string> NotebooksIn(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.ipynb").Where(IsNoCopy).Order(StringComparer.Ordinal)] : [];

    // nbconvert leaves an executed copy beside a notebook.
    private static bool IsNoCopy(string file) => !file.EndsWith(".nbconvert.ipynb", StringComparison.OrdinalIgnoreCase);

    /// <summary>The course that <paramref name="start"/> is in, looked for upwards; null when there is none.</summary>
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
