using Courseware.Kernel.Jupyter;
using Xunit;

namespace Courseware.Testing;

/// <summary>A kernel within the test's process, and a front end connected to it.</summary>
internal sealed class KernelHarness : IDisposable
{
    public const string Key = "a key for tests";

    private readonly KernelServer _server;
    private readonly Thread _thread;
    private readonly StringWriter _text = new();
    private readonly TextWriter _log;

    public KernelHarness(string key = Key)
    {
        _log = TextWriter.Synchronized(_text);
        var connection = new ConnectionFile("tcp", "127.0.0.1", 0, 0, 0, 0, 0, "hmac-sha256", key);
        _server = KernelServer.Bind(connection, Folder.Root, ownsProcess: false, new KernelLog(_log));
        _thread = new Thread(_server.Run) { IsBackground = true };
        _thread.Start();
        Client = Connect(key);
    }

    public TemporaryFolder Folder { get; } = new();

    public KernelClient Client { get; }

    public KernelSockets Sockets => _server.Sockets;

    public KernelServer Server => _server;

    public string Log
    {
        get
        {
            // What the synchronized writer locks.
            lock (_log)
                return _text.ToString();
        }
    }

    public KernelClient Connect(string key = Key, string identity = "front end") =>
        new(_server.Sockets.Shell.Endpoint, _server.Sockets.Control.Endpoint, _server.Sockets.Stdin.Endpoint,
            _server.Sockets.Iopub.Endpoint, key, identity);

    /// <summary>
    /// Returns when the kernel has taken all that the client sent on shell so far: a message without sense is dropped, and the log told so,
    /// in its turn.
    /// </summary>
    public void AwaitTaken()
    {
        var before = Log.Length;
        Client.SendRaw([0]);
        Assert.True(SpinWait.SpinUntil(() => Log.Length > before, TimeSpan.FromSeconds(60)), "the kernel reads nothing on shell");
    }

    /// <summary>Whether the kernel ended of itself within a time.</summary>
    public bool Ended(TimeSpan limit) => _thread.Join(limit);

    public void Dispose()
    {
        Client.Dispose();
        _server.Dispose();
        _thread.Join(TimeSpan.FromSeconds(5));
        Folder.Dispose();
    }
}
