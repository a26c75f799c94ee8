namespace Courseware;

/// <summary>
/// A file opened for reading, unpacked on the way if it begins as gzip does (whatever its name). Errors of the packing name the file.
/// </summary>
internal sealed class PlainOrGzip : IDisposable
{
    private readonly FileStream _file;
    private readonly Stream _stream;
    private readonly string _expected;

    public PlainOrGzip(string path, string expected)
    {
        (Path, _expected) = (path, expected);
        _file = FileFacts.Open(path, expected);
        Span<byte> magic = stackalloc byte[2];
        var got = _file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        _file.Position = 0;
        IsGzip = got == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
        _stream = IsGzip ? new GzipContent(_file) : _file;
    }

    public string Path { get; }

    public bool IsGzip { get; }

    /// <summary>Bytes unpacked so far.</summary>
    public long Position { get; private set; }

    /// <summary>Reads until the buffer is full or the content ends; gives the number read.</summary>
    public int Read(Span<byte> buffer)
    {
        try
        {
            var read = _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            Position += read;
            return read;
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw new DataFileException(Path, _expected,
                FormattableString.Invariant($"damaged gzip data after {Position:N0} unpacked bytes: cut off, changed, or something is appended"), null, error);
        }
    }

    /// <summary>
    /// Must the content end here? An error if it goes on; and at the end of a gzip file the packing's own checks have been made.
    /// </summary>
    public void ExpectEnd()
    {
        Span<byte> more = stackalloc byte[1];
        if (Read(more) > 0)
            throw new DataFileException(Path, _expected, FormattableString.Invariant($"more than {Position - 1:N0} bytes of content"));
    }

    public void Dispose()
    {
        _stream.Dispose();
        _file.Dispose();
    }
}
