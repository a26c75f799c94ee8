using System.Diagnostics;
using Courseware.Kernel.Zmtp;
using Xunit;

namespace Courseware.Kernel.Tests.Zmtp;

/// <summary>
/// Peers that break off, cheat or talk nonsense: after each the socket serves a good client, and keeps nothing of the bad one.
/// </summary>
public sealed class HostilePeerTests
{
    private const string Any = "tcp://127.0.0.1:0";
    private static readonly byte[] s_hello = [.. RawClient.Greeting, .. RawClient.Ready("DEALER", 65)];

    [Theory]
    [InlineData("474554202F20485454502F312E310D0A0D0A")]
    [InlineData("00")]
    [InlineData("FF000000000000000100")]
    [InlineData("FF00000000000000007F01")]
    [InlineData("FF00000000000000007F0301435552564500000000000000000000000000000000000000")]
    public void A_malformed_greeting_is_cut_off(string greeting)
    {
        using var echo = new Answering();
        using var stranger = new RawClient(echo.Endpoint).Send(Convert.FromHexString(greeting));
        stranger.AwaitClose();
        Settles(echo);
    }

    [Theory]
    [InlineData("00026869", "a message before READY")]
    [InlineData("04050450494E47", "a command before READY")]
    [InlineData("0400", "an empty command")]
    [InlineData("040A055245414459FF010203", "a truncated property")]
    [InlineData("06400000000000000001", "a command of 2⁶² bytes")]
    [InlineData("040B054552524F52046E6F7065", "ERROR")]
    public void A_malformed_handshake_is_cut_off(string bytes, string what)
    {
        using var echo = new Answering();
        using var stranger = new RawClient(echo.Endpoint).Send([.. RawClient.Greeting, .. Convert.FromHexString(bytes)]);
        stranger.AwaitClose();
        Settles(echo, what);
    }

    [Theory]
    [InlineData("02400000000000000001", "a frame of 2⁶² bytes")]
    [InlineData("02FFFFFFFFFFFFFFFF01", "a frame of −1 bytes")]
    [InlineData("0001610801", "reserved flags")]
    [InlineData("0500", "a command with more")]
    [InlineData("04060450494E4700", "a PING without a time to live")]
    public void A_malformed_frame_is_cut_off(string bytes, string what)
    {
        using var echo = new Answering();
        using var stranger = new RawClient(echo.Endpoint).Send([.. s_hello, .. Convert.FromHexString(bytes)]);
        stranger.AwaitClose();
        Settles(echo, what);
    }

    [Fact]
    public void Silent_peers_are_cut_off_in_time_and_only_in_the_handshake()
    {
        // Long enough for a good peer on a busy machine.
        using var echo = new Answering(Any, new() { Handshake = TimeSpan.FromSeconds(4) });
        using var good = new TestDealer(echo.Endpoint);
        var silent = Array.ConvertAll([0, 1, 11, 64, 70], sent => new RawClient(echo.Endpoint).Send(s_hello.AsSpan(0, sent)));
        foreach (var client in silent)
        {
            client.AwaitClose();
            client.Dispose();
        }
        good.Send("here");
        Assert.Equal(["here"], good.ReceiveText());
        good.Dispose();
        Settles(echo);
    }

    [Fact]
    public async Task A_peer_that_was_in_time_is_served_though_the_loop_was_late_to_read_it()
    {
        using var go = new ManualResetEventSlim();
        using var holds = new ManualResetEventSlim();
        using var publisher = PublishSocket.Bind(Any, new() { Handshake = TimeSpan.FromSeconds(3) }, socket => socket.Subscribed = topic =>
        {
            holds.Set();
            go.Wait();
        });
        using var first = new RawClient(publisher.Endpoint).Greet("SUB");
        using var second = new RawClient(publisher.Endpoint);
        second.Receive(64);
        // It subscribes, and the handler keeps the loop.
        first.Send(0, 1, 1);
        Assert.True(holds.Wait(60_000, TestContext.Current.CancellationToken));
        second.Send([.. RawClient.Greeting, .. RawClient.Ready("SUB")]);
        await Task.Delay(3500, TestContext.Current.CancellationToken);
        go.Set();
        Assert.Equal(4, second.ReceiveFrame().Flags);
    }

