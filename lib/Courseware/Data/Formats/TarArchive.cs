using System.Text;

namespace Courseware;

/// <summary>
/// Walks through a tar archive: name and content of each file in it. What an archive says about sizes decides no allocation.
/// </summary>
/// <remarks>
/// POSIX ustar: blocks of 512 bytes, a header before each member, two blocks of zeros at the end. Members that are no files (folders,
/// links, long names, further headers) are passed over: the names asked for here are short. (<c>System.Formats.Tar</c> allocates what a
/// header of a long name asks for, 1.9 GB for one of 1.9 GB.)
/// </remarks>
internal sealed class TarArchive(Stream content, long most)
{
    private const int Block = 512;

    private readonly byte[] _block = new byte[Block];
    private long _left;
    private long _padding;
    private long _read;

    /// <summary>
    /// The next file's name and size; its content can then be read by <see cref="Read"/>. False at the end, to which everything has then
    /// been read.
    /// </summary>
    /// <exception cref="InvalidDataException">The archive is damaged or cut off, or unpacks to more than it may.</exception>
    public bool TryNext(out string name, out long size)
    {
        while (true)
        {
            Skip(_left + _padding);
            (_left, _padding, name, size) = (0, 0, "", 0);
            if (!TryFill())
                throw new InvalidDataException("the end of the archive is missing");
            if (_block.AsSpan().IndexOfAnyExcept((byte)0) < 0)
            {
                while (TryFill())
                {
                }
                return false;
            }
            if (Octal(148, 8) != Sum())
                throw new InvalidDataException("a header with a wrong checksum");
            size = Octal(124, 12);
            if (size > most)
                throw new InvalidDataException(FormattableString.Invariant($"a member of {size:N0} bytes"));
            (_left, _padding) = (size, (Block - size % Block) % Block);
            if (_block[156] is 0 or (byte)'0')
            {
                name = Text(0, 100);
                return true;
            }
        }
    }

    /// <summary>The next bytes of the present file.</summary>
    public void Read(Span<byte> bytes)
    {
        if (bytes.Length > _left)
            throw new InvalidDataException("the end of a member");
        Count(bytes.Length);
        content.ReadExactly(bytes);
        _left -= bytes.Length;
    }

    private void Skip(long bytes)
    {
        for (; bytes > 0; bytes -= Math.Min(bytes, Block))
        {
            Count(Block);
            content.ReadExactly(_block.AsSpan(0, (int)Math.Min(bytes, Block)));
        }
    }

    private bool TryFill()
    {
        Count(Block);
        var read = content.ReadAtLeast(_block, Block, throwOnEndOfStream: false);
        return read == Block || (read == 0 ? false : throw new InvalidDataException("a block cut off"));
    }

    private void Count(int bytes)
    {
        _read += bytes;
        if (_read > most)
            throw new InvalidDataException(FormattableString.Invariant($"more than {most:N0} bytes"));
    }

    private string Text(int from, int length)
    {
        var text = _block.AsSpan(from, length);
        return Encoding.Latin1.GetString(text.IndexOf((byte)0) is >= 0 and var end ? text[..end] : text);
    }

    private long Octal(int from, int length)
    {
        var value = 0L;
        foreach (var digit in Text(from, length).Trim(' '))
        {
            value = digit is >= '0' and <= '7' ? value * 8 + (digit - '0')
                : throw new InvalidDataException("a header with an unreadable number");
        }

        return value;
    }

    // The checksum is made with spaces in its own place.
    private long Sum()
    {
        var sum = 8L * ' ';
        for (var i = 0; i < Block; i++)
            sum += i is >= 148 and < 156 ? 0 : _block[i];
        return sum;
    }
}
