using System.Text.RegularExpressions;
using Xunit;

namespace Courseware.Tests.Architecture;

/// <summary>Inside the library a room knows only the rooms below it.</summary>
public sealed partial class ArrowsTests
{
    /// <summary>From top to bottom. Rooms of one row may know each other, as long as no two know each other mutually.</summary>
    private static readonly string[][] s_rows =
    [
        ["Claims", "Exercises", "Derivations"],
        ["Charts", "Metrics"],
        ["Training", "Baselines"],
        ["Data", "Layers", "Losses", "Optimizers"],
        ["Tensors"],
        ["Display"],
    ];

    /// <summary>The folder, "Layers" or "Tensors/Kernels", that declares each top-level type.</summary>
    private static readonly Dictionary<string, string> s_folders = Repository.Sources("Courseware")
        .SelectMany(file => Declaration().Matches(File.ReadAllText(file)).Select(m => (Name: m.Groups[1].Value, Folder: FolderOf(file))))
        .DistinctBy(type => type.Name).ToDictionary(type => type.Name, type => type.Folder);

    private static readonly IReadOnlyCollection<(string From, string To)> s_references =
        TypeReferences.Of(typeof(Tensor).Assembly.Location);

    [Fact]
    public void Arrows_point_downwards_only()
    {
        var upwards = Known.Where(r => Row(Room(r.To)) < Row(Room(r.From)))
            .Select(r => $"{r.From} is in {Room(r.From)} and must not know {r.To} in {Room(r.To)}, which is above it.");
        Assert.Empty(upwards);
    }

    [Fact]
    public void Rooms_of_one_row_do_not_know_each_other_mutually()
    {
        var level = Known.Select(r => (r.From, r.To, FromRoom: Room(r.From), ToRoom: Room(r.To)))
            .Where(r => r.FromRoom != r.ToRoom && Row(r.FromRoom) == Row(r.ToRoom)).ToList();
        var mutual = level.Where(r => level.Any(back => back.FromRoom == r.ToRoom && back.ToRoom == r.FromRoom))
            .Select(r => $"{r.From} is in {r.FromRoom} and knows {r.To} in {r.ToRoom}, and some type there knows {r.FromRoom}.");
        Assert.Empty(mutual);
    }

    [Fact]
    public void No_room_outside_Tensors_knows_a_kernel()
    {
        var known = Known.Where(r => s_folders[r.To] == "Tensors/Kernels" && Room(r.From) != "Tensors")
            .Select(r => $"{r.From} is in {s_folders[r.From]} and must not know the kernel {r.To}.");
        Assert.Empty(known);
    }

    [Fact]
    public void The_vocabulary_of_formulas_knows_no_kernel_and_no_operation()
    {
        var known = Known.Where(r => s_folders[r.From] == "Tensors/Rules" && s_folders[r.To] is "Tensors/Kernels" or "Tensors/Operations")
            .Select(r => $"{r.From} is in Tensors/Rules and must not know {r.To} in {s_folders[r.To]}.");
        Assert.Empty(known);
    }

    [Fact]
    public void What_finds_and_downloads_files_knows_no_data_set()
    {
        var known = Known.Where(r => s_folders[r.From] == "Data" && r.From != nameof(Datasets)
            && s_folders[r.To] is "Data/Loaders" or "Data/StandIns")
            .Select(r => $"{r.From} is in Data and must not know {r.To} in {s_folders[r.To]}: what it needs of a data set is in data/catalogue.json.");
        Assert.Empty(known);
    }

    [Fact]
    public void Every_type_is_in_the_one_namespace()
    {
        var types = typeof(Tensor).Assembly.GetTypes().Where(t => !t.IsNested && !IsMadeByTheCompiler(t)).ToList();
        Assert.Empty(types.Where(t => !s_folders.ContainsKey(t.Name.Split('`')[0])).Select(t => t.FullName));
        Assert.Empty(types.Where(t => t.Namespace != "Courseware").Select(t => t.FullName));
    }

    [Fact]
    public void Every_room_has_its_row()
        => Assert.Empty(s_folders.Values.Select(folder => folder.Split('/')[0]).Distinct().Except(s_rows.SelectMany(r => r)));

    [Fact]
    public void The_library_references_nothing_but_the_framework()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var foreign = typeof(Tensor).Assembly.GetReferencedAssemblies().Where(a => !File.Exists(Path.Combine(framework, a.Name + ".dll")))
            .Select(a => a.FullName);
        Assert.Empty(foreign);
    }

    [Fact]
    public void The_library_has_no_package_and_no_project_of_its_own()
    {
        var project = File.ReadAllText(Path.Combine(Repository.Root, "lib", "Courseware", "Courseware.csproj"));
        Assert.DoesNotContain("<ProjectReference", project, StringComparison.Ordinal);
        var shipped = PackageLine().Matches(project).Select(m => m.Value)
            .Where(line => !line.Contains("PrivateAssets=\"all\"", StringComparison.Ordinal));
        Assert.Empty(shipped);
    }

    private static string FolderOf(string file)
        => Path.GetRelativePath(Path.Combine(Repository.Root, "lib", "Courseware"), Path.GetDirectoryName(file)!)
        .Replace(Path.DirectorySeparatorChar, '/');

    private static IEnumerable<(string From, string To)> Known
        => s_references.Where(r => s_folders.ContainsKey(r.From) && s_folders.ContainsKey(r.To));

    private static string Room(string type) => s_folders[type].Split('/')[0];

    private static bool IsMadeByTheCompiler(Type type)
        => type.Name.StartsWith('<') || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true
        || type.Namespace == "Microsoft.CodeAnalysis";

    private static int Row(string room)
    {
        var row = Array.FindIndex(s_rows, r => r.Contains(room));
        return row >= 0 ? row : throw new InvalidOperationException($"No row for the room '{room}'.");
    }

    [GeneratedRegex(@"^(?:\[.*\] )?(?:\w+ )*(?:class|record struct|record|struct|interface|enum|delegate [\w<>\[\]?, ]+) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex("<PackageReference [^>]*>")]
    private static partial Regex PackageLine();
}
