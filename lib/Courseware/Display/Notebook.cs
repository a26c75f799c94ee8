namespace Courseware;

/// <summary>
/// What the host of the notebook reports to the library: whether the student has asked to stop, and which values a change has made stale.
/// </summary>
internal static class Notebook
{
    [ThreadStatic]
    private static CancellationToken? s_ofThread;

    /// <summary>Cancelled when the running cell is to stop; never, outside a host.</summary>
    public static CancellationToken Cancellation => s_ofThread
        ?? (AppContext.GetData("notebook.cancellation") is Func<CancellationToken> token ? token() : CancellationToken.None);

    /// <summary>What the calling thread computes from now on is to stop with this token; null for the cell's own.</summary>
    public static void StopWith(CancellationToken? token) => s_ofThread = token;

    /// <summary>
    /// The names that the running cell uses and whose values the cells, as they are now, would not give; none outside a host that keeps
    /// track of them.
    /// </summary>
    public static IReadOnlyList<string> Stale => AppContext.GetData("notebook.stale") is Func<IReadOnlyList<string>> names ? names() : [];

    /// <summary>What is said of a result that comes from stale values; "" for no names.</summary>
    public static string StaleText(IReadOnlyList<string> names) => names.Count == 0 ? ""
        : $"computed with stale values: {WordList.Of(names.Select(name => $"`{name}`"), "and")}. `#!rerun` runs their cells again, then this one";
}
