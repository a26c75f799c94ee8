using System.Buffers.Binary;
using System.Text;

namespace Courseware.Kernel.Zmtp;

/// <summary>
/// Messages and commands as bytes, each in one array: a message is queued, sent and dropped whole, and all subscribers share it.
/// </summary>
internal static class FrameEncoder
{
    private const int LongestShort = 255;

    /// <exception cref="ArgumentException">No frame, or more bytes than <paramref name="most"/>.</exception>
    public static byte[] Message(IReadOnlyList<ReadOnlyMemory<byte>> frames, int most)
    {
        if (frames.Count == 0)
            throw new ArgumentException("Expected a message of at least one frame, received none.", nameof(frames));
        var length = 0L;
        for (var i = 0; i < frames.Count; i++)
            length += HeaderLength(frames[i].Length) + frames[i].Length;
        if (length > most)
        {
            throw new ArgumentException($"Expected a message of at most {most} bytes, received {length}. Show less, or write it to a file.",
                nameof(frames));
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)length);
        var rest = bytes.AsSpan();
        for (var i = 0; i < frames.Count; i++)
            rest = Frame(rest, i + 1 < frames.Count ? FrameFlags.More : FrameFlags.None, frames[i].Span);
        return bytes;
    }

    public static byte[] Command(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        var body = new byte[1 + name.Length + data.Length];
        body[0] = (byte)name.Length;
        name.CopyTo(body.AsSpan(1));
        data.CopyTo(body.AsSpan(1 + name.Length));
        var bytes = new byte[HeaderLength(body.Length) + body.Length];
        Frame(bytes, FrameFlags.Command, body);
        return bytes;
    }

    /// <summary>READY with Socket-Type, and Identity where the type has one (REQ, DEALER and ROUTER).</summary>
    public static byte[] Ready(string socketType, ReadOnlySpan<byte> identity)
    {
        using var data = new MemoryStream();
        Property(data, "Socket-Type"u8, Encoding.ASCII.GetBytes(socketType));
        if (socketType is "REQ" or "DEALER" or "ROUTER")
            Property(data, "Identity"u8, identity);
        return Command(CommandNames.Ready, data.ToArray());
    }

    /// <summary>ERROR with a reason of at most 255 bytes.</summary>
    public static byte[] Error(string reason)
    {
        var text = Encoding.ASCII.GetBytes(reason);
        var length = int.Min(text.Length, LongestShort);
        return Command(CommandNames.Error, [(byte)length, .. text.AsSpan(0, length)]);
    }

    private static int HeaderLength(int body) => body > LongestShort ? 9 : 2;

    private static Span<byte> Frame(Span<byte> target, FrameFlags flags, ReadOnlySpan<byte> body)
    {
        if (body.Length > LongestShort)
        {
            target[0] = (byte)(flags | FrameFlags.Long);
            BinaryPrimitives.WriteInt64BigEndian(target[1..], body.Length);
        }
        else
        {
            target[0] = (byte)flags;
            target[1] = (byte)body.Length;
        }
        var header = HeaderLength(body.Length);
        body.CopyTo(target[header..]);
        return target[(header + body.Length)..];
    }

    private static void Property(MemoryStream data, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        data.WriteByte((byte)name.Length);
        data.Write(name);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        data.Write(length);
        data.Write(value);
    }
}
