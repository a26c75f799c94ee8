using System.IO.Compression;

namespace Courseware;

/// <summary>
/// The unpacked content of a gzip file: one member or several, zero padding after the last. A file that is cut off anywhere, or that
/// something is appended to, is an error at its end.
/// </summary>
/// <remarks>
/// RFC 1952. <see cref="GZipStream"/> compares the checksum of a member that it sees the end of, but takes a file that ends early, or goes
/// on with something else, for complete. So the file is handed to it with marks behind its end, and by what it has taken at its own end one
/// sees whether that was the file's.
/// </remarks>
internal sealed class GzipContent : Stream
{
    private readonly Marked _file;
    private readonly GZipStream _stream;

    public GzipContent(FileStream file)
    {
        _file = new Marked(file);
        _stream = new GZipStream(_file, CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="InvalidDataException">The packed data are damaged, cut off, or followed by something else.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = _stream.Read(buffer);
        if (read == 0 && buffer.Length > 0)
            _file.CheckEnd();
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _stream.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// The file; its zeros at the end one by one, and behind its end, one by one, marks that neither begin a member nor complete one. Who
    /// has read a whole last member reads one byte more, to see whether another follows: a zero or the first mark.
    /// </summary>
    private sealed class Marked : Stream
    {
        private const byte Mark = 0xFF;

        private readonly FileStream _file;
        private readonly long _zerosFrom;
        private long _served;

        public Marked(FileStream file)
        {
            _file = file;
            _zerosFrom = EndOfContent(file);
            file.Position = 0;
        }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => _file.Length;

        public override long Position { get => _served; set => throw new NotSupportedException(); }

        public void CheckEnd()
        {
            if (_served > _file.Length + 1)
                throw new InvalidDataException("cut off before its end");
            if (_served <= _zerosFrom)
                throw new InvalidDataException("something is appended to it that is not gzip");
        }

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty)
                return 0;
            int read;
            if (_served < _zerosFrom)
            {
                read = _file.Read(buffer[..(int)Math.Min(buffer.Length, _zerosFrom - _served)]);
            }
            else if (_served < _file.Length + 64)
            {
                buffer[0] = _served < _file.Length ? (byte)0 : Mark;
                read = 1;
            }
            else
            {
                return 0;
            }
            _served += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        // Where the zeros begin that the file ends with.
        private static long EndOfContent(FileStream file)
        {
            var block = new byte[4096];
            for (var end = file.Length; end > 0;)
            {
                var start = Math.Max(0, end - block.Length);
                var part = block.AsSpan(0, (int)(end - start));
                file.Position = start;
                file.ReadExactly(part);
                if (part.LastIndexOfAnyExcept((byte)0) is >= 0 and var last)
                    return start + last + 1;
                end = start;
            }
            return 0;
        }
    }
}
