using System.Text.Json;
using System.Text.Json.Nodes;

namespace Courseware.Kernel.Packages;

/// <summary>Reads <c>project.assets.json</c>, in which a restore says what it chose and where it is.</summary>
internal static class AssetsFile
{
    /// <param name="target">The target with its runtime, for example "net10.0/linux-x64": its assets are those for this system.</param>
    public static RestoredSet Read(string path, string target)
    {
        var root = JsonNode.Parse(File.ReadAllText(path)) ?? throw new JsonException("empty");
        var folders = root["packageFolders"]!.AsObject().Select(folder => folder.Key).ToList();
        var libraries = root["libraries"]!.AsObject();
        var targets = root["targets"]!.AsObject();
        var chosen = (targets[target] ?? targets.First().Value)!.AsObject();
        var packages = new List<RestoredPackage>();
        var frameworks = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, library) in chosen)
        {
            if ((string?)library!["type"] != "package")
                continue;
            var slash = key.IndexOf('/', StringComparison.Ordinal);
            var inside = (string)libraries[key]!["path"]!;
            var folder = folders.Select(f => Path.Combine(f, inside)).FirstOrDefault(Directory.Exists) ?? Path.Combine(folders[0], inside);
            packages.Add(new RestoredPackage(
                key[..slash], key[(slash + 1)..], Files(library, "compile", folder),
                [.. Files(library, "runtime", folder), .. Files(library, "resource", folder)], Files(library, "native", folder)));
            foreach (var framework in library["frameworkReferences"]?.AsArray() ?? [])
                frameworks.Add((string)framework!);
        }
        packages.AddRange(frameworks.Select(SharedFramework));
        return new RestoredSet(packages, Notes(root));
    }

    private static List<string> Files(JsonNode library, string group, string folder) =>
        [.. (library[group]?.AsObject() ?? []).Select(file => file.Key)
            .Where(file => !file.EndsWith("/_._", StringComparison.Ordinal) && !file.EndsWith(".a", StringComparison.Ordinal))
            .Select(file => Path.GetFullPath(Path.Combine(folder, file)))];

    private static List<string> Notes(JsonNode root) =>
        [.. (root["logs"]?.AsArray() ?? []).Where(log => (string?)log!["code"] is "NU1603" or "NU1601" or "NU1701" or "NU1608")
            .Select(log => (string)log!["message"]!).Distinct()];

    // A package may need a framework that is installed beside ours.
    private static RestoredPackage SharedFramework(string name)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var all = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(runtime))!, name);
        var folder = Directory.Exists(all)
            ? Directory.EnumerateDirectories(all, $"{Environment.Version.Major}.*")
            .OrderByDescending(f => f == Path.Combine(all, Path.GetFileName(runtime))).ThenByDescending(f => f, StringComparer.Ordinal)
            .FirstOrDefault()
            : null;
        if (folder is null)
            throw new PackageException($"It needs the shared framework {name} {Environment.Version.Major}, which is not installed with this .NET (looked in {all}). Install it, or take another package.");
        var files = Directory.GetFiles(folder, "*.dll").Where(file => IsManaged(file)).ToList();
        return new RestoredPackage(name, Path.GetFileName(folder), files, files, []);
    }

    private static bool IsManaged(string file)
    {
        try
        {
            System.Reflection.AssemblyName.GetAssemblyName(file);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
