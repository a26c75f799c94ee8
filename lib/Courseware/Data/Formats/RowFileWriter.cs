using System.Runtime.InteropServices;

namespace Courseware;

/// <summary>Writes a row file row by row, into a .part file next to its place that <see cref="Finish"/> renames; without it nothing stays.</summary>
internal sealed class RowFileWriter : IDisposable
{
    private readonly string _path;
    private readonly string _part;
    private readonly FileStream _file;
    private readonly ContentHash _hash = new();
    private readonly int _width;
    private readonly bool _hasClasses;
    private readonly int _targetWidth;

    public RowFileWriter(string path, int width, bool hasClasses, int targetWidth)
    {
        (_path, _width, _hasClasses, _targetWidth) = (path, width, hasClasses, targetWidth);
        _part = $"{path}.{Environment.ProcessId}.part";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _file = new FileStream(_part, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 20);
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

    /// <summary>The hash of what was written, as that of a <see cref="Dataset"/>: all features, then all labels, then all targets.</summary>
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
        _file.Dispose();
        File.Move(_part, _path, overwrite: true);
    }

    public void Dispose()
    {
        _hash.Dispose();
        _file.Dispose();
        File.Delete(_part);
    }
}
