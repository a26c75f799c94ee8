using System.Text;
using Courseware.Kernel.Zmtp;
using Xunit;

namespace Courseware.Kernel.Tests.Zmtp;

/// <summary>What we say, byte for byte (RFC 37/ZMTP 3.1): approved here, and nothing else may leave a socket.</summary>
public sealed class WireTests
{
    private const string Any = "tcp://127.0.0.1:0";
    private const string OurGreeting = "FF00000000000000007F" + "0301" + "4E554C4C00000000000000000000000000000000" + "00"
        + "00000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public void A_router_greets_and_is_ready()
    {
        using var socket = RouterSocket.Bind(Any);
        Greets(socket, "0429" + "055245414459" + "0B536F636B65742D54797065" + "00000006524F55544552" + "084964656E74697479" + "00000000",
            "DEALER");
    }

    [Fact]
    public void A_publisher_greets_and_is_ready()
    {
        using var socket = PublishSocket.Bind(Any);
        Greets(socket, "0419" + "055245414459" + "0B536F636B65742D54797065" + "00000003505542", "SUB");
    }

    [Fact]
    public void A_heartbeat_greets_and_is_ready()
    {
        using var socket = HeartbeatSocket.Bind(Any);
        Greets(socket, "0419" + "055245414459" + "0B536F636B65742D54797065" + "00000003524550", "REQ");
    }

    [Fact]
    public void Short_and_long_frames_change_at_256_bytes()
    {
        using var echo = new Answering();
        using var client = new RawClient(echo.Endpoint).Greet("DEALER");
        byte[] message =
        [
            1, 0,
            1, 2, 0xAB, 0xCD,
            1, 255, .. new byte[255],
            3, 0, 0, 0, 0, 0, 0, 1, 0, .. new byte[256],
            0, 1, 7,
        ];
        client.Send(message);
        Assert.Equal(message, client.Receive(message.Length));
    }

    [Fact]
    public void A_long_form_that_was_not_needed_is_understood()
    {
        using var echo = new Answering();
        using var client = new RawClient(echo.Endpoint).Greet("DEALER").Send(2, 0, 0, 0, 0, 0, 0, 0, 1, 9);
        Assert.Equal([0, 1, 9], client.Receive(3));
    }

    [Fact]
    public void A_ping_is_answered_with_its_context()
    {
        using var echo = new Answering();
        using var client = new RawClient(echo.Endpoint).Greet("DEALER").Send([4, 10, 4, .. "PING"u8, 0, 0, 1, 2, 3]);
        Assert.Equal([4, 8, 4, .. "PONG"u8, 1, 2, 3], client.Receive(10));
    }

    [Fact]
    public void A_ping_between_two_frames_leaves_the_message_whole()
    {
        using var echo = new Answering();
        using var client = new RawClient(echo.Endpoint).Greet("DEALER").Send([1, 1, 5, 4, 7, 4, .. "PING"u8, 0, 0, 0, 1, 6]);
        Assert.Equal([4, 5, 4, .. "PONG"u8, 1, 1, 5, 0, 1, 6], client.Receive(13));
    }

    [Theory]
    [InlineData("PUB")]
    [InlineData("DEALER")]
    [InlineData("")]
    public void Sockets_that_do_not_fit_are_told_so_and_closed(string type)
    {
        using var socket = PublishSocket.Bind(Any);
        using var client = new RawClient(socket.Endpoint).Send([.. RawClient.Greeting, .. RawClient.Ready(type)]);
        client.Receive(64);
        client.ReceiveFrame();
        var (flags, body) = client.ReceiveFrame();
        Assert.Equal(4, flags);
        Assert.Equal($"\u0005ERROR{(char)(body.Length - 7)}PUB does not talk to {(type.Length == 0 ? "a socket without type" : type)}",
            Encoding.Latin1.GetString(body));
        client.AwaitClose();
    }

    [Theory]
    [InlineData(256, 1)]
    [InlineData(5, 0)]
    public void An_identity_that_cannot_be_is_refused(int length, byte first)
    {
        using var echo = new Answering();
        var identity = Enumerable.Repeat(first, length).ToArray();
        using var client = new RawClient(echo.Endpoint).Send([.. RawClient.Greeting, .. RawClient.Ready("DEALER", identity)]);
        client.Receive(64);
        client.ReceiveFrame();
        Assert.Contains("identity", Encoding.Latin1.GetString(client.ReceiveFrame().Body), StringComparison.Ordinal);
        client.AwaitClose();
        Assert.True(echo.Serves());
    }

    [Fact]
    public void Properties_have_names_without_case_and_unknown_ones_are_skipped()
    {
        using var router = RouterSocket.Bind(Any);
        byte[] body = [5, .. "READY"u8, 1, (byte)'X', 0, 0, 0, 2, 1, 2, 8, .. "IDENTITY"u8, 0, 0, 0, 2, .. "me"u8, 11, .. "socket-type"u8,
            0, 0, 0, 6, .. "DEALER"u8];
        using var client = new RawClient(router.Endpoint).Send([.. RawClient.Greeting, 4, (byte)body.Length, .. body, 0, 1, 1]);
        Assert.Equal("me"u8, router.Receive(TestContext.Current.CancellationToken).Identity);
    }

    private static void Greets(ZmtpSocket socket, string ready, string type)
    {
        using var client = new RawClient(socket.Endpoint);
        // The greeting does not wait for the peer's, nor READY for its READY: neither side may wait for the other.
        Assert.Equal(OurGreeting, Convert.ToHexString(client.Receive(64)));
        client.Send(RawClient.Greeting);
        Assert.Equal(ready, Convert.ToHexString(client.Receive(ready.Length / 2)));
        client.Send([.. RawClient.Ready(type), 4, 7, 4, .. "PING"u8, 0, 0]);
        Assert.Equal([4, 5, 4, .. "PONG"u8], client.Receive(7));
    }
}
