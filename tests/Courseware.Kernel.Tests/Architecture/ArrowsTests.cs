using Courseware.Kernel.Cells;
using Courseware.Kernel.Sessions;
using Courseware.Tests;
using Xunit;

namespace Courseware.Kernel.Tests.Architecture;

/// <summary>Inside the kernel a room knows only the rooms below it, and the kernel knows no course.</summary>
public sealed class ArrowsTests
{
    private static readonly string[][] s_rows =
    [
        ["Jupyter"],
        ["Cells", "Editing"],
        ["Sessions"],
        ["Formatting", "Packages", "Zmtp"],
    ];

    private static readonly Rooms s_rooms = new(Repository.At("lib", "Courseware.Kernel"), typeof(Session).Assembly.Location, s_rows);

    [Fact]
    public void Arrows_point_downwards_only() => Assert.Empty(s_rooms.UpwardArrows());

    [Fact]
    public void Rooms_of_one_row_do_not_know_each_other_mutually() => Assert.Empty(s_rooms.MutualArrows());

    [Fact]
    public void Every_room_has_its_row_and_every_row_its_rooms() => Assert.Empty(s_rooms.RoomsOutOfRow());

    [Fact]
    public void Neither_the_course_nor_its_program_is_referenced() =>
        Assert.DoesNotContain(typeof(Session).Assembly.GetReferencedAssemblies(), assembly =>
            assembly.Name!.StartsWith("Courseware", StringComparison.Ordinal));

    [Fact]
    public void The_namespace_that_every_cell_sees_is_that_of_the_helpers()
    => Assert.Equal(CellCompiler.CellNamespace, typeof(Helpers).Namespace);
}
