using Courseware.Kernel.Zmtp;
using Xunit;

namespace Courseware.Kernel.Tests.Zmtp;

public sealed class FrameDecoderTests
{
    private const int Most = 1 << 30;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(63)]
    [InlineData(1000)]
    public void Bytes_may_be_cut_anywhere(int size)
    {
        var messages = new List<byte[][]>();
        var decoder = Greeted(messages);
        var random = new Random(size);
        var sent = Enumerable.Range(0, 40)
            .Select(_ => Enumerable.Range(0, random.Next(1, 5)).Select(_ => Bytes(random, random.Next(3) * random.Next(400))).ToArray())
            .ToArray();
        var wire = sent.SelectMany(frames => FrameEncoder.Message(Array.ConvertAll(frames, frame => (ReadOnlyMemory<byte>)frame), Most))
            .ToArray();
        foreach (var piece in wire.Chunk(size))
            decoder.Feed(piece);
        Assert.Equal(sent, messages);
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData(6_000_000)]
    public void A_large_body_grows_as_it_arrives(int length)
    {
        var messages = new List<byte[][]>();
        var decoder = Greeted(messages);
        var body = Bytes(new Random(1), length);
        decoder.Feed([2, .. Length((ulong)length)]);
        for (var sent = 0; sent < length;)
        {
            // By the copy and without it, in turn.
            var direct = decoder.Direct;
            var count = int.Min(length - sent, direct.IsEmpty ? 1000 : direct.Length);
            var part = body.AsSpan(sent, count);
            if (direct.IsEmpty)
            {
                decoder.Feed(part);
            }
            else
            {
                part.CopyTo(direct);
                decoder.Advance(count);
            }
            sent += count;
            var some = int.Min(length - sent, 5);
            decoder.Feed(body.AsSpan(sent, some));
            sent += some;
        }
        Assert.True(body.AsSpan().SequenceEqual(Assert.Single(Assert.Single(messages))));
    }

    [Theory]
    [InlineData(1UL << 62)]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    [InlineData((1UL << 30) + 1)]
    public void An_absurd_length_is_refused(ulong length) => Refuses([2, .. Length(length)], $"claims {length}");

    [Fact]
    public void A_length_that_is_allowed_costs_little_until_its_bytes_arrive()
    {
        var decoder = Greeted([]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        decoder.Feed([2, .. Length(1UL << 30)]);
        decoder.Feed(new byte[1000]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
    }

    [Fact]
    public void A_message_in_many_frames_has_the_same_bound() =>
        Refuses([.. Enumerable.Repeat<byte[]>([1, 100, .. new byte[100]], 11).SelectMany(frame => frame)], "at most 1000 bytes", 1000);

    [Fact]
    public void Endless_empty_frames_end_too()
    => Refuses([.. Enumerable.Repeat<byte[]>([1, 0], 1000).SelectMany(frame => frame)], "at most 1000 bytes", 1000);

    [Fact]
    public void The_largest_message_is_allowed()
    {
        var messages = new List<byte[][]>();
        Greeted(messages, 300).Feed([2, .. Length(300), .. new byte[300]]);
        Assert.Equal(300, Assert.Single(Assert.Single(messages)).Length);
    }

    [Theory]
    [InlineData(new byte[] { 8, 0 }, "reserved bits")]
    [InlineData(new byte[] { 0xFF, 0 }, "reserved bits")]
    [InlineData(new byte[] { 5, 0 }, "command in one frame")]
    [InlineData(new byte[] { 6, 0, 0, 0, 0, 0, 1, 0, 1 }, "command of at most")]
    public void Flags_and_commands_that_cannot_be_are_refused(byte[] bytes, string text) => Refuses(bytes, text);

    [Theory]
    [InlineData(0, 0x47, "begins with FF")]
    [InlineData(9, 0x7E, "tenth byte")]
    [InlineData(10, 1, "ZMTP 3.0 or later")]
    [InlineData(12, 0x58, "'XULL'")]
    [InlineData(31, 1, "mechanism NULL")]
    public void A_greeting_that_cannot_be_is_refused(int at, byte value, string text)
    {
        var greeting = RawClient.Greeting;
        greeting[at] = value;
        var decoder = new FrameDecoder(new Receiver([]), Most);
        Assert.Contains(text, Assert.Throws<ZmtpException>(() => decoder.Feed(greeting)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 9, 1, 2 })]
    public void A_truncated_command_is_refused(byte[] body) =>
        Assert.Contains("truncated", Assert.Throws<ZmtpException>(() => Command.Parse(body).Name.Length).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(new byte[] { 1, 82, 5 })]
    [InlineData(new byte[] { 1, 82, 1, 65, 0, 0 })]
    [InlineData(new byte[] { 1, 82, 1, 65, 255, 255, 255, 255, 1 })]
    public void A_truncated_property_is_refused(byte[] body) =>
        Assert.Contains("more bytes", Assert.Throws<ZmtpException>(() => Command.Parse(body).Properties()).Message,
            StringComparison.Ordinal);

    /// <summary>Whatever comes, it is messages or a <see cref="ZmtpException"/>, and costs no more than it brought.</summary>
    [Fact]
    public void Random_bytes_are_refused_or_read()
    {
        var refused = 0;
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            var decoder = Greeted([]);
            var bytes = Bytes(random, 200);
            // Every other run with flags that are at least possible, so that it comes further.
            if (seed % 2 == 0)
            {
                for (var i = 0; i < bytes.Length; i += 1 + bytes[i] % 11)
                    bytes[i] &= 7;
            }

            try
            {
                foreach (var piece in bytes.Chunk(1 + random.Next(50)))
                    decoder.Feed(piece);
            }
            catch (ZmtpException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1, 4999);
    }

    private static void Refuses(byte[] bytes, string text, int most = Most)
    {
        var decoder = Greeted([], most);
        Assert.Contains(text, Assert.Throws<ZmtpException>(() => decoder.Feed(bytes)).Message, StringComparison.Ordinal);
    }

    private static FrameDecoder Greeted(List<byte[][]> messages, int most = Most)
    {
        var decoder = new FrameDecoder(new Receiver(messages), most);
        decoder.Feed(RawClient.Greeting);
        return decoder;
    }

    private static byte[] Length(ulong length)
    {
        var bytes = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, length);
        return bytes;
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private sealed class Receiver(List<byte[][]> messages) : FrameDecoder.IReceiver
    {
        public void OnGreeting()
        {
        }

        public void OnCommand(ReadOnlySpan<byte> body) => Command.Parse(body);

        public void OnMessage(byte[][] frames, long bytes) => messages.Add(frames);
    }
}
