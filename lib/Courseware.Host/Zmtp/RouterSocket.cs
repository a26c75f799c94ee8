namespace Courseware.Host.Zmtp;

/// <summary>A bound ROUTER: receives from all peers, and sends to the one that an identity names.</summary>
internal sealed class RouterSocket : IDisposable
{
    private RouterSocket(string endpoint) => Endpoint = endpoint;

    /// <summary>Where the socket listens, with the real port when port 0 was asked for.</summary>
    public string Endpoint { get; }

    public static RouterSocket Bind(string endpoint) => new(endpoint);

    /// <summary>The next message of any peer. Throws <see cref="ObjectDisposedException"/> once the socket is closed.</summary>
    public ValueTask<ZmtpMessage> ReceiveAsync(CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Queues a message for the peer of that identity; from any thread, in order. Dropped when there is no such peer, as ROUTER does.</summary>
    public void Send(byte[] identity, IReadOnlyList<ReadOnlyMemory<byte>> frames) => throw new NotImplementedException();

    /// <summary>Completes when everything queued so far is handed to the system, or after <paramref name="atMost"/>.</summary>
    public Task FlushAsync(TimeSpan atMost) => throw new NotImplementedException();

    public void Dispose()
    {
    }
}
