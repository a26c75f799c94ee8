using System.Buffers.Binary;
using System.Text;

namespace Courseware.Testing;

/// <summary>
/// A small ZMTP 3.1 client that shares no code with what it tests. Blocking; one thread at a time sends, one receives. Once constructed it
/// is known to the other side.
/// </summary>
internal abstract class TestClient : IDisposable
{
    private readonly RawClient _wire;
    private readonly Queue<byte[][]> _early = new();

    protected TestClient(string endpoint, string type, byte[] identity)
    {
        _wire = new RawClient(endpoint).Greet(type, identity);
        Synchronise();
    }

    public void Send(params byte[][] frames)
    {
        using var bytes = new MemoryStream();
        for (var i = 0; i < frames.Length; i++)
            Write(bytes, i + 1 < frames.Length ? 1 : 0, frames[i]);
        _wire.Send(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    public void Send(params string[] frames) => Send(Array.ConvertAll(frames, Encoding.UTF8.GetBytes));

    /// <summary>The next message; fails after a minute.</summary>
    public byte[][] Receive() => _early.TryDequeue(out var message) ? message : Next(out _)!;

    public string[] ReceiveText() => Array.ConvertAll(Receive(), Encoding.UTF8.GetString);

    public Task<byte[][]> ReceiveAsync() => Task.Run(Receive);

    /// <summary>Returns when the other side has handled everything sent so far: it answers a PING in its turn.</summary>
    public void Synchronise()
    {
        Command("PING"u8, [0, 0, 7]);
        while (true)
        {
            if (Next(out var command) is { } message)
                _early.Enqueue(message);
            else if (command.AsSpan().SequenceEqual((byte[])[4, .. "PONG"u8, 7]))
                return;
        }
    }

    /// <summary>Waits until the other side has closed the connection.</summary>
    public void AwaitClose() => _wire.AwaitClose();

    public void Dispose() => _wire.Dispose();

    protected void Command(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        using var bytes = new MemoryStream();
        Write(bytes, 4, [(byte)name.Length, .. name, .. data]);
        _wire.Send(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static void Write(MemoryStream target, int flags, byte[] body)
    {
        if (body.Length > 255)
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(length, body.Length);
            target.WriteByte((byte)(flags | 2));
            target.Write(length);
        }
        else
        {
            target.WriteByte((byte)flags);
            target.WriteByte((byte)body.Length);
        }
        target.Write(body);
    }

    /// <summary>A message, or null and a command.</summary>
    private byte[][]? Next(out byte[]? command)
    {
        command = null;
        var frames = new List<byte[]>();
        while (true)
        {
            var (flags, body) = _wire.ReceiveFrame();
            if ((flags & 4) != 0)
            {
                if (frames.Count > 0)
                    throw new InvalidOperationException("A command came between the frames of a message.");
                command = body;
                return null;
            }
            frames.Add(body);
            if ((flags & 1) == 0)
                return [.. frames];
        }
    }
}
