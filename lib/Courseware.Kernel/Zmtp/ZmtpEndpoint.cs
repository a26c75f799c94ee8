using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Courseware.Kernel.Zmtp;

/// <summary>
/// The two kinds of address that a connection file can hold: <c>tcp://host:port</c> (port 0: any free one; host <c>*</c>: all) and
/// <c>ipc://path</c> (<c>ipc://@name</c>: abstract, Linux).
/// </summary>
internal static class ZmtpEndpoint
{
    private const string Tcp = "tcp://", Ipc = "ipc://";

    /// <summary>A listening, non-blocking socket, and its address with the real port.</summary>
    /// <exception cref="ArgumentException">The text is no such address.</exception>
    /// <exception cref="IOException">Nobody can listen there now.</exception>
    public static (Socket Listener, string Endpoint) Listen(string endpoint)
    {
        var address = Parse(endpoint);
        Socket? listener = null;
        try
        {
            listener = Create(address);
            try
            {
                listener.Bind(address);
            }
            catch (SocketException busy) when (busy.SocketErrorCode == SocketError.AddressAlreadyInUse && IsStale(address))
            {
                // A killed kernel leaves its socket file behind; the restarted one gets the same path.
                listener.Dispose();
                File.Delete(address.ToString()!);
                listener = Create(address);
                listener.Bind(address);
            }
            listener.Listen(128);
            listener.Blocking = false;
            return (listener, listener.LocalEndPoint is IPEndPoint bound ? $"{Tcp}{bound}" : endpoint);
        }
        catch (SocketException error)
        {
            listener?.Dispose();
            throw new IOException($"Expected an address to listen at, received '{endpoint}': {error.Message} ({error.SocketErrorCode}). Stop the program that uses it, or name another port.", error);
        }
    }

    /// <summary>The system's form of the address.</summary>
    public static EndPoint Parse(string endpoint)
    {
        if (endpoint.StartsWith(Ipc, StringComparison.Ordinal) && endpoint.Length > Ipc.Length)
        {
            var path = endpoint[Ipc.Length..];
            var most = OperatingSystem.IsMacOS() ? 103 : 107;
            if (Encoding.UTF8.GetByteCount(path) > most)
            {
                throw new ArgumentException($"Expected an ipc path of at most {most} bytes, received '{endpoint}'. Name a shorter folder.",
                    nameof(endpoint));
            }

            return new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path);
        }
        var colon = endpoint.LastIndexOf(':');
        if (endpoint.StartsWith(Tcp, StringComparison.Ordinal) && colon > Tcp.Length
            && ushort.TryParse(endpoint.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && Address(endpoint[Tcp.Length..colon]) is { } host)
        {
            return new IPEndPoint(host, port);
        }

        throw new ArgumentException($"Expected tcp://host:port or ipc://path, received '{endpoint}'.", nameof(endpoint));
    }

    private static IPAddress? Address(string host)
    {
        if (host == "*")
            return IPAddress.Any;
        if (IPAddress.TryParse(host, out var address))
            return address;
        try
        {
            var all = Dns.GetHostAddresses(host);
            return Array.Find(all, one => one.AddressFamily == AddressFamily.InterNetwork) ?? all.FirstOrDefault();
        }
        catch (SocketException)
        {
            return null;
        }
    }

    // Reuse of an address is left as .NET sets it: a port in TIME_WAIT can be bound again on every system, while
    // SocketOptionName.ReuseAddress would add SO_REUSEPORT on Unix and let two kernels share a port in silence.
    private static Socket Create(EndPoint address) =>
        new(address.AddressFamily, SocketType.Stream, address is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);

    private static bool IsStale(EndPoint address)
    {
        if (address is not UnixDomainSocketEndPoint || !File.Exists(address.ToString()))
            return false;
        using var probe = Create(address);
        try
        {
            probe.Connect(address);
            return false;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }
}
