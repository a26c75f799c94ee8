using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Courseware;

/// <summary>A message in the wire format of Protocol Buffers, field by field: a key (number · 8 + wire type), then the value.</summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0, EightBytes = 1, Length = 2, FourBytes = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>An int64.</summary>
    public void Add(int field, long value)
    {
        Key(field, Varint);
        Write((ulong)value);
    }

    /// <summary>A double.</summary>
    public void Add(int field, double value)
    {
        Key(field, EightBytes);
        Write(value);
    }

    /// <summary>A float.</summary>
    public void Add(int field, float value)
    {
        Key(field, FourBytes);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    /// <summary>A string.</summary>
    public void Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A message within this one.</summary>
    public void Add(int field, ProtobufMessage message) => Add(field, message.ToArray());

    /// <summary>Repeated doubles, packed.</summary>
    public void Add(int field, double[] values)
    {
        Key(field, Length);
        Write((ulong)values.Length * sizeof(double));
        foreach (var value in values)
            Write(value);
    }

    private void Add(int field, byte[] content)
    {
        Key(field, Length);
        Write((ulong)content.Length);
        _bytes.Write(content);
    }

    private void Key(int field, int wireType) => Write((ulong)(field << 3 | wireType));

    private void Write(double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    // Seven bits a byte, the lowest first; the eighth says that more follow.
    private void Write(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Write([(byte)(value | 0x80)]);
        _bytes.Write([(byte)value]);
    }
}
