namespace Courseware.Kernel.Zmtp;

/// <summary>What a peer may cost: time, memory, messages. Generous for every front end, finite for a broken one.</summary>
/// <remarks>
/// The queue to a peer that reads too slowly is bounded in bytes <em>and</em> messages, and what does not fit is dropped for that peer
/// alone, as PUB (and ROUTER) do: the kernel never waits for a reader, and its memory stays bounded. libzmq's default of 1000 messages
/// would drop a chatty cell's output under a client that queues a hundred cells; half a gigabyte and a quarter of a million messages do
/// not, and leave room for several messages of 100 MB. A message larger than the whole bound still passes when the queue is empty.
/// </remarks>
internal sealed record ZmtpLimits
{
    public static ZmtpLimits Default { get; } = new();

    /// <summary>How long a peer may take for greeting and READY; then it is cut off.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Peers at one time. Who comes then waits for a place, in the system's queue: a flood of connections must not take the file handles
    /// that cells need.
    /// </summary>
    public int Connections { get; init; } = 256;

    /// <summary>The largest message taken from or given to a peer, in bytes: 1 GiB, all frames together.</summary>
    public int MessageBytes { get; init; } = 1 << 30;

    /// <summary>Bytes that may wait for one slow peer.</summary>
    public long QueueBytes { get; init; } = 512L << 20;

    /// <summary>Messages that may wait for one slow peer.</summary>
    public int QueueMessages { get; init; } = 250_000;

    /// <summary>
    /// Bytes of one peer that may wait for the host to receive them; then its connection is not read until some were (the sender feels it,
    /// the other peers do not).
    /// </summary>
    public long InboxBytes { get; init; } = 256L << 20;

    /// <summary>Messages of one peer that may wait for the host to receive them.</summary>
    public int InboxMessages { get; init; } = 10_000;

    /// <summary>Different topics that one peer may subscribe to.</summary>
    public int Topics { get; init; } = 10_000;
}
