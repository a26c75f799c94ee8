using System.Reflection;
using System.Text.RegularExpressions;
using Courseware.Tensors;
using Xunit;

namespace Courseware.Tests.Architecture;

/// <summary>Inside the library a room knows only the rooms below it.</summary>
public sealed partial class ArrowsTests
{
    /// <summary>From top to bottom. Rooms of one row may know each other, as long as no two know each other mutually.</summary>
    private static readonly string[][] Rows =
    [
        ["Claims", "Exercises", "Derivations"],
        ["Charts", "Metrics"],
        ["Training", "Baselines"],
        ["Data", "Layers", "Losses", "Optimizers"],
        ["Tensors"],
        ["Display"],
    ];

    private static readonly HashSet<string> Types = [.. typeof(Tensor).Assembly.GetTypes().Select(t => $"{t.Namespace}.{t.Name.Split('`')[0]}")];

    [Fact]
    public void Arrows_point_downwards_only()
    {
        var upwards = References().Where(r => Row(r.To) < Row(r.From)).Select(r => $"{r.File}:{r.Line} is in {r.From} and must not know {r.To}, which lies above it.");
        Assert.Empty(upwards);
    }

    [Fact]
    public void Rooms_of_one_row_do_not_know_each_other_mutually()
    {
        var level = References().Where(r => r.From != r.To && Row(r.From) == Row(r.To)).ToList();
        var mutual = level.Where(r => level.Any(back => back.From == r.To && back.To == r.From)).Select(r => $"{r.File}:{r.Line} is in {r.From} and knows {r.To}, which knows {r.From}.");
        Assert.Empty(mutual);
    }

    [Fact]
    public void Every_file_lies_in_the_folder_of_its_namespace()
    {
        var elsewhere = Repository.Sources("Courseware").Where(file =>
            NamespaceLine().Match(File.ReadAllText(file)) is not { Success: true } match
            || match.Groups[1].Value != $"Courseware.{Path.GetRelativePath(Path.Combine(Repository.Root, "lib", "Courseware"), Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.')}");
        Assert.Empty(elsewhere);
    }

    [Fact]
    public void Every_room_has_its_row()
        => Assert.Empty(Types.Where(t => t.StartsWith("Courseware.", StringComparison.Ordinal)).Select(t => t.Split('.')[1]).Distinct().Except(Rows.SelectMany(r => r)));

    [Fact]
    public void The_library_references_nothing_but_the_framework()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var foreign = typeof(Tensor).Assembly.GetReferencedAssemblies().Where(a => !File.Exists(Path.Combine(framework, a.Name + ".dll"))).Select(a => a.FullName);
        Assert.Empty(foreign);
    }

    [Fact]
    public void The_library_has_no_package_and_no_project_of_its_own()
    {
        var project = File.ReadAllText(Path.Combine(Repository.Root, "lib", "Courseware", "Courseware.csproj"));
        Assert.DoesNotContain("<ProjectReference", project, StringComparison.Ordinal);
        var shipped = PackageLine().Matches(project).Select(m => m.Value).Where(line => !line.Contains("PrivateAssets=\"all\"", StringComparison.Ordinal));
        Assert.Empty(shipped);
    }

    /// <summary>Every mention of another room: a using, a full name, or a name from the room's own (Losses.TargetForm).</summary>
    private static IEnumerable<(string File, int Line, string From, string To)> References()
    {
        var root = Path.Combine(Repository.Root, "lib", "Courseware");
        foreach (var file in Repository.Sources("Courseware"))
        {
            var name = Path.GetRelativePath(root, file);
            var from = name.Split(Path.DirectorySeparatorChar)[0];
            var lines = File.ReadAllLines(file);
            for (var i = 0; i < lines.Length; i++)
            {
                if (lines[i].TrimStart() is var text && (text.StartsWith("//", StringComparison.Ordinal) || text.StartsWith("namespace ", StringComparison.Ordinal)))
                    continue;
                foreach (Match full in FullName().Matches(lines[i]))
                    yield return (name, i + 1, from, full.Groups[1].Value);
                foreach (Match partial in PartialName().Matches(lines[i]))
                    if (partial.Groups[1].Value != from && Types.Contains($"Courseware.{partial.Groups[1].Value}.{partial.Groups[2].Value}"))
                        yield return (name, i + 1, from, partial.Groups[1].Value);
            }
        }
    }

    private static int Row(string room)
    {
        var row = Array.FindIndex(Rows, r => r.Contains(room));
        return row >= 0 ? row : throw new InvalidOperationException($"No row for the room '{room}'.");
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\bCourseware\.([A-Z]\w*)(?=[.;\s])(?!\.dll)")]
    private static partial Regex FullName();

    [GeneratedRegex(@"(?<![\w.""])([A-Z]\w*)\.([A-Z]\w*)")]
    private static partial Regex PartialName();

    [GeneratedRegex("<PackageReference [^>]*>")]
    private static partial Regex PackageLine();
}
