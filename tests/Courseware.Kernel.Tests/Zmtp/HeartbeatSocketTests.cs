using Courseware.Kernel.Zmtp;
using Xunit;

namespace Courseware.Kernel.Tests.Zmtp;

public sealed class HeartbeatSocketTests
{
    [Fact]
    public void A_beat_comes_back()
    {
        using var heart = HeartbeatSocket.Bind("tcp://127.0.0.1:0");
        using var client = new TestRequester(heart.Endpoint);
        for (byte i = 0; i < 10; i++)
            Assert.Equal([i, 1], client.Ask([i, 1]));
    }

    [Fact]
    public void An_envelope_comes_back_with_it()
    {
        using var heart = HeartbeatSocket.Bind("tcp://127.0.0.1:0");
        using var client = new TestDealer(heart.Endpoint);
        client.Send("hop", "", "ping", "");
        Assert.Equal(["hop", "", "ping", ""], client.ReceiveText());
    }
}
