using Courseware.Host.Commands;
using Courseware.Tests;
using Xunit;

namespace Courseware.Host.Tests.Architecture;

/// <summary>Inside the course's program a room knows only the rooms below it; below all of them is the kernel.</summary>
public sealed class ArrowsTests
{
    private static readonly string[][] s_rows =
    [
        ["Commands"],
        ["Checking", "Students"],
        ["Running", "Installing"],
        ["Pages"],
        ["Notebooks", "Formulas"],
    ];

    private static readonly Rooms s_rooms = new(Repository.At("lib", "Courseware.Host"), typeof(CommandLine).Assembly.Location, s_rows);

    [Fact]
    public void Arrows_point_downwards_only() => Assert.Empty(s_rooms.UpwardArrows());

    [Fact]
    public void Rooms_of_one_row_do_not_know_each_other_mutually() => Assert.Empty(s_rooms.MutualArrows());

    [Fact]
    public void Every_room_has_its_row_and_every_row_its_rooms() => Assert.Empty(s_rooms.RoomsOutOfRow());

    // A copy that the program loads would win over the one that a cell names with #r.
    [Fact]
    public void The_course_s_library_is_not_referenced() =>
        Assert.Equal(["Courseware.Kernel"], typeof(CommandLine).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!)
            .Where(name => name.StartsWith("Courseware", StringComparison.Ordinal)));
}
