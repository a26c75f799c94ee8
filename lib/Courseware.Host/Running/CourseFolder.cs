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

    /// <summary>
    /// Where a student's copies of notebooks are: beside <see cref="Notebooks"/>, so that a first cell finds the library, and unknown to
    /// every update.
    /// </summary>
    public string Copies => Path.Combine(Root, "my-notebooks");

    /// <summary>Where an instructor's handout goes if nothing else is said; beside <see cref="Notebooks"/> too.</summary>
    public string Handout(bool withSolutions) => Path.Combine(Root, withSolutions ? "handout-solutions" : "handout");

    /// <summary>
    /// The folder inside a run's output for notebooks of this folder: copies and handouts have one of their own, as their names are those
    /// of the course's.
    /// </summary>
    public string OutputOf(string folder) => IsOwn(folder) ? "notebooks" : Path.GetFileName(folder);

    /// <summary>
    /// Whether the results of notebooks in this folder are the course's: those of a student's copy are not compared with the recorded ones,
    /// nor recorded.
    /// </summary>
    public bool IsOwn(string folder)
        => folder != Copies && folder != Handout(withSolutions: false) && folder != Handout(withSolutions: true);

    /// <summary>The exercises of a notebook by its number.</summary>
    public string Exercises(int number) => Path.Combine(Notebooks, "exercises", $"{number:00}.json");

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

    // nbconvert leaves an executed copy beside a notebook, the live page a changed one.
    private static bool IsNoCopy(string file)
        => !file.EndsWith(".nbconvert.ipynb", StringComparison.OrdinalIgnoreCase)
        && !file.EndsWith(".copy.ipynb", StringComparison.OrdinalIgnoreCase);

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
