namespace Courseware.Host.Sessions;

internal sealed record CellResult(CellStatus Status, TimeSpan Elapsed);
