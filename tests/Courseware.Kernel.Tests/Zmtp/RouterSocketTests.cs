using System.Text;
using Courseware.Kernel.Zmtp;
using Xunit;

namespace Courseware.Kernel.Tests.Zmtp;

public sealed class RouterSocketTests
{
    private const string Any = "tcp://127.0.0.1:0";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_goes_to_the_identity_it_names_and_to_no_other()
    {
        using var router = RouterSocket.Bind(Any);
        using var first = new TestDealer(router.Endpoint, "first");
        using var second = new TestDealer(router.Endpoint, "second");
        first.Send("a", "b");
        var message = await router.ReceiveAsync(Cancellation);
        Assert.Equal("first"u8, message.Identity);
        Assert.Equal(["a", "b"], message.Frames.Select(Encoding.UTF8.GetString));
        router.Send("first"u8.ToArray(), [Text("for the first")]);
        router.Send("second"u8.ToArray(), [Text("for the second")]);
        router.Send("nobody"u8.ToArray(), [Text("for nobody")]);
        Assert.Equal(["for the first"], first.ReceiveText());
        Assert.Equal(["for the second"], second.ReceiveText());
    }

    [Fact]
    public async Task Clients_without_identity_get_one_each()
    {
        using var router = RouterSocket.Bind(Any);
        using var first = new TestDealer(router.Endpoint);
        using var second = new TestDealer(router.Endpoint);
        first.Send("1");
        var one = (await router.ReceiveAsync(Cancellation)).Identity;
        second.Send("2");
        var two = (await router.ReceiveAsync(Cancellation)).Identity;
        Assert.NotEqual(one, two);
        router.Send(two, [Text("two")]);
        router.Send(one, [Text("one")]);
        Assert.Equal(["one"], first.ReceiveText());
        Assert.Equal(["two"], second.ReceiveText());
    }

    [Fact]
    public void A_new_connection_takes_an_identity_over_and_the_older_one_stays_open_for_when_it_ends()
    {
        using var router = RouterSocket.Bind(Any);
        using var old = new TestDealer(router.Endpoint, "me");
        using (var present = new TestDealer(router.Endpoint, "me"))
        {
            router.Send("me"u8.ToArray(), [Text("hello")]);
            Assert.Equal(["hello"], present.ReceiveText());
            present.Send("yes");
            Assert.Equal("me"u8, router.Receive(Cancellation).Identity);
            old.Send("I too");
            Assert.Equal("me"u8, router.Receive(Cancellation).Identity);
            Assert.Equal(2, router.ConnectionCount);
        }
        Assert.True(SpinWait.SpinUntil(() => router.ConnectionCount == 1, TimeSpan.FromSeconds(60)));
        router.Send("me"u8.ToArray(), [Text("again")]);
        Assert.Equal(["again"], old.ReceiveText());
    }

