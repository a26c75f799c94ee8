using System.Buffers.Binary;
using System.Text;

namespace Courseware.Kernel.Zmtp;

/// <summary>A received command: its name, and the data after it.</summary>
internal readonly ref struct Command
{
    private Command(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Name = name;
        Data = data;
    }

    public ReadOnlySpan<byte> Name { get; }

    public ReadOnlySpan<byte> Data { get; }

    public static Command Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length == 0 || body[0] == 0 || body.Length < 1 + body[0])
            throw new ZmtpException("Expected a command's name, received a truncated command.");
        return new(body.Slice(1, body[0]), body[(1 + body[0])..]);
    }

    public bool Is(ReadOnlySpan<byte> name) => Name.SequenceEqual(name);

    /// <summary>The two properties of READY that matter here; names compare without regard to case, unknown ones are skipped.</summary>
    public (string SocketType, byte[] Identity) Properties()
    {
        var (socketType, identity) = ("", Array.Empty<byte>());
        var rest = Data;
        while (rest.Length > 0)
        {
            var name = Take(ref rest, Take(ref rest, 1)[0]);
            var length = BinaryPrimitives.ReadUInt32BigEndian(Take(ref rest, 4));
            var value = Take(ref rest, length);
            if (Ascii.EqualsIgnoreCase(name, "Socket-Type"u8))
                socketType = Encoding.Latin1.GetString(value);
            else if (Ascii.EqualsIgnoreCase(name, "Identity"u8))
                identity = value.ToArray();
        }
        return (socketType, identity);
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, long count)
    {
        if (count > rest.Length)
            throw new ZmtpException($"Expected {count} more bytes in READY, received {rest.Length}.");
        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }
}
