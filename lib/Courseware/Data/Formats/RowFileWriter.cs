using System.Runtime.InteropServices;

namespace Courseware;

/// <summary>Writes a row file row by row; it is there after <see cref="Finish"/>, and without it nothing stays.</summary>
internal sealed class RowFileWriter : IDisposable
{
    private readonly WholeFile _whole;
    private readonly FileStream _file;
    private readonly ContentHash _hash = new();
    private readonly int _width;
    private readonly bool _hasClasses;
    private readonly int _targetWidth;

    public RowFileWriter(string path, int width, bool hasClasses, int targetWidth)
    {
        (_width, _hasClasses, _targetWidth) = (width, hasClasses, targetWidth);
        _whole = new WholeFile(path, 1 << 20);
        _file = _whole.Stream;
        _file.Write(RowFileDescription.Magic);
    }

    /// <summary>Rows written so far.</summary>
    public int Count { get; private set; }

    public void Add(ReadOnlySpan<float> features, int label, ReadOnlySpan<float> targets)
    {
        if (_hasClasses)
            _file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in label)));
        _file.Write(MemoryMarshal.AsBytes(features));
        _file.Write(MemoryMarshal.AsBytes(targets));
        _hash.Add(features);
        Count++;
    }

    /// <summary>
    /// The hash of what was written, as that of a <see cref="Dataset"/>: all features, then all labels, then all targets.
    /// </summary>
    public string Hash()
    {
        var (labelBytes, targetBytes) = (_hasClasses ? sizeof(int) : 0, _targetWidth * sizeof(float));
        var row = new byte[labelBytes + _width * sizeof(float) + targetBytes];
        foreach (var (at, length) in new[] { (0, labelBytes), (row.Length - targetBytes, targetBytes) })
        {
            _file.Position = RowFileDescription.FirstRow;
            for (var i = 0; i < Count && length > 0; i++)
            {
                _file.ReadExactly(row);
                _hash.Add(row.AsSpan(at, length));
            }
        }
        _file.Seek(0, SeekOrigin.End);
        return _hash.Finish();
    }

    public void Finish(RowFileDescription description)
    {
        description.Write(_file);
        _whole.Finish();
    }

    public void Dispose()
    {
        _hash.Dispose();
        _whole.Dispose();
    }
}