    [Fact]
    public async Task Threads_send_whole_messages_each_in_its_order()
    {
        const int threads = 4, messages = 500;
        using var router = RouterSocket.Bind(Any);
        using var client = new TestDealer(router.Endpoint, "me");
        var senders = Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < messages; i++)
                router.Send("me"u8.ToArray(), [Text($"{thread}"), Text($"{i}"), new byte[i * 7 % 3000], Text($"{thread}")]);
        })).ToArray();
        var next = new int[threads];
        for (var i = 0; i < threads * messages; i++)
        {
            var message = client.Receive();
            var thread = message[0][0] - '0';
            Assert.Equal(4, message.Length);
            Assert.Equal(message[0], message[3]);
            Assert.Equal($"{next[thread]}", Encoding.UTF8.GetString(message[1]));
            Assert.Equal(next[thread]++ * 7 % 3000, message[2].Length);
        }
        await Task.WhenAll(senders);
    }

    [Fact]
    public async Task A_flood_waits_in_its_client_and_disturbs_no_other()
    {
        const int messages = 150;
        using var router = RouterSocket.Bind(Any, new() { InboxMessages = 10 });
        using var flood = new TestDealer(router.Endpoint, "flood");
        using var other = new TestDealer(router.Endpoint, "other");
        var sending = Task.Run(() =>
        {
            for (var i = 0; i < messages; i++)
                flood.Send([BitConverter.GetBytes(i), new byte[200_000]]);
        }, Cancellation);
        Assert.Equal("flood"u8.ToArray(), (await router.ReceiveAsync(Cancellation)).Identity);
        other.Send("hello");
        // Were all 30 MB of the flood read first, this would be message 151.
        var position = 1;
        while (Encoding.UTF8.GetString((await router.ReceiveAsync(Cancellation)).Identity) != "other")
            position++;
        Assert.InRange(position, 1, messages - 1);
        for (; position < messages; position++)
            Assert.Equal(position, BitConverter.ToInt32((await router.ReceiveAsync(Cancellation)).Frames[0]));
        await sending;
    }

    [Fact]
    public async Task A_client_that_does_not_read_costs_no_memory_without_bound()
    {
        using var router = RouterSocket.Bind(Any, new() { QueueBytes = 1 << 20 });
        using var slow = new TestDealer(router.Endpoint, "slow");
        var megabyte = new byte[1 << 20];
        for (var i = 0; i < 100; i++)
            router.Send("slow"u8.ToArray(), [BitConverter.GetBytes(i), megabyte]);
        var flush = router.FlushAsync(TimeSpan.FromSeconds(60));
        var received = 0;
        var last = -1;
        var reading = Task.Run(() =>
        {
            while (slow.Receive() is [{ Length: 4 } number, { Length: 1 << 20 }])
            {
                Assert.True(BitConverter.ToInt32(number) > last);
                last = BitConverter.ToInt32(number);
                received++;
            }
        }, Cancellation);
        Assert.True(await flush);
        router.Send("slow"u8.ToArray(), [Text("end")]);
        await reading;
        Assert.InRange(received, 1, 99);
    }

    [Fact]
    public void A_closed_socket_ends_every_waiting_receiver()
    {
        var router = RouterSocket.Bind(Any);
        var waiting = new[] { router.ReceiveAsync(Cancellation).AsTask(), router.ReceiveAsync(Cancellation)
            .AsTask(), Task.Run(() => router.Receive(Cancellation)) };
        router.Dispose();
        foreach (var receiver in waiting)
        {
            Assert.IsType<ObjectDisposedException>(
                Assert.Throws<AggregateException>(() => receiver.Wait(60_000, Cancellation)).InnerException);
        }

        Assert.Throws<ObjectDisposedException>(() => router.Receive(Cancellation));
        router.Send("me"u8.ToArray(), [Text("into the void")]);
        router.Dispose();
    }

    [Fact]
    public void A_receiver_can_be_cancelled()
    {
        using var router = RouterSocket.Bind(Any);
        using var cancellation = new CancellationTokenSource();
        var receiver = router.ReceiveAsync(cancellation.Token).AsTask();
        cancellation.Cancel();
        Assert.IsAssignableFrom<OperationCanceledException>(
            Assert.Throws<AggregateException>(() => receiver.Wait(60_000, Cancellation)).InnerException);
    }

    [Fact]
    public async Task Replies_before_a_flush_arrive_though_the_socket_then_closes()
    {
        var router = RouterSocket.Bind(Any);
        using var client = new TestDealer(router.Endpoint, "me");
        var large = new byte[20_000_000];
        router.Send("me"u8.ToArray(), [large]);
        router.Send("me"u8.ToArray(), [Text("bye")]);
        var reading = Task.Run(() => (client.Receive()[0].Length, client.ReceiveText()[0]), Cancellation);
        Assert.True(router.Flush(TimeSpan.FromSeconds(60)));
        router.Dispose();
        Assert.Equal((large.Length, "bye"), await reading);
    }

    [Fact]
    public async Task A_flush_gives_up_in_time_on_a_client_that_does_not_read()
    {
        using var router = RouterSocket.Bind(Any);
        using var client = new TestDealer(router.Endpoint, "me");
        router.Send("me"u8.ToArray(), [new byte[20_000_000]]);
        Assert.False(await router.FlushAsync(TimeSpan.FromMilliseconds(20)));
        Assert.False(router.Flush(TimeSpan.FromMilliseconds(20)));
        client.Dispose();
        Assert.True(await router.FlushAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void A_message_needs_a_frame()
    {
        using var router = RouterSocket.Bind(Any);
        Assert.Contains("at least one frame", Assert.Throws<ArgumentException>(() => router.Send([1], [])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_beyond_the_bound_is_refused_to_its_sender()
    {
        using var router = RouterSocket.Bind(Any, new() { MessageBytes = 1000 });
        Assert.Contains("at most 1000 bytes, received 1010",
            Assert.Throws<ArgumentException>(() => router.Send([1], [new byte[1001]])).Message, StringComparison.Ordinal);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
