using System.Text;
using Courseware.Kernel.Zmtp;
using Xunit;

namespace Courseware.Kernel.Tests.Zmtp;

public sealed class PublishSocketTests
{
    private const string Any = "tcp://127.0.0.1:0";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Topics_match_by_prefix_until_they_are_cancelled(bool byMessage)
    {
        using var publisher = PublishSocket.Bind(Any);
        using var client = new TestSubscriber(publisher.Endpoint, "end");
        Action<string> subscribe = byMessage ? client.SubscribeByMessage : client.Subscribe;
        Action<string> cancel = byMessage ? client.CancelByMessage : client.Cancel;
        Publish(publisher, "a0");
        subscribe("a");
        Publish(publisher, "a1", "b1", "");
        // Subscribed twice is cancelled twice.
        subscribe("a");
        cancel("a");
        Publish(publisher, "a2");
        cancel("a");
        cancel("never");
        Publish(publisher, "a3", "end");
        Assert.Equal(["a1", "a2", "end"], Topics(client, "end"));
    }

    [Fact]
    public void The_empty_topic_is_everything()
    {
        using var publisher = PublishSocket.Bind(Any);
        using var client = new TestSubscriber(publisher.Endpoint, "");
        Publish(publisher, "", "a", "end");
        Assert.Equal(["", "a", "end"], Topics(client, "end"));
    }

    [Fact]
    public void Subscriptions_are_told_once_for_each_topic_of_a_peer()
    {
        using var publisher = PublishSocket.Bind(Any);
        var told = new List<string>();
        publisher.Subscribed = topic => told.Add(Encoding.UTF8.GetString(topic));
        using var first = new TestSubscriber(publisher.Endpoint, "a", "a", "");
        using var second = new TestSubscriber(publisher.Endpoint, "a");
        Assert.Equal(["a", "", "a"], told);
    }

    [Fact]
    public void What_the_handler_sends_comes_before_what_others_send_meanwhile()
    {
        using var publisher = PublishSocket.Bind(Any);
        publisher.Subscribed = topic =>
        {
            // Another thread gets its message in while the greeting is still being made.
            Task.Run(() => Publish(publisher, "meanwhile"), Cancellation).Wait(Cancellation);
            Publish(publisher, "welcome");
        };
        using var client = new TestSubscriber(publisher.Endpoint, "");
        Publish(publisher, "end");
        Assert.Equal(["welcome", "meanwhile", "end"], Topics(client, "end"));
    }

    [Fact]
    public void A_handler_that_fails_harms_nobody()
    {
        using var publisher = PublishSocket.Bind(Any);
        publisher.Subscribed = _ => throw new InvalidOperationException("a fault of the host");
        using var client = new TestSubscriber(publisher.Endpoint, "");
        Publish(publisher, "end");
        Assert.Equal(["end"], Topics(client, "end"));
    }

    [Fact]
    public async Task A_slow_subscriber_loses_whole_messages_and_the_others_none()
    {
        const int messages = 150;
        using var publisher = PublishSocket.Bind(Any, new() { QueueBytes = 2 << 20 });
        using var slow = new TestSubscriber(publisher.Endpoint, "");
        using var good = new TestSubscriber(publisher.Endpoint, "");
        var body = new byte[200_000];
        for (var i = 0; i < messages; i++)
        {
            publisher.Send([BitConverter.GetBytes(i), body]);
            Assert.Equal(i, BitConverter.ToInt32(good.Receive()[0]));
        }
        var reading = Task.Run(() =>
        {
            var numbers = new List<int>();
            while (slow.Receive() is [{ Length: 4 } number, { Length: 200_000 }])
                numbers.Add(BitConverter.ToInt32(number));
            return numbers;
        }, Cancellation);
        Assert.True(await publisher.FlushAsync(TimeSpan.FromSeconds(60)));
        Publish(publisher, "end");
        var got = await reading;
        Assert.InRange(got.Count, 10, messages - 1);
        Assert.Equal(got.Distinct().Order(), got);
    }

    [Fact]
    public async Task A_slow_subscriber_is_bounded_in_messages_too()
    {
        using var publisher = PublishSocket.Bind(Any, new() { QueueMessages = 100 });
        using var slow = new TestSubscriber(publisher.Endpoint, "");
        publisher.Send([new byte[20_000_000]]);
        for (var i = 0; i < 1000; i++)
            Publish(publisher, "m");
        var reading = Task.Run(() => Topics(slow, "end"), Cancellation);
        Assert.True(publisher.Flush(TimeSpan.FromSeconds(60)));
        Publish(publisher, "end");
        // The large one, 99 that waited behind it, and the end.
        Assert.Equal(101, (await reading).Count);
    }

    /// <summary>
    /// A front end that queues a hundred cells may not look at their output for a while. (libzmq's own bound is 1000 messages.)
    /// </summary>
    [Fact]
    public void The_usual_bounds_hold_the_output_of_a_hundred_cells()
    {
        const int messages = 6000;
        using var publisher = PublishSocket.Bind(Any);
        using var client = new TestSubscriber(publisher.Endpoint, "");
        var body = new byte[1000];
        for (var i = 0; i < messages; i++)
            publisher.Send([BitConverter.GetBytes(i), body]);
        for (var i = 0; i < messages; i++)
            Assert.Equal(i, BitConverter.ToInt32(client.Receive()[0]));
    }

    [Fact]
    public void Too_many_topics_end_the_connection()
    {
        using var publisher = PublishSocket.Bind(Any, new() { Topics = 2 });
        using var client = new TestSubscriber(publisher.Endpoint, "a", "b", "a");
        client.Send([[1, (byte)'c']]);
        client.AwaitClose();
    }

    [Fact]
    public void Other_messages_of_a_subscriber_are_ignored()
    {
        using var publisher = PublishSocket.Bind(Any);
        using var client = new TestSubscriber(publisher.Endpoint, "end");
        client.Send("hello");
        client.Send([[]]);
        client.Send([[1, 2], [3]]);
        client.Synchronise();
        Publish(publisher, "\u0002", "end");
        Assert.Equal(["end"], Topics(client, "end"));
    }

    [Fact]
    public void Nobody_listening_is_no_fault()
    {
        var publisher = PublishSocket.Bind(Any);
        Publish(publisher, "a");
        Assert.True(publisher.Flush(TimeSpan.Zero));
        publisher.Dispose();
        Publish(publisher, "a");
        Assert.True(publisher.Flush(TimeSpan.Zero));
    }

    private static void Publish(PublishSocket publisher, params string[] topics)
    {
        foreach (var topic in topics)
            publisher.Send([Encoding.UTF8.GetBytes(topic), new byte[3]]);
    }

    private static List<string> Topics(TestSubscriber client, string last)
    {
        var topics = new List<string>();
        do
            topics.Add(Encoding.UTF8.GetString(client.Receive()[0]));
        while (topics[^1] != last);
        return topics;
    }
}
