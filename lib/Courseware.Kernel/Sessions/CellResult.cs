namespace Courseware.Kernel.Sessions;

internal sealed record CellResult(CellStatus Status, TimeSpan Elapsed);
