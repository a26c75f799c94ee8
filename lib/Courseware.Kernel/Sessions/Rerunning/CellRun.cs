namespace Courseware.Kernel.Sessions;

/// <summary>What a cell's last run began with and what it left.</summary>
/// <param name="order">Among all runs of the session.</param>
internal sealed class CellRun(int order)
{
    public int Order => order;

    /// <summary>What it used of other cells: fingerprints of values and of words, by key.</summary>
    public Dictionary<string, UInt128> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>What it declared, set or changed, as it left it.</summary>
    public Dictionary<string, UInt128> Outputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Of these, what it declared.</summary>
    public HashSet<string> Made { get; } = new(StringComparer.Ordinal);
}
