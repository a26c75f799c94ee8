namespace Courseware.Host.Sessions;

/// <summary>Receives a cell's outputs while it runs. Calls come one at a time, from any thread; background work may still call after the cell has ended.</summary>
internal interface ICellObserver
{
    void OnOutput(CellOutput output);
}
