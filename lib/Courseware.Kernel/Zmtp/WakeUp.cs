using System.Net;
using System.Net.Sockets;

namespace Courseware.Kernel.Zmtp;

/// <summary>
/// A socket that only its owner writes to: what makes a waiting
/// <see cref="Socket.Select(System.Collections.IList, System.Collections.IList, System.Collections.IList, int)"/> return.
/// </summary>
internal sealed class WakeUp : IDisposable
{
    private readonly byte[] _byte = new byte[1];
    private int _called;

    public WakeUp()
    {
        Socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        // Connected to itself it takes datagrams from nobody else.
        Socket.Connect(Socket.LocalEndPoint!);
        Socket.Blocking = false;
    }

    public Socket Socket { get; }

    /// <summary>From any thread; several calls before the loop turns are one.</summary>
    public void Call()
    {
        if (Interlocked.Exchange(ref _called, 1) != 0)
            return;
        try
        {
            Socket.Send(_byte, SocketFlags.None, out _);
        }
        catch (ObjectDisposedException)
        {
            // The loop has ended: nobody is left to wake.
        }
    }

    /// <summary>In the loop, before it looks at what there is to do, so that a later call is not lost.</summary>
    public void Clear()
    {
        Socket.Receive(_byte, SocketFlags.None, out _);
        Volatile.Write(ref _called, 0);
    }

    public void Dispose() => Socket.Dispose();
}
