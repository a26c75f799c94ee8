using System.Buffers.Binary;

namespace Courseware.Kernel.Zmtp;

/// <summary>Turns the bytes of one peer, cut anywhere, into its greeting, commands and whole messages.</summary>
/// <remarks>
/// A body's array grows fourfold as bytes arrive: a frame that claims 2⁶² bytes is refused, and one that claims 1 GiB costs 1 MiB until its
/// sender has sent that much.
/// </remarks>
internal sealed class FrameDecoder(FrameDecoder.IReceiver receiver, int mostBytes)
{
    private const int FirstChunk = 1 << 20, WorthReadingDirectly = 1 << 16;

    /// <summary>Commands are small; one that is not is an attack or noise.</summary>
    private const int MostCommandBytes = 1 << 16;

    /// <summary>What an empty frame costs us, so that endless empty frames end as well.</summary>
    private const int FrameCost = 32;

    private readonly byte[] _start = new byte[Greeting.Length];
    private readonly List<byte[]> _frames = [];
    private int _startLength;
    private bool _greeted;
    private FrameFlags _flags;
    private byte[]? _body;
    private int _bodyLength, _filled;
    private long _messageBytes;

    public interface IReceiver
    {
        void OnGreeting();

        void OnCommand(ReadOnlySpan<byte> body);

        void OnMessage(byte[][] frames, long bytes);
    }

    /// <summary>
    /// Room in a large body that the next bytes can be received into without a copy; empty when <see cref="Feed"/> is to be used.
    /// </summary>
    public Span<byte> Direct
    {
        get
        {
            if (_body is null || _bodyLength - _filled < WorthReadingDirectly)
                return [];
            Grow();
            return _body.AsSpan(_filled);
        }
    }

    /// <summary>So many bytes were received into <see cref="Direct"/>.</summary>
    public void Advance(int count)
    {
        _filled += count;
        if (_filled == _bodyLength)
            EndFrame();
    }

    /// <exception cref="ZmtpException">The peer broke the protocol; nothing more may be fed.</exception>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_body is not null)
            {
                Grow();
                var count = int.Min(bytes.Length, _body.Length - _filled);
                bytes[..count].CopyTo(_body.AsSpan(_filled));
                bytes = bytes[count..];
                Advance(count);
            }
            else if (_greeted)
            {
                _start[_startLength++] = bytes[0];
                bytes = bytes[1..];
                ReadHeader();
            }
            else
            {
                var count = int.Min(bytes.Length, Greeting.Length - _startLength);
                bytes[..count].CopyTo(_start.AsSpan(_startLength));
                bytes = bytes[count..];
                _startLength += count;
                Greeting.Check(_start.AsSpan(0, _startLength));
                if (_startLength == Greeting.Length)
                {
                    _greeted = true;
                    _startLength = 0;
                    receiver.OnGreeting();
                }
            }
        }
    }

    private void ReadHeader()
    {
        if (_startLength == 1)
        {
            _flags = (FrameFlags)_start[0];
            if ((_flags & ~(FrameFlags.More | FrameFlags.Long | FrameFlags.Command)) != 0)
                throw new ZmtpException($"Expected a frame's flags, received reserved bits in {_start[0]:X2}.");
            if (_flags.HasFlag(FrameFlags.Command) && _flags.HasFlag(FrameFlags.More))
                throw new ZmtpException("Expected a command in one frame, received the flag for more.");
        }
        var isLong = _flags.HasFlag(FrameFlags.Long);
        if (_startLength < (isLong ? 9 : 2))
            return;
        var length = isLong ? BinaryPrimitives.ReadUInt64BigEndian(_start.AsSpan(1)) : _start[1];
        _startLength = 0;
        if (_flags.HasFlag(FrameFlags.Command))
        {
            if (length > MostCommandBytes)
                throw new ZmtpException($"Expected a command of at most {MostCommandBytes} bytes, received one that claims {length}.");
        }
        else
        {
            if (length > (ulong)mostBytes || _messageBytes + (long)length > mostBytes)
                throw new ZmtpException($"Expected a message of at most {mostBytes} bytes, received {_messageBytes} and a frame that claims {length}.");
            _messageBytes += (long)length + FrameCost;
        }
        _bodyLength = (int)length;
        _filled = 0;
        _body = _bodyLength == 0 ? [] : GC.AllocateUninitializedArray<byte>(int.Min(_bodyLength, FirstChunk));
        if (_bodyLength == 0)
            EndFrame();
    }

    private void Grow()
    {
        if (_filled == _body!.Length && _filled < _bodyLength)
        {
            var larger = GC.AllocateUninitializedArray<byte>((int)long.Min(_bodyLength, _body.Length * 4L));
            _body.AsSpan(0, _filled).CopyTo(larger);
            _body = larger;
        }
    }

    private void EndFrame()
    {
        var body = _body!;
        _body = null;
        // libzmq may put a PING between two frames of a message, so a command leaves the message as it is.
        if (_flags.HasFlag(FrameFlags.Command))
        {
            receiver.OnCommand(body);
            return;
        }
        _frames.Add(body);
        if (_flags.HasFlag(FrameFlags.More))
            return;
        var (frames, bytes) = (_frames.ToArray(), _messageBytes);
        _frames.Clear();
        _messageBytes = 0;
        receiver.OnMessage(frames, bytes);
    }
}
