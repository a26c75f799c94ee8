using System.Net.Sockets;

namespace Courseware.Kernel.Zmtp;

/// <summary>One connection: its state, what came of its next message, and what waits to be sent to it.</summary>
internal sealed class Peer : FrameDecoder.IReceiver
{
    private readonly ZmtpSocket _owner;

    public Peer(ZmtpSocket owner, Socket socket, ZmtpLimits limits, int mostBytes)
    {
        _owner = owner;
        Socket = socket;
        Decoder = new(this, mostBytes);
        Outbox = new(limits);
        Topics = new(limits.Topics);
    }

    public Socket Socket { get; }

    public FrameDecoder Decoder { get; }

    public Outbox Outbox { get; }

    public SubscriptionList Topics { get; }

    /// <summary>What the peer calls itself in READY, or what the ROUTER calls it.</summary>
    public byte[] Identity { get; set; } = [];

    public bool IsReady { get; set; }

    /// <summary>Broken, or refused: the loop closes it at its next turn, and nobody sends to it any more.</summary>
    public bool IsGone { get; set; }

    /// <summary>
    /// When the peer must have completed its handshake, or (its PING said so) have sent something again;
    /// <see cref="Environment.TickCount64"/>.
    /// </summary>
    public long Deadline { get; set; } = long.MaxValue;

    /// <summary>The time to live of its last PING, in milliseconds; 0: none.</summary>
    public long TimeToLive { get; set; }

    /// <summary>What the host has not received yet.</summary>
    public int UnreadMessages { get; set; }

    public long UnreadBytes { get; set; }

    void FrameDecoder.IReceiver.OnGreeting() => _owner.Greeted(this);

    void FrameDecoder.IReceiver.OnCommand(ReadOnlySpan<byte> body) => _owner.Commanded(this, Command.Parse(body));

    void FrameDecoder.IReceiver.OnMessage(byte[][] frames, long bytes) => _owner.Received(this, frames, bytes);
}
