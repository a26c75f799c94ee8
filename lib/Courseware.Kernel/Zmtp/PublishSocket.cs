using System.Diagnostics.CodeAnalysis;

namespace Courseware.Kernel.Zmtp;

/// <summary>A bound PUB: sends each message to every peer that subscribed to a prefix of its first frame.</summary>
/// <remarks>
/// A subscriber that reads too slowly loses messages, whole ones, once the queue to it is full (<see cref="ZmtpLimits"/>); it never holds
/// up the kernel or another subscriber.
/// </remarks>
internal sealed class PublishSocket : ZmtpSocket
{
    /// <summary>A PUB receives nothing but subscriptions.</summary>
    private const int MostSubscriptionBytes = 1 << 16;

    private readonly List<Peer> _subscribers = [];
    private volatile int _count;

    private PublishSocket(string endpoint, ZmtpLimits? limits)
        : base(endpoint, limits)
    {
    }

    /// <summary>
    /// Called with the topic of each new subscription of a peer, on the socket's own thread and outside its lock. What the handler itself
    /// sends reaches that peer before anything that other threads send later.
    /// </summary>
    public Action<byte[]>? Subscribed { get; set; }

    protected override string SocketType => "PUB";

    protected override int MostBytes => MostSubscriptionBytes;

    /// <inheritdoc cref="ZmtpEndpoint.Listen"/>
    /// <param name="prepare">Called before the first peer is served: one that waited for the port subscribes at once.</param>
    public static PublishSocket Bind(string endpoint, ZmtpLimits? limits = null, Action<PublishSocket>? prepare = null)
    {
        var socket = new PublishSocket(endpoint, limits);
        prepare?.Invoke(socket);
        socket.Start();
        return socket;
    }

    /// <summary>Sends to every subscriber of the first frame's topic, from any thread, in one order for all, without waiting.</summary>
    /// <exception cref="ArgumentException">No frame, or more than a message may have.</exception>
    public void Send(IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        if (_count == 0)
            return;
        // Encoded outside the lock (a large message takes a while), and once for all.
        var message = FrameEncoder.Message(frames, Limits.MessageBytes);
        lock (Gate)
        {
            foreach (var peer in _subscribers)
            {
                if (peer.Topics.Matches(frames[0].Span))
                    Enqueue(peer, message);
            }
        }
    }

    protected override bool Accepts(string peerType) => peerType is "SUB" or "XSUB";

    protected override void OnReady(Peer peer)
    {
        _subscribers.Add(peer);
        _count = _subscribers.Count;
    }

    protected override void OnClosed(Peer peer)
    {
        _subscribers.Remove(peer);
        _count = _subscribers.Count;
    }

    /// <summary>
    /// Subscriptions of ZMTP 3.0: a message of one frame, 1 or 0 and the topic. An XSUB may send other messages, which nobody reads.
    /// </summary>
    protected override void OnMessage(Peer peer, byte[][] frames, long bytes)
    {
        if (frames is [[1, ..] subscribe])
            OnSubscribe(peer, subscribe[1..]);
        else if (frames is [[0, ..] cancel])
            OnCancel(peer, cancel[1..]);
    }

    [SuppressMessage("Design", "CA1031", Justification = "A fault of the handler must not end the loop that serves the subscribers.")]
    protected override void OnSubscribe(Peer peer, byte[] topic)
    {
        var handler = Subscribed;
        lock (Gate)
        {
            if (!peer.Topics.Add(topic) || handler is null)
                return;
            peer.Outbox.Hold();
        }
        try
        {
            handler(topic);
        }
        catch (Exception)
        {
            // The subscription holds, whatever became of the greeting.
        }
        lock (Gate)
        {
            peer.Outbox.Release();
            if (!peer.IsGone && !peer.Outbox.IsBlocked)
                SendQueued(peer);
        }
    }

    protected override void OnCancel(Peer peer, byte[] topic)
    {
        lock (Gate)
            peer.Topics.Remove(topic);
    }
}
