namespace Courseware.Kernel.Sessions;

/// <summary>One cell of the notebook, through all its runs and changes.</summary>
/// <param name="number">Tells it from all other cells of the session.</param>
internal sealed class CellRecord(string? id, int number)
{
    public int Number => number;

    /// <summary>Whether it comes before another in the notebook: it was run first.</summary>
    public bool IsBefore(CellRecord other) => number < other.Number;

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

    /// <summary>
    /// The words that do not compile, where that may be for what it uses that is stale: with that made again they may. Null where it is not
    /// for that.
    /// </summary>
    public string? BrokenByStale { get; set; }

    /// <summary>The stale names that it used when the reader last heard of any, so that it is said once.</summary>
    public string Told { get; set; } = "";

    /// <summary>
    /// Variables that it asks for before it gives them a value: what it begins with is what an earlier cell, or its own last run, has left.
    /// </summary>
    public IReadOnlySet<string> AskedFirst { get; set; } = new HashSet<string>();

    /// <summary>Its last compilation, to run again; null where it has to be compiled.</summary>
    public ReadyCell? Ready { get; set; }
}
