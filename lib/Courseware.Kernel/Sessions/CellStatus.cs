namespace Courseware.Kernel.Sessions;

internal enum CellStatus
{
    Succeeded,
    Failed,
    Interrupted,
}
