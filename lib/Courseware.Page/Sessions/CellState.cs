namespace Courseware.Page.Sessions;

/// <summary>How far a code cell is in the present session.</summary>
internal enum CellState
{
    Idle,
    Queued,
    Running,
    Succeeded,
    Failed,
    Interrupted,
}
