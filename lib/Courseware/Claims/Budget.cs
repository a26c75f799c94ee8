namespace Courseware;

/// <summary>
/// How much is computed: short on stand-in data, a few minutes by default, everything in a full run. Counted in epochs, seeds and rows,
/// never in seconds, so that no result depends on speed.
/// </summary>
/// <example><code>
/// var budget = Budget.For(higgs.Provenance);
/// int epochs = budget.Of(standIn: 10, normal: 60, full: 350);
/// </code></example>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Plain])]
public sealed class Budget
{
    private Budget(Provenance data) => Data = data;

    /// <summary>The data that are trained on.</summary>
    public Provenance Data { get; }

    /// <summary>Stand-in data always get the short budget, even in a full run.</summary>
    internal bool IsShort => Data.Kind == DataKind.StandIn;

    public bool IsFull => !IsShort && Course.IsFull;

    /// <summary>The budget for these data, in the mode of this run.</summary>
    public static Budget For(Provenance data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(data);
    }

    /// <summary>One of three: epochs, seeds, rows, a list of models …</summary>
    public T Of<T>(T standIn, T normal, T full) => IsShort ? standIn : Course.IsFull ? full : normal;

    /// <summary>The same, saying what is counted.</summary>
    public int Epochs(int standIn, int normal, int full) => Of(standIn, normal, full);

    /// <summary>Seeds 1, 2, … of this many runs.</summary>
    public long[] Seeds(int standIn, int normal, int full) => [.. Enumerable.Range(1, Of(standIn, normal, full)).Select(s => (long)s)];

    public override string ToString()
        => IsShort ? $"short budget: {Data.Name} is a stand-in" : IsFull ? "full budget"
        : "default budget (run --full computes everything)";
}
