using System.Buffers.Binary;

namespace Courseware.Kernel.Zmtp;

/// <summary>A bound ROUTER: receives from all peers, and sends to the one that an identity names.</summary>
/// <remarks>
/// A new connection with a known identity takes its route: a client that reconnects after a restart is served before the system has noticed
/// that its first connection is dead. The older one stays open, as libzmq keeps it: closed, it would connect again and take the route in
/// turn, and so on for ever. When the newer one ends, the route is the older's again. What the host does not receive waits here within
/// bounds (<see cref="ZmtpLimits.InboxBytes"/>); then that peer is not read until some was.
/// </remarks>
internal sealed class RouterSocket : ZmtpSocket
{
    // Of each identity all connections, the one that has the route last.
    private readonly Dictionary<byte[], List<Peer>> _routes = new(ByteArrayComparer.Instance);
    private readonly Queue<(Peer Peer, byte[][] Frames, long Bytes)> _inbox = new();
    private readonly SemaphoreSlim _received = new(0);
    private uint _nextIdentity = (uint)Random.Shared.Next();

    private RouterSocket(string endpoint, ZmtpLimits? limits)
        : base(endpoint, limits)
    {
    }

    protected override string SocketType => "ROUTER";

    /// <inheritdoc cref="ZmtpEndpoint.Listen"/>
    public static RouterSocket Bind(string endpoint, ZmtpLimits? limits = null)
    {
        var socket = new RouterSocket(endpoint, limits);
        socket.Start();
        return socket;
    }

    /// <summary>The next message of any peer.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed, before or meanwhile.</exception>
    public async ValueTask<ZmtpMessage> ReceiveAsync(CancellationToken cancellation)
    {
        await _received.WaitAsync(cancellation).ConfigureAwait(false);
        return Take();
    }

    /// <summary>
    /// <see cref="ReceiveAsync"/> for a thread of its own: needs nothing of the thread pool, which a student's cell may occupy.
    /// </summary>
    public ZmtpMessage Receive(CancellationToken cancellation)
    {
        _received.Wait(cancellation);
        return Take();
    }

    /// <summary>
    /// Sends to the peer of that identity, from any thread, in order, without waiting: what the system does not take at once is queued.
    /// Dropped when there is no such peer, as ROUTER does.
    /// </summary>
    /// <exception cref="ArgumentException">No frame, or more than a message may have.</exception>
    public void Send(byte[] identity, IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        var message = FrameEncoder.Message(frames, Limits.MessageBytes);
        lock (Gate)
        {
            if (_routes.TryGetValue(identity, out var peers))
                Enqueue(peers[^1], message);
        }
    }

    protected override bool Accepts(string peerType) => peerType is "DEALER" or "REQ" or "ROUTER";

    protected override void OnReady(Peer peer)
    {
        while (peer.Identity.Length == 0 || (peer.Identity[0] == 0 && _routes.ContainsKey(peer.Identity)))
        {
            peer.Identity = new byte[5];
            BinaryPrimitives.WriteUInt32BigEndian(peer.Identity.AsSpan(1), _nextIdentity++);
        }
        if (_routes.TryGetValue(peer.Identity, out var former))
            former.Add(peer);
        else
            _routes[peer.Identity] = [peer];
    }

    protected override void OnClosed(Peer peer)
    {
        if (_routes.TryGetValue(peer.Identity, out var present) && present.Remove(peer) && present.Count == 0)
            _routes.Remove(peer.Identity);
    }

    protected override void OnMessage(Peer peer, byte[][] frames, long bytes)
    {
        lock (Gate)
        {
            peer.UnreadMessages++;
            peer.UnreadBytes += bytes;
            _inbox.Enqueue((peer, frames, bytes));
        }
        _received.Release();
    }

    protected override void OnEnd()
    {
        _inbox.Clear();
        _received.Release();
    }

    private ZmtpMessage Take()
    {
        lock (Gate)
        {
            if (_inbox.TryDequeue(out var next))
            {
                var wasPaused = IsPaused(next.Peer);
                next.Peer.UnreadMessages--;
                next.Peer.UnreadBytes -= next.Bytes;
                if (wasPaused && !IsPaused(next.Peer))
                    WakeLoop();
                return new(next.Peer.Identity, next.Frames);
            }
        }
        // Closed: the next receiver must come through as well.
        _received.Release();
        throw new ObjectDisposedException(nameof(RouterSocket));
    }
}
