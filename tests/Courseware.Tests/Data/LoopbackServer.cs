using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Courseware.Tests.Data;

/// <summary>A web server on loopback that answers as a test says, also wrongly.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<Request, Answer> _answer;

    public LoopbackServer(Func<Request, Answer> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>Every request so far.</summary>
    public List<Request> Requests { get; } = [];

    public string Url(string path) => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{path}";

    /// <summary>Serves one content, and the rest of it where a range is asked for.</summary>
    public static LoopbackServer Serving(byte[] content) => new(request => Of(content, request));

    public static Answer Of(byte[] content, Request request) => request.From > 0
        ? new(206, content[(int)request.From..], $"Content-Range: bytes {request.From}-{content.Length - 1}/{content.Length}\r\n")
        : new(200, content);

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync();
            _ = Task.Run(() => ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var path = (await reader.ReadLineAsync())!.Split(' ')[1];
                var from = 0L;
                while (await reader.ReadLineAsync() is { Length: > 0 } line)
                {
                    if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                        from = long.Parse(line.Split('=')[1].TrimEnd('-'), CultureInfo.InvariantCulture);
                }

                var request = new Request(path, from);
                lock (Requests)
                    Requests.Add(request);
                var answer = _answer(request);
                if (answer.Silent)
                {
                    await Task.Delay(Timeout.Infinite, _end.Token);
                    return;
                }
                var length = answer.Length ?? answer.Body.Length;
                var head = Encoding.ASCII.GetBytes($"HTTP/1.1 {answer.Status} Status\r\nContent-Length: {length}\r\n{answer.Headers}Connection: close\r\n\r\n");
                // In one piece: whoever has the head has something of the body too, however busy the machine is between the two.
                await stream.WriteAsync((byte[])[.. head, .. answer.Body]);
                await stream.FlushAsync();
                if (answer.HangsAfterBody)
                    await Task.Delay(Timeout.Infinite, _end.Token);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    internal sealed record Request(string Path, long From);

    /// <summary>What to answer: a status, a body, and what to get wrong.</summary>
    internal sealed record Answer(int Status, byte[] Body, string Headers = "", long? Length = null, bool Silent = false,
        bool HangsAfterBody = false);
}
