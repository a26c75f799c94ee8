using System.Text;
using Courseware.Host.Zmtp;
using Xunit;

namespace Courseware.Host.Tests.Zmtp;

/// <summary>Our sockets and those of libzmq, which every front end uses.</summary>
public sealed class LibZmqTests
{
    private const string Any = "tcp://127.0.0.1:0";

    [Theory]
    [InlineData("DEALER", "b'me'")]
    [InlineData("DEALER", "b''")]
    [InlineData("REQ", "b''")]
    public async Task A_client_is_answered_frame_by_frame(string type, string identity)
    {
        using var echo = new Answering();
        using var python = Python.Start($"""
            import sys, zmq
            s = zmq.Context().socket(zmq.{type})
            if {identity}: s.identity = {identity}
            s.connect(sys.argv[1])
            s.send_multipart([b'', b'a' * 255, b'b' * 256, b'\x00\xff', b'c' * 70000, b''])
            m = s.recv_multipart()
            print([len(f) for f in m])
            """, echo.Endpoint);
        Assert.Equal("[0, 255, 256, 2, 70000, 0]", await python.ReadAsync());
    }

    [Fact]
    public async Task A_subscriber_gets_its_topics_and_no_others()
    {
        using var publisher = PublishSocket.Bind(Any);
        using var subscribed = new SemaphoreSlim(0);
        publisher.Subscribed = topic => subscribed.Release();
        using var python = Python.Start("""
            import sys, zmq
            s = zmq.Context().socket(zmq.SUB)
            s.connect(sys.argv[1])
            s.subscribe(b'stream')
            s.subscribe(b'end')
            while True:
                m = s.recv_multipart()
                print(m)
                if m[0] == b'end': break
            """, publisher.Endpoint);
        Assert.True(await subscribed.WaitAsync(20_000, TestContext.Current.CancellationToken) && await subscribed.WaitAsync(20_000, TestContext.Current.CancellationToken));
        foreach (var topic in new[] { "status", "stream.stdout", "strea", "stream", "end" })
            publisher.Send([Encoding.UTF8.GetBytes(topic), "x"u8.ToArray()]);
        Assert.Equal("[b'stream.stdout', b'x']", await python.ReadAsync());
        Assert.Equal("[b'stream', b'x']", await python.ReadAsync());
        Assert.Equal("[b'end', b'x']", await python.ReadAsync());
    }

    [Fact]
    public async Task A_heartbeat_comes_back()
    {
        using var heart = HeartbeatSocket.Bind(Any);
        using var python = Python.Start("""
            import sys, zmq
            s = zmq.Context().socket(zmq.REQ)
            s.connect(sys.argv[1])
            for beat in (b'ping', b'', b'x' * 1000):
                s.send(beat); print(s.recv() == beat)
            s.send_multipart([b'1', b'2']); print(s.recv_multipart())
            """, heart.Endpoint);
        for (var i = 0; i < 3; i++)
            Assert.Equal("True", await python.ReadAsync());
        Assert.Equal("[b'1', b'2']", await python.ReadAsync());
    }
}
