using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace Courseware.Kernel.Zmtp;

/// <summary>
/// What ROUTER, PUB and REP share: a listener, its peers, and one thread that accepts, reads, and writes what did not fit at once. ZMTP 3.1
/// with the mechanism NULL, and 3.0 peers.
/// </summary>
/// <remarks>
/// The thread is the socket's own and waits in
/// <see cref="Socket.Select(System.Collections.IList, System.Collections.IList, System.Collections.IList, int)"/>, never in the thread
/// pool: a student's cell can occupy every pool thread, and an interrupt request and the heartbeat must be served all the same.
/// A message is sent on the caller's thread as far as the system takes it without waiting, so the usual one costs a system call and no
/// switch of threads. One lock guards the peers' tables and queues; no wait and no foreign code runs inside it.
/// </remarks>
internal abstract class ZmtpSocket : IDisposable
{
    /// <summary>After so many bytes of one peer the others have their turn.</summary>
    private const int BytesATurn = 1 << 20;

    private const int LongestIdentity = 255, LongestPingContext = 16, AcceptPause = 100;

    private readonly ZmtpLimits _limits;
    private readonly Socket _listener;
    private readonly WakeUp _wakeUp;
    private readonly Thread _thread;
    private readonly Dictionary<Socket, Peer> _peers = [];
    private readonly List<TaskCompletionSource<bool>> _flushes = [];
    private readonly List<Socket> _readable = [], _writable = [];
    private readonly List<Peer> _gone = [];
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(1 << 16);
    private long _acceptAgain, _turns;
    private volatile bool _closing;

    protected ZmtpSocket(string endpoint, ZmtpLimits? limits)
    {
        _limits = limits ?? ZmtpLimits.Default;
        _wakeUp = new();
        try
        {
            (_listener, Endpoint) = ZmtpEndpoint.Listen(endpoint);
        }
        catch
        {
            _wakeUp.Dispose();
            throw;
        }
        _thread = new(Run, 256 << 10) { IsBackground = true, Name = $"{SocketType} {Endpoint}" };
    }

    /// <summary>Where the socket listens, with the real port when port 0 was asked for.</summary>
    public string Endpoint { get; }

    /// <summary>Connections that are open now, those in their handshake too.</summary>
    public int ConnectionCount
    {
        get
        {
            lock (Gate)
                return _peers.Count;
        }
    }

    /// <summary>How often the loop has woken: an idle socket's loop sleeps.</summary>
    public long Turns => Interlocked.Read(ref _turns);

    protected Lock Gate { get; } = new();

    protected ZmtpLimits Limits => _limits;

    protected bool IsClosing => _closing;

    protected abstract string SocketType { get; }

    /// <summary>The largest message that this type of socket has a use for.</summary>
    protected virtual int MostBytes => _limits.MessageBytes;

    /// <summary>Completes when the queues are empty, all handed to the system (true), or after <paramref name="atMost"/> (false).</summary>
    public async Task<bool> FlushAsync(TimeSpan atMost)
    {
        if (StartFlush() is not { } flush)
            return true;
        try
        {
            return await flush.Task.WaitAsync(atMost).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            EndFlush(flush);
            return false;
        }
    }

    /// <summary><see cref="FlushAsync"/> for a thread of its own: needs nothing of the thread pool.</summary>
    public bool Flush(TimeSpan atMost)
    {
        if (StartFlush() is not { } flush)
            return true;
        if (flush.Task.Wait(atMost))
            return flush.Task.Result;
        EndFlush(flush);
        return false;
    }

    /// <summary>Closes the port and all connections; what still waits to be sent is lost. The address can be bound again at once.</summary>
    public void Dispose()
    {
        _closing = true;
        _wakeUp.Call();
        if (Thread.CurrentThread != _thread)
            _thread.Join();
        GC.SuppressFinalize(this);
    }

    internal void Greeted(Peer peer)
    {
        lock (Gate)
            Enqueue(peer, FrameEncoder.Ready(SocketType, []));
    }

    internal void Commanded(Peer peer, Command command)
    {
        if (command.Is(CommandNames.Error))
            throw new ZmtpException("The peer refused the connection.");
        if (!peer.IsReady)
        {
            if (!command.Is(CommandNames.Ready))
                throw new ZmtpException("Expected READY after the greeting, received another command.");
            Ready(peer, command);
        }
        else if (command.Is(CommandNames.Ping))
        {
            Ping(peer, command.Data);
        }
        else if (command.Is(CommandNames.Subscribe))
        {
            OnSubscribe(peer, command.Data.ToArray());
        }
        else if (command.Is(CommandNames.Cancel))
        {
            OnCancel(peer, command.Data.ToArray());
        }
        // PONG needs nothing, and a command that a later version adds is not ours to judge.
    }

