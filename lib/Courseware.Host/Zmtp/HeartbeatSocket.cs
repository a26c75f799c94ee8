namespace Courseware.Host.Zmtp;

/// <summary>A bound REP that answers every message with itself, on its own: a busy kernel still beats.</summary>
internal sealed class HeartbeatSocket : IDisposable
{
    private HeartbeatSocket(string endpoint) => Endpoint = endpoint;

    /// <summary>Where the socket listens, with the real port when port 0 was asked for.</summary>
    public string Endpoint { get; }

    public static HeartbeatSocket Bind(string endpoint) => new(endpoint);

    public void Dispose()
    {
    }
}