    [Fact]
    public async Task A_flood_of_peers_takes_no_more_than_its_places_and_who_waits_is_served_when_one_is_free()
    {
        using var echo = new Answering(Any, new() { Connections = 3 });
        using var good = new TestDealer(echo.Endpoint);
        good.Send("first");
        Assert.Equal(["first"], good.ReceiveText());
        var flood = Enumerable.Range(0, 10).Select(_ => new RawClient(echo.Endpoint)).ToList();
        var coming = Task.Run(() => new TestDealer(echo.Endpoint), TestContext.Current.CancellationToken);
        for (var i = 0; i < 20; i++)
        {
            good.Send("again");
            Assert.Equal(["again"], good.ReceiveText());
            Assert.InRange(echo.Socket.ConnectionCount, 1, 3);
        }
        flood.ForEach(client => client.Dispose());
        using var late = await coming;
        late.Send("late");
        Assert.Equal(["late"], late.ReceiveText());
    }

    [Fact]
    public void A_peer_that_promised_to_ping_and_does_not_is_cut_off()
    {
        using var echo = new Answering();
        using var client = new RawClient(echo.Endpoint).Greet("DEALER").Send([4, 7, 4, .. "PING"u8, 0, 1]);
        Assert.Equal([4, 5, 4, .. "PONG"u8], client.Receive(7));
        client.AwaitClose();
        Settles(echo);
    }

    /// <summary>At every byte of a session: greeting, READY, a short frame, a long one, a ping.</summary>
    [Fact]
    public void A_disconnect_at_any_byte_harms_nobody()
    {
        using var echo = new Answering();
        using var heart = HeartbeatSocket.Bind(Any);
        using var publisher = PublishSocket.Bind(Any);
        byte[] session = [.. s_hello, 1, 2, 3, 4, 2, 0, 0, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4, 5, 4, 7, 4, .. "PING"u8, 0, 0];
        for (var cut = 0; cut <= session.Length; cut++)
        {
            foreach (var endpoint in new[] { echo.Endpoint, heart.Endpoint, publisher.Endpoint })
            {
                using var client = new RawClient(endpoint).Send(session.AsSpan(0, cut));
                if (cut % 2 == 0)
                    client.Abort();
            }
        }
        Settles(echo);
        Settles(heart);
        Settles(publisher);
    }

    [Fact]
    public void A_disconnect_within_a_large_message_harms_nobody()
    {
        using var echo = new Answering();
        using (var client = new RawClient(echo.Endpoint).Greet("DEALER"))
            client.Send([2, 0, 0, 0, 0, 6, 0, 0, 0, .. new byte[5_000_000]]);
        Settles(echo);
    }

    [Fact]
    public void A_disconnect_while_a_large_message_is_sent_harms_nobody()
    {
        using var publisher = PublishSocket.Bind(Any);
        using (var client = new TestSubscriber(publisher.Endpoint, ""))
            publisher.Send([new byte[100_000_000]]);
        Settles(publisher);
    }

    [Fact]
    public void Bytes_that_come_one_by_one_make_a_message()
    {
        using var echo = new Answering();
        using var client = new RawClient(echo.Endpoint);
        byte[] message = [1, 3, 1, 2, 3, 2, 0, 0, 0, 0, 0, 0, 0, 2, 4, 5];
        foreach (var part in (byte[])[.. s_hello, .. message])
            client.Send(part);
        client.Receive(64);
        client.ReceiveFrame();
        Assert.Equal([1, 3, 1, 2, 3, 0, 2, 4, 5], client.Receive(9));
    }