    internal void Received(Peer peer, byte[][] frames, long bytes)
    {
        if (!peer.IsReady)
            throw new ZmtpException("Expected READY before the first message.");
        OnMessage(peer, frames, bytes);
    }

    protected abstract bool Accepts(string peerType);

    /// <summary>
    /// A peer has completed its handshake; under the lock, on the loop's thread, as are all that follow but the last three.
    /// </summary>
    protected virtual void OnReady(Peer peer)
    {
    }

    protected virtual void OnClosed(Peer peer)
    {
    }

    /// <summary>The socket has closed.</summary>
    protected virtual void OnEnd()
    {
    }

    protected abstract void OnMessage(Peer peer, byte[][] frames, long bytes);

    protected virtual void OnSubscribe(Peer peer, byte[] topic)
    {
    }

    protected virtual void OnCancel(Peer peer, byte[] topic)
    {
    }

    protected void Start() => _thread.Start();

    protected void WakeLoop() => _wakeUp.Call();

    /// <summary>Sends what the system takes now and queues the rest; under the lock.</summary>
    protected void Enqueue(Peer peer, byte[] message)
    {
        if (!peer.IsGone && peer.Outbox.Add(message, held: peer.Outbox.IsHeld && Thread.CurrentThread != _thread) && !peer.Outbox.IsBlocked)
            SendQueued(peer);
    }

    /// <summary>The peer's connection ends at the loop's next turn; under the lock.</summary>
    protected static void Drop(Peer peer)
    {
        peer.IsGone = true;
        peer.Outbox.Clear();
    }

    protected void SendQueued(Peer peer)
    {
        if (!peer.Outbox.Send(peer.Socket, BytesATurn))
            Drop(peer);
        if ((peer.IsGone || peer.Outbox.IsBlocked) && Thread.CurrentThread != _thread)
            _wakeUp.Call();
        CheckFlushes();
    }

    protected bool IsPaused(Peer peer) => peer.UnreadMessages >= _limits.InboxMessages || peer.UnreadBytes >= _limits.InboxBytes;

    private void Ready(Peer peer, Command command)
    {
        var (type, identity) = command.Properties();
        // Identities that begin with zero are those that a ROUTER makes.
        var fault = !Accepts(type) ? $"{SocketType} does not talk to {(type.Length == 0 ? "a socket without type" : type)}"
            : identity.Length > LongestIdentity ? $"Expected an identity of at most {LongestIdentity} bytes, received {identity.Length}"
            : identity is [0, ..] ? "Expected an identity that does not begin with zero"
            : null;
        lock (Gate)
        {
            if (fault is not null)
            {
                Enqueue(peer, FrameEncoder.Error(fault));
                throw new ZmtpException(fault);
            }
            peer.Identity = identity;
            peer.IsReady = true;
            peer.Deadline = long.MaxValue;
            OnReady(peer);
        }
    }

    private void Ping(Peer peer, ReadOnlySpan<byte> data)
    {
        if (data.Length < 2)
            throw new ZmtpException($"Expected a PING with a time to live, received {data.Length} bytes.");
        peer.TimeToLive = (data[0] << 8 | data[1]) * 100L;
        peer.Deadline = peer.TimeToLive == 0 ? long.MaxValue : Environment.TickCount64 + peer.TimeToLive;
        var context = data[2..];
        lock (Gate)
            Enqueue(peer, FrameEncoder.Command(CommandNames.Pong, context[..int.Min(context.Length, LongestPingContext)]));
    }

    private void Run()
    {
        try
        {
            while (!_closing)
                Turn();
        }
        finally
        {
            _closing = true;
            foreach (var peer in _peers.Values.ToArray())
                Close(peer);
            _listener.Dispose();
            _wakeUp.Dispose();
            lock (Gate)
            {
                OnEnd();
                foreach (var flush in _flushes)
                    flush.TrySetResult(false);
                _flushes.Clear();
            }
        }
    }

    private void Turn()
    {
        var wait = Prepare();
        Interlocked.Increment(ref _turns);
        try
        {
            Socket.Select(_readable, _writable.Count == 0 ? null : _writable, null, wait);
        }
        catch (SocketException)
        {
            // The system is out of something; it must not cost the kernel a core.
            Thread.Sleep(AcceptPause);
            return;
        }
        foreach (var socket in _writable)
        {
            lock (Gate)
            {
                if (_peers.TryGetValue(socket, out var peer) && !peer.IsGone)
                    SendQueued(peer);
            }
        }

        foreach (var socket in _readable)
        {
            if (_closing)
                return;
            if (socket == _wakeUp.Socket)
                _wakeUp.Clear();
            else if (socket == _listener)
                Accept();
            else if (_peers.TryGetValue(socket, out var peer) && !peer.IsGone)
                Read(peer);
        }
    }

