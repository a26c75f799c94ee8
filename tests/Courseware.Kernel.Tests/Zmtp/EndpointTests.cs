using System.Net.Sockets;
using Courseware.Kernel.Zmtp;
using Xunit;

namespace Courseware.Kernel.Tests.Zmtp;

public sealed class EndpointTests
{
    [Fact]
    public void Port_zero_becomes_a_real_one()
    {
        using var first = RouterSocket.Bind("tcp://127.0.0.1:0");
        using var second = RouterSocket.Bind("tcp://127.0.0.1:0");
        Assert.Matches(@"^tcp://127\.0\.0\.1:[1-9]\d+$", first.Endpoint);
        Assert.NotEqual(first.Endpoint, second.Endpoint);
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:5555", "127.0.0.1:5555")]
    [InlineData("tcp://*:1", "0.0.0.0:1")]
    [InlineData("tcp://[::1]:80", "[::1]:80")]
    [InlineData("tcp://localhost:8", "127.0.0.1:8")]
    [InlineData("ipc:///tmp/k-1", "/tmp/k-1")]
    [InlineData("ipc://kernel-1", "kernel-1")]
    public void Addresses_are_read(string endpoint, string address) => Assert.Equal(address, ZmtpEndpoint.Parse(endpoint).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:80")]
    [InlineData("tcp://127.0.0.1")]
    [InlineData("tcp://:80")]
    [InlineData("tcp://127.0.0.1:-1")]
    [InlineData("tcp://127.0.0.1:65536")]
    [InlineData("tcp://no such host:80")]
    [InlineData("ipc://")]
    public void Other_texts_are_refused(string endpoint) =>
        Assert.Contains($"received '{endpoint}'", Assert.Throws<ArgumentException>(() => ZmtpEndpoint.Parse(endpoint)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_path_that_is_too_long_is_refused() =>
        Assert.Contains("Name a shorter folder",
            Assert.Throws<ArgumentException>(() => ZmtpEndpoint.Parse("ipc:///" + new string('x', 120))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_port_in_use_is_named()
    {
        using var first = RouterSocket.Bind("tcp://127.0.0.1:0");
        Assert.Contains($"'{first.Endpoint}'", Assert.Throws<IOException>(() => RouterSocket.Bind(first.Endpoint)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_port_is_bound_again_while_clients_hang_on()
    {
        var echo = new Answering();
        var endpoint = echo.Endpoint;
        var clients = new List<TestDealer>();
        for (var restart = 0; restart < 10; restart++)
        {
            var client = new TestDealer(endpoint, "me");
            clients.Add(client);
            client.Send($"{restart}");
            Assert.Equal([$"{restart}"], client.ReceiveText());
            // Unread bytes make the close a reset.
            client.Send("never read");
            echo.Dispose();
            echo = LetGo.Bind(() => new Answering(endpoint));
        }
        Assert.True(echo.Serves());
        echo.Dispose();
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public void Ipc_serves_is_bound_again_and_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        var endpoint = "ipc://" + folder.At("k-1");
        for (var restart = 0; restart < 3; restart++)
        {
            using var echo = new Answering(endpoint);
            Assert.Equal(endpoint, echo.Endpoint);
            Assert.True(echo.Serves());
        }
        Assert.False(File.Exists(folder.At("k-1")));
    }

    [Fact]
    public void The_file_of_a_killed_kernel_is_no_hindrance_and_that_of_a_living_one_is()
    {
        using var folder = new TemporaryFolder();
        using (var killed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            killed.Bind(new UnixDomainSocketEndPoint(folder.At("before")));
            killed.Listen();
            // .NET removes the file that it made; one that was moved stays, as after a kill.
            File.Move(folder.At("before"), folder.At("k-1"));
        }
        using var echo = LetGo.Bind(() => new Answering("ipc://" + folder.At("k-1")));
        Assert.True(echo.Serves());
        Assert.Throws<IOException>(() => RouterSocket.Bind(echo.Endpoint));
        Assert.True(echo.Serves());
    }
}
