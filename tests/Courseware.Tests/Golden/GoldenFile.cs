using System.Text.Json;

namespace Courseware.Tests.Golden;

/// <summary>
/// One file of <c>tests/golden</c> (or of the folder that COURSEWARE_GOLDEN names, which has the same form):
/// <c>foreach (var c in GoldenFile.Open("a_losses/mse.json").Cases) …</c>. As theory data: <see cref="GoldenCasesAttribute"/>.
/// </summary>
public sealed class GoldenFile
{
    /// <summary>Cases with this prefix document a bug of the reference and are not to be reproduced.</summary>
    public const string DoNotMatch = "DO_NOT_MATCH";

    private static readonly Lock s_gate = new();
    private static readonly Dictionary<string, GoldenFile> s_opened = [];

    private GoldenFile(string name, JsonElement root)
    {
        Name = name;
        Root = root;
        if (Cases.Select(c => c.Name).Distinct().Count() != Cases.Count)
            throw new InvalidDataException($"{name}: two cases have the same name.");
    }

    /// <summary>Path below the folder, with forward slashes: "a_losses/mse.json".</summary>
    public string Name { get; }

    public string Description => Root.TryGetProperty("description", out var d) ? d.GetString()! : "";

    /// <summary>Every case, those not to be matched included; new objects each time, as a case notes what was compared.</summary>
    public IReadOnlyList<GoldenCase> Cases => [.. Root.GetProperty("cases").EnumerateArray().Select(c => new GoldenCase(this, c))];

    public GoldenCase this[string caseName] => Cases.FirstOrDefault(c => c.Name == caseName)
        ?? throw new KeyNotFoundException($"{Name} has no case '{caseName}'; it has {string.Join(", ", Cases.Select(c => c.Name))}.");

    internal JsonElement Root { get; }

    /// <summary>True when COURSEWARE_GOLDEN names another folder than the repository's own.</summary>
    public static bool IsOtherFolder => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("COURSEWARE_GOLDEN"));

    public static string Folder { get; } = FindFolder();

    /// <summary>All files of the folder, in ordinal order.</summary>
    public static IReadOnlyList<string> AllNames { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Select(p => Path.GetRelativePath(Folder, p).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static bool Exists(string name) => AllNames.Contains(name);

    public static GoldenFile Open(string name)
    {
        lock (s_gate)
        {
            if (!s_opened.TryGetValue(name, out var file))
            {
                string path = Path.Combine(Folder, name);
                if (!File.Exists(path))
                    throw new FileNotFoundException($"No golden file '{name}' in {Folder}. Files there: {string.Join(", ", AllNames)}.", path);
                s_opened[name] = file = new GoldenFile(name, JsonDocument.Parse(File.ReadAllBytes(path)).RootElement);
            }
            return file;
        }
    }

    private static string FindFolder()
    {
        if (IsOtherFolder)
        {
            string named = Path.GetFullPath(Environment.GetEnvironmentVariable("COURSEWARE_GOLDEN")!);
            return Directory.Exists(named) ? named
                : throw new DirectoryNotFoundException($"COURSEWARE_GOLDEN names '{named}', which is not a folder.");
        }
        return Path.Combine(Repository.Root, "tests", "golden");
    }
}
