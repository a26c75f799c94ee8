using System.Text.RegularExpressions;

namespace Courseware.Tests;

/// <summary>The rooms of an assembly, which are the folders of its project, and which types know a room that they must not know.</summary>
/// <param name="project">The project's folder.</param>
/// <param name="assembly">The file that was built from it.</param>
/// <param name="rows">The rooms from top to bottom. Rooms of one row may know each other, as long as no two know each other
/// mutually.</param>
internal sealed partial class Rooms(string project, string assembly, string[][] rows)
{
    private readonly Dictionary<string, string> _roomOf = Declarations(project);

    /// <summary>One line for each type that knows a type in a room above its own.</summary>
    public IEnumerable<string> UpwardArrows() =>
        from arrow in Arrows()
        where Row(arrow.ToRoom) < Row(arrow.FromRoom)
        select $"{arrow.From} is in {arrow.FromRoom} and must not know {arrow.To}, which is in {arrow.ToRoom} above it.";

    /// <summary>One line for each type in one of two rooms of a row that know each other.</summary>
    public IEnumerable<string> MutualArrows()
    {
        var level = Arrows().Where(arrow => arrow.FromRoom != arrow.ToRoom && Row(arrow.FromRoom) == Row(arrow.ToRoom)).ToList();
        return from arrow in level
               where level.Any(back => back.FromRoom == arrow.ToRoom && back.ToRoom == arrow.FromRoom)
               select $"{arrow.From} is in {arrow.FromRoom} and knows {arrow.To} in {arrow.ToRoom}, and some type there knows {arrow.FromRoom}.";
    }

    /// <summary>The rooms that no row names, and those of the rows that do not exist.</summary>
    public IEnumerable<string> RoomsOutOfRow()
    {
        var (existing, named) = (_roomOf.Values.ToHashSet(), rows.SelectMany(row => row).ToHashSet());
        existing.SymmetricExceptWith(named);
        return existing;
    }

    private IEnumerable<(string From, string FromRoom, string To, string ToRoom)> Arrows() =>
        from reference in TypeReferences.Of(assembly)
        where _roomOf.ContainsKey(reference.From) && _roomOf.ContainsKey(reference.To)
        select (reference.From, _roomOf[reference.From], reference.To, _roomOf[reference.To]);

    private int Row(string room)
        => Array.FindIndex(rows, row => row.Contains(room)) is >= 0 and var row ? row
        : throw new InvalidOperationException($"No row for the room '{room}'.");

    private static Dictionary<string, string> Declarations(string project)
    {
        var rooms = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
        {
            var parts = Path.GetRelativePath(project, file).Split(Path.DirectorySeparatorChar);
            if (parts.Length < 2)
                continue; // the program's entry point
            foreach (Match match in Declaration().Matches(File.ReadAllText(file)))
            {
                var name = match.Groups[1].Value;
                if (!rooms.TryAdd(name, parts[0]) && rooms[name] != parts[0])
                    throw new InvalidOperationException($"Two rooms have a type {name}: {rooms[name]} and {parts[0]}. Rename one: this test knows types by their names.");
            }
        }
        return rooms;
    }

    [GeneratedRegex(@"^(?:\[.*\] )?(?:\w+ )*(?:class|record struct|record|struct|interface|enum|delegate [\w<>\[\]?, ]+) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
