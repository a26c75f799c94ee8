namespace Courseware.Host.Zmtp;

/// <summary>A bound PUB: sends each message to every peer that subscribed to a prefix of its first frame.</summary>
internal sealed class PublishSocket : IDisposable
{
    private PublishSocket(string endpoint) => Endpoint = endpoint;

    /// <summary>Where the socket listens, with the real port when port 0 was asked for.</summary>
    public string Endpoint { get; }

    /// <summary>Called with the topic of each new subscription of a peer; what is sent afterwards reaches that peer.</summary>
    public Action<byte[]>? Subscribed { get; set; }

    public static PublishSocket Bind(string endpoint) => new(endpoint);

    /// <summary>Queues a message for every subscriber of its topic; from any thread, in order; never waits.</summary>
    public void Send(IReadOnlyList<ReadOnlyMemory<byte>> frames) => throw new NotImplementedException();

    /// <summary>Completes when everything queued so far is handed to the system, or after <paramref name="atMost"/>.</summary>
    public Task FlushAsync(TimeSpan atMost) => throw new NotImplementedException();

    public void Dispose()
    {
    }
}
