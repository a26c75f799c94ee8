using System.Net.Sockets;
using Courseware.Kernel.Zmtp;

namespace Courseware.Testing;

/// <summary>A connection on which a test says byte for byte what goes out, and sees what comes in.</summary>
internal sealed class RawClient : IDisposable
{
    /// <summary>A test that would wait for ever fails instead.</summary>
    private const int Timeout = 60_000;

    public RawClient(string endpoint)
    {
        var address = ZmtpEndpoint.Parse(endpoint);
        Socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified)
        {
            ReceiveTimeout = Timeout,
            SendTimeout = Timeout
        };
        Socket.Connect(address);
        if (address.AddressFamily != AddressFamily.Unix)
            Socket.NoDelay = true;
    }

    public Socket Socket { get; }

    /// <summary>The greeting of a ZMTP 3.1 peer, written out here so that a mistake in ours cannot hide.</summary>
    public static byte[] Greeting
        => Convert.FromHexString("FF00000000000000007F" + "0301" + "4E554C4C" + new string('0', 2 * 16) + "00" + new string('0', 2 * 31));

    public static byte[] Ready(string type, params byte[] identity)
    {
        byte[] body = [5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, (byte)type.Length, .. System.Text.Encoding.ASCII.GetBytes(type)];
        if (type != "SUB")
            body = [.. body, 8, .. "Identity"u8, 0, 0, (byte)(identity.Length >> 8), (byte)identity.Length, .. identity];
        return body.Length > 255 ? [6, 0, 0, 0, 0, 0, 0, (byte)(body.Length >> 8), (byte)body.Length, .. body]
            : [4, (byte)body.Length, .. body];
    }

    public RawClient Send(params ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[Socket.Send(bytes)..];
        return this;
    }

    /// <summary>Greets as a good peer does and reads the answer.</summary>
    public RawClient Greet(string type, params byte[] identity)
    {
        Send([.. Greeting, .. Ready(type, identity)]);
        Receive(64);
        ReceiveFrame();
        return this;
    }

    public byte[] Receive(int count)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var more = Socket.Receive(bytes.AsSpan(have));
            if (more == 0)
                throw new EndOfStreamException($"The connection ended after {have} of {count} bytes.");
            have += more;
        }
        return bytes;
    }

    public (byte Flags, byte[] Body) ReceiveFrame()
    {
        var flags = Receive(1)[0];
        var length = (flags & 2) == 0 ? Receive(1)[0] : (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(Receive(8));
        return (flags, Receive(length));
    }

    /// <summary>Waits until the other side has closed; what it sent before is read and forgotten.</summary>
    public void AwaitClose()
    {
        var scrap = new byte[4096];
        try
        {
            while (Socket.Receive(scrap) > 0)
            {
            }
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            // Closed with our bytes unread: closed all the same.
        }
    }

    /// <summary>Ends the connection at once, as a killed process does.</summary>
    public void Abort()
    {
        Socket.LingerState = new(true, 0);
        Socket.Dispose();
    }

    public void Dispose() => Socket.Dispose();
}
