using System.Net;
using System.Net.Sockets;

namespace Courseware.Testing;

/// <summary>Ports for a program that a test starts; the system gives them to nobody else meanwhile.</summary>
/// <remarks>
/// Linux lets a program listen where another socket is only bound, and leaves such a port out when it is asked for any. Elsewhere the ports
/// can but be let go in time.
/// </remarks>
internal sealed class HeldPorts : IDisposable
{
    private readonly List<Socket> _held = [];

    public HeldPorts(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _held.Add(socket);
        }
        Numbers = [.. _held.Select(socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];
        if (!OperatingSystem.IsLinux())
            Dispose();
    }

    public int[] Numbers { get; }

    public void Dispose() => _held.ForEach(socket => socket.Dispose());
}