    /// <summary>
    /// Fills the lists to wait for, closes who is gone or late, and says how many microseconds to wait at most (−1: for ever).
    /// </summary>
    private int Prepare()
    {
        _readable.Clear();
        _writable.Clear();
        _gone.Clear();
        _readable.Add(_wakeUp.Socket);
        var now = Environment.TickCount64;
        var next = long.MaxValue;
        lock (Gate)
        {
            foreach (var peer in _peers.Values)
            {
                var paused = IsPaused(peer);
                if (peer.IsGone || (now >= peer.Deadline && !paused && !HasSent(peer)))
                {
                    _gone.Add(peer);
                    continue;
                }
                if (!paused)
                {
                    _readable.Add(peer.Socket);
                    next = long.Min(next, peer.Deadline);
                }
                if (peer.Outbox.IsBlocked)
                    _writable.Add(peer.Socket);
            }
        }
        foreach (var peer in _gone)
            Close(peer);
        if (now < _acceptAgain)
            next = long.Min(next, _acceptAgain);
        else if (_peers.Count < _limits.Connections)
            _readable.Add(_listener);
        return next == long.MaxValue ? -1 : (int)long.Clamp((next - now) * 1000, 1000, int.MaxValue);
    }

    // Who was in time is not cut off because this thread was late to read it.
    private static bool HasSent(Peer peer)
    {
        try
        {
            return peer.Socket.Available > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Accept()
    {
        Socket? socket = null;
        try
        {
            socket = _listener.Accept();
            socket.Blocking = false;
            if (socket.ProtocolType == ProtocolType.Tcp)
            {
                socket.NoDelay = true;
                // A peer whose machine vanished says no goodbye.
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            }
            var peer = new Peer(this, socket, _limits,
                MostBytes)
            { Deadline = Environment.TickCount64 + (long)_limits.Handshake.TotalMilliseconds };
            lock (Gate)
            {
                _peers.Add(socket, peer);
                Enqueue(peer, Greeting.Ours.ToArray());
            }
        }
        catch (SocketException error)
        {
            socket?.Dispose();
            // Out of file handles the listener stays readable: look again later instead of at once.
            if (error.SocketErrorCode
                is not (SocketError.WouldBlock or SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.Interrupted))
            {
                _acceptAgain = Environment.TickCount64 + AcceptPause;
            }
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever one peer's bytes cause ends that peer's connection and nothing else.")]
    private void Read(Peer peer)
    {
        try
        {
            for (var rest = BytesATurn; rest > 0 && !peer.IsGone && !_closing;)
            {
                var direct = peer.Decoder.Direct;
                var target = direct.IsEmpty ? _buffer : direct;
                var count = peer.Socket.Receive(target, SocketFlags.None, out var error);
                if (error is SocketError.WouldBlock or SocketError.Interrupted)
                    return;
                if (error != SocketError.Success || count == 0)
                {
                    Close(peer);
                    return;
                }
                if (peer.TimeToLive > 0)
                    peer.Deadline = Environment.TickCount64 + peer.TimeToLive;
                if (direct.IsEmpty)
                    peer.Decoder.Feed(_buffer.AsSpan(0, count));
                else
                    peer.Decoder.Advance(count);
                if (count < target.Length)
                    return;
                rest -= count;
            }
        }
        catch (Exception)
        {
            Close(peer);
        }
    }

    private void Close(Peer peer)
    {
        lock (Gate)
        {
            if (!_peers.Remove(peer.Socket))
                return;
            Drop(peer);
            OnClosed(peer);
            CheckFlushes();
        }
        peer.Socket.Dispose();
    }

    private TaskCompletionSource<bool>? StartFlush()
    {
        lock (Gate)
        {
            if (_closing || AllSent())
                return null;
            var flush = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _flushes.Add(flush);
            return flush;
        }
    }

    private void EndFlush(TaskCompletionSource<bool> flush)
    {
        lock (Gate)
            _flushes.Remove(flush);
    }

    private void CheckFlushes()
    {
        if (_flushes.Count == 0 || !AllSent())
            return;
        foreach (var flush in _flushes)
            flush.TrySetResult(true);
        _flushes.Clear();
    }

    private bool AllSent() => _peers.Values.All(peer => peer.Outbox.IsEmpty);
}
