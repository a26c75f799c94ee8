namespace Courseware.Kernel.Zmtp;

/// <summary>A bound REP that answers every message with itself, envelope and all, on its own thread: a busy kernel still beats.</summary>
internal sealed class HeartbeatSocket : ZmtpSocket
{
    private HeartbeatSocket(string endpoint, ZmtpLimits? limits)
        : base(endpoint, limits)
    {
    }

    protected override string SocketType => "REP";

    /// <inheritdoc cref="ZmtpEndpoint.Listen"/>
    public static HeartbeatSocket Bind(string endpoint, ZmtpLimits? limits = null)
    {
        var socket = new HeartbeatSocket(endpoint, limits);
        socket.Start();
        return socket;
    }

    protected override bool Accepts(string peerType) => peerType is "REQ" or "DEALER";

    protected override void OnMessage(Peer peer, byte[][] frames, long bytes)
    {
        var echo = FrameEncoder.Message(Array.ConvertAll(frames, frame => (ReadOnlyMemory<byte>)frame), int.MaxValue);
        lock (Gate)
            Enqueue(peer, echo);
    }
}
