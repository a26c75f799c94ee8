namespace Courseware.Kernel.Sessions;

/// <summary>One cell of the notebook, through all its runs and changes.</summary>
internal sealed class CellRecord(string? id)
{
    /// <summary>What the front end calls it; null where it does not say.</summary>
    public string? Id => id;

    /// <summary>What the reader calls it: by its last run.</summary>
    public required string Name { get; set; }

    /// <summary>The words of its last run.</summary>
    public required string Code { get; set; }

    public required CellShape Shape { get; set; }

    /// <summary>Its last run; null before the first.</summary>
    public CellRun? Run { get; set; }

    /// <summary>Whether it was changed since its last run in a way that does not compile.</summary>
    public bool IsBroken { get; set; }

    /// <summary>The stale names that it used when the reader last heard of any, so that it is said once.</summary>
    public string Told { get; set; } = "";

    /// <summary>Its last compilation, to run again; null where it has to be compiled.</summary>
    public ReadyCell? Ready { get; set; }
}
