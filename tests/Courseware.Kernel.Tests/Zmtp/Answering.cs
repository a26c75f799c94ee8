using Courseware.Kernel.Zmtp;

namespace Courseware.Kernel.Tests.Zmtp;

/// <summary>A ROUTER that sends every message back to its sender, until it is closed.</summary>
internal sealed class Answering : IDisposable
{
    private readonly Task _loop;

    public Answering(string endpoint = "tcp://127.0.0.1:0", ZmtpLimits? limits = null)
    {
        Socket = RouterSocket.Bind(endpoint, limits);
        _loop = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    var message = await Socket.ReceiveAsync(CancellationToken.None);
                    Socket.Send(message.Identity, [.. message.Frames.Select(frame => (ReadOnlyMemory<byte>)frame)]);
                }
            }
            catch (ObjectDisposedException)
            {
                // The test is over.
            }
        });
    }

    public RouterSocket Socket { get; }

    public string Endpoint => Socket.Endpoint;

    /// <summary>Whether a good client is served.</summary>
    public bool Serves()
    {
        using var client = new TestDealer(Endpoint);
        client.Send("still", "", "there");
        return client.ReceiveText() is ["still", "", "there"];
    }

    public void Dispose()
    {
        Socket.Dispose();
        _loop.Wait();
    }
}
