namespace Courseware.Host.Sessions;

internal enum CellStatus
{
    Succeeded,
    Failed,
    Interrupted,
}
