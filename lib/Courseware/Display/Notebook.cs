namespace Courseware;

/// <summary>What the host of the notebook tells the library: whether the student has asked to stop.</summary>
internal static class Notebook
{
    /// <summary>Cancelled when the running cell is to stop; never, outside a host.</summary>
    public static CancellationToken Cancellation
        => AppContext.GetData("notebook.cancellation") is Func<CancellationToken> token ? token() : CancellationToken.None;
}
