using System.Net.Sockets;

namespace Courseware.Kernel.Zmtp;

/// <summary>
/// The messages on their way to one peer, in order, bounded (see <see cref="ZmtpLimits"/>). Used under its socket's lock; never waits.
/// </summary>
internal sealed class Outbox(ZmtpLimits limits)
{
    private readonly Queue<byte[]> _queue = new();
    private readonly Queue<byte[]> _held = new();
    private long _bytes;
    private int _sent;

    public bool IsEmpty => _queue.Count == 0 && _held.Count == 0;

    /// <summary>
    /// The system takes no more now, or others had to have their turn: the loop goes on when the peer's socket is writable.
    /// </summary>
    public bool IsBlocked { get; private set; }

    /// <summary>While set, messages of other threads wait behind what the loop's thread sends.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>False when the bounds allow no more: the message is dropped, whole.</summary>
    public bool Add(byte[] message, bool held)
    {
        var count = _queue.Count + _held.Count;
        if (count > 0 && (count >= limits.QueueMessages || _bytes + message.Length > limits.QueueBytes))
            return false;
        _bytes += message.Length;
        (held ? _held : _queue).Enqueue(message);
        return true;
    }

    public void Hold() => IsHeld = true;

    public void Release()
    {
        IsHeld = false;
        while (_held.TryDequeue(out var message))
            _queue.Enqueue(message);
    }

    /// <summary>Hands at most about <paramref name="most"/> bytes to the system; false when the connection is broken.</summary>
    public bool Send(Socket socket, int most)
    {
        IsBlocked = false;
        while (_queue.TryPeek(out var message))
        {
            if (most <= 0)
            {
                IsBlocked = true;
                return true;
            }
            var count = socket.Send(message.AsSpan(_sent, int.Min(message.Length - _sent, most)), SocketFlags.None, out var error);
            // Part of the bytes may be gone even when the rest would have had to wait.
            _sent += count;
            most -= count;
            if (_sent == message.Length)
            {
                _queue.Dequeue();
                _bytes -= message.Length;
                _sent = 0;
            }
            if (error is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable or SocketError.Interrupted)
            {
                IsBlocked = _queue.Count > 0;
                return true;
            }
            if (error != SocketError.Success)
                return false;
        }
        return true;
    }

    public void Clear()
    {
        _queue.Clear();
        _held.Clear();
        (_bytes, _sent, IsBlocked) = (0, 0, false);
    }
}
