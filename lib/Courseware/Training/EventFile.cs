using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Courseware;

/// <summary>A file of TensorBoard's events, <c>events.out.tfevents.…</c>: TFRecord records, each an Event in Protocol Buffers.</summary>
/// <remarks>
/// A record: length (8 bytes, little-endian), masked CRC-32C of the length, the bytes, masked CRC-32C of the bytes
/// (tensorflow/core/lib/io/record_writer.h). The first event names the version, "brain.Event:2". Numbers of fields are those of
/// tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto.
/// </remarks>
internal sealed class EventFile
{
    private const int Buckets = 60;

    private readonly string _path;
    private readonly ArrayBufferWriter<byte> _waiting = new();

    /// <summary>A new file in a folder, which is made; what is added is in it after <see cref="Flush"/>.</summary>
    public EventFile(string folder)
    {
        Directory.CreateDirectory(folder);
        var seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        for (var number = 0; ; number++)
        {
            _path = Path.Combine(folder, string.Create(
                CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds}.courseware.{Environment.ProcessId}.{number}"));
            if (!File.Exists(_path))
                break;
        }
        var version = new ProtobufMessage();
        version.Add(1, Now());
        version.Add(3, "brain.Event:2");
        Record(version.ToArray());
    }

    /// <summary>One number at a step.</summary>
    public void Add(long step, string tag, double value)
    {
        var scalar = new ProtobufMessage();
        scalar.Add(1, tag);
        scalar.Add(2, (float)value);
        Add(step, scalar);
    }

    /// <summary>How values are spread at a step: counts in buckets of one width.</summary>
    /// <remarks>Values that are not finite are left out; where none is left, so is the histogram.</remarks>
    public void Add(long step, string tag, IReadOnlyList<float> values)
    {
        var finite = values.Where(float.IsFinite).Select(v => (double)v).ToArray();
        if (finite.Length == 0)
            return;
        var (low, high) = (finite.Min(), finite.Max());
        var count = high > low ? Buckets : 1;
        var (limits, counts) = (new double[count], new double[count]);
        for (var bucket = 0; bucket < count; bucket++)
            limits[bucket] = bucket == count - 1 ? high : low + (high - low) * (bucket + 1) / count;
        foreach (var value in finite)
            counts[high > low ? Math.Min((int)((value - low) / (high - low) * count), count - 1) : 0]++;

        var histogram = new ProtobufMessage();
        histogram.Add(1, low);
        histogram.Add(2, high);
        histogram.Add(3, (double)finite.Length);
        histogram.Add(4, finite.Sum());
        histogram.Add(5, finite.Sum(v => v * v));
        histogram.Add(6, limits);
        histogram.Add(7, counts);
        var bucketed = new ProtobufMessage();
        bucketed.Add(1, tag);
        bucketed.Add(5, histogram);
        Add(step, bucketed);
    }

    /// <summary>Appends what waits; the file is open only now, so that a run that fails leaves none open.</summary>
    public void Flush()
    {
        if (_waiting.WrittenCount == 0)
            return;
        using (var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read))
            file.Write(_waiting.WrittenSpan);
        _waiting.Clear();
    }

    /// <summary>CRC-32C, turned and shifted, so that the checksum of data that hold checksums stays one.</summary>
    internal static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }

    private void Add(long step, ProtobufMessage value)
    {
        var summary = new ProtobufMessage();
        summary.Add(1, value);
        var message = new ProtobufMessage();
        message.Add(1, Now());
        message.Add(2, step);
        message.Add(5, summary);
        Record(message.ToArray());
    }

    private void Record(ReadOnlySpan<byte> content)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], MaskedCrc(head[..8]));
        _waiting.Write(head);
        _waiting.Write(content);
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, MaskedCrc(content));
        _waiting.Write(tail);
    }

    private static double Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
}
