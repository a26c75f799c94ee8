using System.Text;
using Courseware.Kernel.Zmtp;
using Xunit;

namespace Courseware.Kernel.Tests.Zmtp;

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
        Assert.True(await subscribed.WaitAsync(60_000, TestContext.Current.CancellationToken)
            && await subscribed.WaitAsync(60_000, TestContext.Current.CancellationToken));
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

    [Fact]
    public async Task A_hundred_megabytes_pass_both_ways()
    {
        using var echo = new Answering();
        using var publisher = PublishSocket.Bind(Any);
        using var subscribed = new SemaphoreSlim(0);
        publisher.Subscribed = _ => subscribed.Release();
        using var python = Python.Start("""
            import sys, zmq, hashlib
            c = zmq.Context()
            s = c.socket(zmq.DEALER); s.connect(sys.argv[1])
            p = c.socket(zmq.SUB); p.connect(sys.argv[2]); p.subscribe(b'')
            body = bytes(range(256)) * 409600 + b'end'
            s.send_multipart([b'head', body, b'tail'])
            m = s.recv_multipart()
            print(m[0] == b'head' and m[1] == body and m[2] == b'tail')
            sys.stdin.readline()
            m = p.recv_multipart()
            print(len(m[0]), m[0][:4], m[0] == bytes(4) + b'\x07' * 99999996, m[1])
            """, echo.Endpoint, publisher.Endpoint);
        Assert.Equal("True", await python.ReadAsync());
        Assert.True(await subscribed.WaitAsync(60_000, TestContext.Current.CancellationToken));
        var body = new byte[100_000_000];
        body.AsSpan(4).Fill(7);
        publisher.Send([body, "after"u8.ToArray()]);
        python.Write("go");
        Assert.Equal("100000000 b'\\x00\\x00\\x00\\x00' True b'after'", await python.ReadAsync());
    }

    [Fact]
    public async Task Fifty_clients_are_served_at_once()
    {
        using var echo = new Answering();
        using var publisher = PublishSocket.Bind(Any);
        using var subscribed = new SemaphoreSlim(0);
        publisher.Subscribed = _ => subscribed.Release();
        using var python = Python.Start("""
            import sys, zmq
            c = zmq.Context()
            dealers, subs = [], []
            for i in range(50):
                d = c.socket(zmq.DEALER); d.identity = b'client %d' % i; d.connect(sys.argv[1]); dealers.append(d)
                s = c.socket(zmq.SUB); s.connect(sys.argv[2]); s.subscribe(b''); subs.append(s)
            for n in range(20):
                for i, d in enumerate(dealers): d.send_multipart([b'%d' % n, b'%d' % i])
            print(all(d.recv_multipart() == [b'%d' % n, b'%d' % i] for n in range(20) for i, d in enumerate(dealers)))
            print(all(s.recv() == b'%d' % n for n in range(20) for s in subs))
            """, echo.Endpoint, publisher.Endpoint);
        Assert.Equal("True", await python.ReadAsync());
        for (var i = 0; i < 50; i++)
            Assert.True(await subscribed.WaitAsync(60_000, TestContext.Current.CancellationToken));
        for (var n = 0; n < 20; n++)
            publisher.Send([Encoding.UTF8.GetBytes($"{n}")]);
        Assert.Equal("True", await python.ReadAsync());
    }

    [Fact]
    public async Task A_slow_subscriber_holds_up_nobody()
    {
        using var publisher = PublishSocket.Bind(Any, new() { QueueBytes = 1 << 20 });
        using var subscribed = new SemaphoreSlim(0);
        publisher.Subscribed = _ => subscribed.Release();
        using var python = Python.Start("""
            import sys, zmq
            slow = zmq.Context().socket(zmq.SUB); slow.rcvhwm = 10; slow.connect(sys.argv[1]); slow.subscribe(b'')
            sys.stdin.readline()
            count = 0
            while True:
                m = slow.recv_multipart()
                if m[0] == b'end': break
                assert len(m) == 2 and len(m[1]) == 100000, [len(f) for f in m]
                count += 1
            print(10 <= count < 400)
            """, publisher.Endpoint);
        Assert.True(await subscribed.WaitAsync(60_000, TestContext.Current.CancellationToken));
        using var good = new TestSubscriber(publisher.Endpoint, "");
        for (var i = 0; i < 400; i++)
        {
            publisher.Send([BitConverter.GetBytes(i), new byte[100_000]]);
            Assert.Equal(i, BitConverter.ToInt32(good.Receive()[0]));
        }
        python.Write("go");
        Assert.True(await publisher.FlushAsync(TimeSpan.FromSeconds(60)));
        publisher.Send(["end"u8.ToArray()]);
        Assert.Equal("True", await python.ReadAsync());
    }

    [Fact]
    public async Task Two_clients_of_one_identity_that_connect_again_by_themselves_do_not_knock_each_other_out()
    {
        using var echo = new Answering();
        using var python = Python.Start("""
            import sys, time, zmq
            from zmq.utils.monitor import recv_monitor_message
            def client():
                s = zmq.Context().socket(zmq.DEALER); s.identity = b'me'; s.reconnect_ivl = 10; return s
            a, b = client(), client()
            watched = [s.get_monitor_socket(zmq.EVENT_DISCONNECTED) for s in (a, b)]
            a.connect(sys.argv[1]); a.send(b'a'); print(a.recv())
            b.connect(sys.argv[1]); b.send(b'b'); print(b.recv())
            time.sleep(1)
            print(sum(m.poll(0) != 0 for m in watched))
            b.send(b'c'); print(b.recv())
            """, echo.Endpoint);
        Assert.Equal("b'a'", await python.ReadAsync());
        Assert.Equal("b'b'", await python.ReadAsync());
        Assert.Equal("0", await python.ReadAsync());
        Assert.Equal("b'c'", await python.ReadAsync());
    }

    [Fact]
    public async Task An_identity_is_taken_over()
    {
        using var echo = new Answering();
        using var python = Python.Start("""
            import sys, zmq
            def client():
                s = zmq.Context().socket(zmq.DEALER); s.identity = b'me'; s.reconnect_ivl = -1; s.connect(sys.argv[1]); return s
            for i in range(5):
                s = client(); s.send(b'%d' % i); print(s.recv())
            """, echo.Endpoint);
        for (var i = 0; i < 5; i++)
            Assert.Equal($"b'{i}'", await python.ReadAsync());
        Assert.True(SpinWait.SpinUntil(() => echo.Socket.ConnectionCount <= 1, 60_000));
    }

    [Fact]
    public async Task Clients_find_a_kernel_that_restarts_on_the_same_ports()
    {
        var echo = new Answering();
        var publisher = PublishSocket.Bind(Any);
        var heart = HeartbeatSocket.Bind(Any);
        var (shell, iopub, beat) = (echo.Endpoint, publisher.Endpoint, heart.Endpoint);
        using var subscribed = new SemaphoreSlim(0);
        publisher.Subscribed = _ => subscribed.Release();
        using var python = Python.Start("""
            import sys, zmq
            c = zmq.Context()
            d = c.socket(zmq.DEALER); d.identity = b'me'
            s = c.socket(zmq.SUB); s.subscribe(b'')
            h = c.socket(zmq.REQ); h.setsockopt(zmq.REQ_RELAXED, 1); h.setsockopt(zmq.REQ_CORRELATE, 1)
            for socket, endpoint in zip((d, s, h), sys.argv[1:]):
                socket.reconnect_ivl = 10; socket.connect(endpoint)
            def ask(socket, text):
                # What was handed to a connection that was just dying is lost: a front end asks again.
                while True:
                    socket.send(text)
                    while socket.poll(1000):
                        if socket.recv() == text: return True
            for n in range(3):
                print(ask(d, b'd%d' % n), ask(h, b'h%d' % n), s.recv())
                sys.stdin.readline()
            """, shell, iopub, beat);
        for (var restart = 0; restart < 3; restart++)
        {
            Assert.True(await subscribed.WaitAsync(60_000, TestContext.Current.CancellationToken));
            publisher.Send([Encoding.UTF8.GetBytes($"life {restart}")]);
            Assert.Equal($"True True b'life {restart}'", await python.ReadAsync());
            echo.Dispose();
            publisher.Dispose();
            heart.Dispose();
            echo = LetGo.Bind(() => new Answering(shell));
            // Python tries the port all the time: it may subscribe before the next line.
            publisher = LetGo.Bind(() => PublishSocket.Bind(iopub, prepare: socket => socket.Subscribed = _ => subscribed.Release()));
            heart = LetGo.Bind(() => HeartbeatSocket.Bind(beat));
            python.Write("on");
        }
        await python.EndAsync();
        echo.Dispose();
        publisher.Dispose();
        heart.Dispose();
    }

    [Fact]
    public async Task Clients_that_come_and_go_leave_nothing()
    {
        using var echo = new Answering();
        using var python = Python.Start("""
            import sys, zmq
            c = zmq.Context()
            for i in range(100):
                s = c.socket(zmq.DEALER); s.linger = 0; s.connect(sys.argv[1])
                s.send(b'x' * 100000)
                if i % 3: s.recv()
                s.close()
            c.term()
            print('gone')
            """, echo.Endpoint);
        Assert.Equal("gone", await python.ReadAsync());
        Assert.True(SpinWait.SpinUntil(() => echo.Socket.ConnectionCount == 0, 60_000));
        Assert.True(echo.Serves());
    }

    [Fact]
    public async Task Ipc_is_spoken()
    {
        using var folder = new TemporaryFolder();
        using var echo = new Answering("ipc://" + folder.At("k-1"));
        using var python = Python.Start("""
            import sys, zmq
            s = zmq.Context().socket(zmq.DEALER); s.connect(sys.argv[1]); s.send(b'hello'); print(s.recv())
            """, echo.Endpoint);
        Assert.Equal("b'hello'", await python.ReadAsync());
    }
}
