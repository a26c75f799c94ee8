using System.Net.Sockets;
using Courseware.Kernel.Zmtp;

namespace Courseware.Kernel.Jupyter;

/// <summary>The five sockets of a kernel, bound.</summary>
internal sealed record KernelSockets(RouterSocket Shell, RouterSocket Control, RouterSocket Stdin, PublishSocket Iopub,
    HeartbeatSocket Heartbeat) : IDisposable
{
    private static readonly TimeSpan s_longestFlush = TimeSpan.FromMilliseconds(60);

    /// <param name="prepareIopub">Called before the first subscriber is served.</param>
    /// <exception cref="InvalidDataException">A port cannot be had: which, and why, in one line.</exception>
    public static KernelSockets Bind(ConnectionFile connection, Action<PublishSocket> prepareIopub)
    {
        var bound = new Stack<IDisposable>();
        T Bind<T>(string name, int port, Func<string, T> bind)
            where T : IDisposable
        {
            var endpoint = connection.Endpoint(port);
            try
            {
                var socket = bind(endpoint);
                bound.Push(socket);
                return socket;
            }
            catch (Exception e) when (e is SocketException or IOException or ArgumentException or UnauthorizedAccessException)
            {
                while (bound.TryPop(out var other))
                    other.Dispose();
                throw new InvalidDataException($"Cannot listen on {endpoint} ({name}): {KernelLog.OneLine(e.Message)}. Another program may use the port: let the front end choose new ones.", e);
            }
        }

        return new KernelSockets(
            Bind("shell_port", connection.ShellPort, endpoint => RouterSocket.Bind(endpoint)),
            Bind("control_port", connection.ControlPort, endpoint => RouterSocket.Bind(endpoint)),
            Bind("stdin_port", connection.StdinPort, endpoint => RouterSocket.Bind(endpoint)),
            Bind("iopub_port", connection.IopubPort, endpoint => PublishSocket.Bind(endpoint, prepare: prepareIopub)),
            Bind("hb_port", connection.HeartbeatPort, endpoint => HeartbeatSocket.Bind(endpoint)));
    }

    public RouterSocket Of(KernelChannel channel) => channel switch
    {
        KernelChannel.Shell => Shell,
        KernelChannel.Control => Control,
        _ => Stdin,
    };

    /// <summary>Waits, not long, until what was sent has left the process.</summary>
    public void Flush()
    {
        foreach (var socket in (ZmtpSocket[])[Shell, Control, Stdin, Iopub])
            socket.Flush(s_longestFlush);
    }

    public void Dispose()
    {
        Shell.Dispose();
        Control.Dispose();
        Stdin.Dispose();
        Iopub.Dispose();
        Heartbeat.Dispose();
    }
}