    /// <summary>Good sessions in which some bytes were changed, left out or put in, and pure noise after a good start.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_bytes_harm_nobody(int seed)
    {
        using var echo = new Answering();
        using var heart = HeartbeatSocket.Bind(Any);
        using var publisher = PublishSocket.Bind(Any);
        var random = new Random(seed);
        byte[] frames = [1, 2, 3, 4, 2, 0, 0, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4, 5, 4, 7, 4, .. "PING"u8, 0, 9, 4, 11, 9, .. "SUBSCRIBE"u8, 7, 0,
            2, 1, 8, 4, 8, 6, .. "CANCEL"u8, 7];
        string[] types = ["DEALER", "REQ", "SUB"];
        for (var run = 0; run < 150; run++)
        {
            var endpoint = (run % 3) switch { 0 => echo.Endpoint, 1 => heart.Endpoint, _ => publisher.Endpoint };
            List<byte> session =
                [.. RawClient.Greeting, .. RawClient.Ready(types[run % 3], (byte)(1 + random.Next(3))), .. frames, .. frames];
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                // Half of the changes behind the handshake, where more is possible.
                var at = random.Next(random.Next(2) * 80, session.Count);
                switch (random.Next(4))
                {
                    case 0: session[at] = (byte)random.Next(256); break;
                    case 1: session[at] ^= (byte)(1 << random.Next(8)); break;
                    case 2: session.RemoveAt(at); break;
                    default: session.InsertRange(at, Enumerable.Range(0, random.Next(40)).Select(_ => (byte)random.Next(256))); break;
                }
            }
            using var client = new RawClient(endpoint);
            try
            {
                foreach (var piece in session.ToArray().Chunk(random.Next(1, 100)))
                    client.Send(piece);
                if (run % 2 == 0)
                    client.Abort();
            }
            catch (System.Net.Sockets.SocketException)
            {
                // Cut off before it had said all.
            }
            publisher.Send([(byte[])[7, 1], new byte[2000]]);
        }
        Settles(echo);
        Settles(heart);
        Settles(publisher);
    }

    [Fact]
    public void A_bad_peer_does_not_disturb_a_message_of_a_good_one()
    {
        using var echo = new Answering();
        using var good = new RawClient(echo.Endpoint).Greet("DEALER").Send(1, 3, 1);
        using (var bad = new RawClient(echo.Endpoint).Greet("DEALER").Send(0xFF))
            bad.AwaitClose();
        good.Send(2, 3, 0, 0);
        Assert.Equal([1, 3, 1, 2, 3, 0, 0], good.Receive(7));
    }

    /// <summary>Neither a peer that does not read, nor one that is not read, nor a silent one may keep the loop awake.</summary>
    [Fact]
    public async Task A_waiting_loop_sleeps()
    {
        using var router = RouterSocket.Bind(Any, new() { InboxMessages = 1 });
        using var slow = new TestDealer(router.Endpoint, "slow");
        using var silent = new RawClient(router.Endpoint);
        slow.Send("1");
        slow.Send("2");
        router.Send("slow"u8.ToArray(), [new byte[20_000_000]]);
        // On a busy machine the system takes what it will take of the message somewhat later.
        var turns = long.MaxValue;
        for (var watch = Stopwatch.StartNew(); turns > 20 && watch.Elapsed < TimeSpan.FromSeconds(30);)
        {
            var before = router.Turns;
            Assert.False(await router.FlushAsync(TimeSpan.FromMilliseconds(200)));
            turns = router.Turns - before;
        }
        Assert.InRange(turns, 0, 20);
    }

    private static void Settles(Answering echo, string what = "")
    {
        Assert.True(echo.Serves(), what);
        Settles(echo.Socket);
    }

    private static void Settles(HeartbeatSocket heart)
    {
        using (var client = new TestRequester(heart.Endpoint))
            Assert.Equal([1, 2], client.Ask([1, 2]));
        Settles((ZmtpSocket)heart);
    }

    private static void Settles(PublishSocket publisher)
    {
        using (var client = new TestSubscriber(publisher.Endpoint, "t"))
        {
            publisher.Send(["topic"u8.ToArray(), new byte[] { 1 }]);
            Assert.Equal(["topic", "\u0001"], client.ReceiveText());
        }
        Settles((ZmtpSocket)publisher);
    }

    /// <summary>All connections, the good client's last, come to their end.</summary>
    private static void Settles(ZmtpSocket socket)
        => Assert.True(SpinWait.SpinUntil(() => socket.ConnectionCount == 0, 60_000), $"{socket.ConnectionCount} connections are left");
}
