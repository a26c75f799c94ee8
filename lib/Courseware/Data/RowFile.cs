using System.IO.MemoryMappedFiles;

namespace Courseware;

/// <summary>
/// Rows in a file, mapped into memory: the system reads what a batch needs and drops it again, so that the file may be larger than the
/// memory.
/// </summary>
/// <remarks>
/// The file: the eight bytes <c>ROWFILE1</c>; then row after row, little-endian (the class as int32 if there are classes, the features and
/// the target values as float32); then a description in JSON, its length in bytes as int32, and <c>ROWFILE1</c> again, so that a file cut
/// short is noticed.
/// </remarks>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Plain])]
public sealed class RowFile : IRowSource, IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly RowFileDescription _description;
    private readonly int _start;

    private RowFile(MemoryMappedFile file, MemoryMappedViewAccessor view, RowFileDescription description, int start, int count)
    {
        (_file, _view, _description, _start, Count) = (file, view, description, start, count);
        FeatureCount = Dataset.Product(description.FeatureShape);
    }

    /// <inheritdoc/>
    public string Name => _description.Name;

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int[] FeatureShape => _description.FeatureShape;

    /// <summary>Numbers in a row: the product of <see cref="FeatureShape"/>.</summary>
    public int FeatureCount { get; }

    /// <inheritdoc/>
    public bool HasClasses => _description.HasClasses;

    /// <inheritdoc/>
    public int TargetWidth => _description.TargetWidth;

    /// <inheritdoc/>
    /// <remarks>4,096: of HIGGS half a megabyte, which a disk reads in one go.</remarks>
    public int BlockSize => 4096;

    /// <inheritdoc/>
    public Provenance Provenance => _description.Provenance;

    /// <summary>The size and time of the file that it was made from.</summary>
    internal string MadeFrom => _description.MadeFrom;

    /// <summary>Opens a row file. It stays open until it is disposed of; its parts share it.</summary>
    /// <remarks>Where it holds stand-in data, or data that were not recognised, one line says so.</remarks>
    /// <exception cref="DataFileException">It is no row file, or it was cut short; the message says what was found.</exception>
    public static RowFile Open(string path)
    {
        var rows = OpenKnown(path);
        if (rows.Provenance.Kind is DataKind.StandIn or DataKind.Unrecognised)
            DataNotice.Opened(rows.Provenance);
        return rows;
    }

    /// <summary>Opens a row file of which the reader knows what it holds.</summary>
    internal static RowFile OpenKnown(string path)
    {
        var stream = FileFacts.Open(path, RowFileDescription.Expected);
        try
        {
            var description = RowFileDescription.Read(stream, path);
            var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None,
                leaveOpen: false);
            return new(file, file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), description, 0, description.Count);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Writes all rows of a source into a new file (whole or not at all), and opens it.</summary>
    public static RowFile Create(string path, IRowSource rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        const int Chunk = 256;
        var width = Dataset.Product(rows.FeatureShape);
        using (var writer = new RowFileWriter(path, width, rows.HasClasses, rows.TargetWidth))
        {
            var indices = new int[Chunk];
            var (features, labels, targets) =
                (new float[Chunk * width], new int[rows.HasClasses ? Chunk : 0], new float[Chunk * rows.TargetWidth]);
            for (var from = 0; from < rows.Count; from += Chunk)
            {
                var count = Math.Min(Chunk, rows.Count - from);
                for (var i = 0; i < count; i++)
                    indices[i] = from + i;
                rows.Read(indices.AsSpan(0, count), features.AsSpan(0, count * width), rows.HasClasses ? labels.AsSpan(0, count)
                    : [], targets.AsSpan(0, count * rows.TargetWidth));
                for (var i = 0; i < count; i++)
                {
                    writer.Add(features.AsSpan(i * width, width), rows.HasClasses ? labels[i]
                        : 0, targets.AsSpan(i * rows.TargetWidth, rows.TargetWidth));
                }
            }
            writer.Finish(new(rows.Name, rows.Count, rows.FeatureShape, rows.HasClasses, rows.TargetWidth, rows.Provenance, ""));
        }
        return OpenKnown(path);
    }

    /// <summary>The first <paramref name="count"/> rows (all, if there are fewer), read from the same file.</summary>
    public RowFile Take(int count) => Slice(0, Math.Clamp(count, 0, Count));

    /// <summary>All but the first <paramref name="count"/> rows, read from the same file.</summary>
    public RowFile Skip(int count) => Slice(Math.Clamp(count, 0, Count), Count - Math.Clamp(count, 0, Count));

    /// <summary>The rows start … start + count − 1, read from the same file.</summary>
    public RowFile Slice(int start, int count)
        => start >= 0 && count >= 0 && start <= Count - count ? new(_file, _view, _description, _start + start, count)
        : throw new ArgumentOutOfRangeException(
            nameof(start), $"A slice must be inside the rows: '{Name}' has {Count:N0} rows, asked for {count:N0} from row {start:N0}.");

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<int> rows, Span<float> features, Span<int> labels, Span<float> targets)
    {
        var memory = _view.SafeMemoryMappedViewHandle;
        for (var i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(rows), $"A row index must be from 0 to {Count - 1}: '{Name}' was asked for row {rows[i]}.");
            }

            var at = (ulong)(RowFileDescription.FirstRow + (long)(_start + rows[i]) * _description.RowBytes);
            if (labels.Length > 0)
                memory.ReadSpan(at, labels.Slice(i, 1));
            at += HasClasses ? sizeof(int) : 0u;
            memory.ReadSpan(at, features.Slice(i * FeatureCount, FeatureCount));
            if (targets.Length > 0)
                memory.ReadSpan(at + (ulong)FeatureCount * sizeof(float), targets.Slice(i * TargetWidth, TargetWidth));
        }
    }

    /// <summary>Closes the file, also for the parts of these rows.</summary>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString()
        => FormattableString.Invariant($"{Name}: {Count:N0} rows × {string.Join("×", FeatureShape)} on disk ({Provenance.KindText})");
}
