using System.Numerics;
using System.Runtime.InteropServices;

namespace Courseware;

/// <summary>
/// Rows of a matrix without their zeros (compressed sparse rows), refilled batch by batch into the same arrays.
/// Row i has the entries Starts[i] … Ends[i] − 1, its columns ascending. A zero is +0: −0 is kept as an entry, for it can decide the sign
/// of a sum.
/// </summary>
internal sealed class SparseRows
{
    private int[] _starts = [];
    private int[] _ends = [];
    private int[] _ownColumns = [];
    private float[] _ownValues = [];
    private SparseRows? _lender; // whose entries the rows are, if they are not copied
    private int _finite; // 0 unknown, 1 yes, 2 no: in one word, for lenders are read by several threads

    /// <summary>Rows.</summary>
    public int Count { get; private set; }

    /// <summary>Columns of the matrix.</summary>
    public int Width { get; private set; }

    /// <summary>Entries of all rows.</summary>
    public int Filled { get; private set; }

    /// <summary>Where each row begins.</summary>
    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, Count);

    /// <summary>Where each row ends.</summary>
    public ReadOnlySpan<int> Ends => _ends.AsSpan(0, Count);

    /// <summary>The column of each entry.</summary>
    public ReadOnlySpan<int> Columns => _lender is null ? _ownColumns.AsSpan(0, Filled) : _lender.Columns;

    /// <summary>The value of each entry.</summary>
    public ReadOnlySpan<float> Values => _lender is null ? _ownValues.AsSpan(0, Filled) : _lender.Values;

    /// <summary>Is no value ∞ or NaN? Of borrowed rows: nor any other of their lender's.</summary>
    public bool AllFinite
    {
        get
        {
            if (_lender is not null)
                return _lender.AllFinite;
            if (_finite == 0)
                _finite = SparseProduct.AllFinite(Values) ? 1 : 2;
            return _finite == 1;
        }
    }

    /// <summary>All rows of a dense matrix.</summary>
    public static SparseRows Of(ReadOnlySpan<float> matrix, int width)
    {
        var rows = new SparseRows();
        rows.Clear(width);
        for (var from = 0; from < matrix.Length; from += width)
            rows.Append(matrix.Slice(from, width));
        return rows;
    }

    /// <summary>How many of the values are not +0.</summary>
    public static long CountFilled(ReadOnlySpan<float> values)
    {
        var bits = MemoryMarshal.Cast<float, uint>(values);
        var zeros = 0L;
        var i = 0;
        while (bits.Length - i >= Vector<uint>.Count)
        {
            // A lane's count is added up before it can overflow.
            var lanes = Vector<uint>.Zero;
            for (var end = (int)Math.Min(bits.Length - Vector<uint>.Count, i + (1L << 24)); i <= end; i += Vector<uint>.Count)
                lanes -= Vector.Equals(new Vector<uint>(bits[i..]), Vector<uint>.Zero);
            for (var lane = 0; lane < Vector<uint>.Count; lane++)
                zeros += lanes[lane];
        }
        for (; i < bits.Length; i++)
            zeros += bits[i] == 0 ? 1 : 0;
        return values.Length - zeros;
    }

    /// <summary>Forgets all rows; the next ones have <paramref name="width"/> columns.</summary>
    public void Clear(int width) => (Count, Width, Filled, _lender, _finite) = (0, width, 0, null, 0);

    /// <summary>Appends a dense row.</summary>
    public void Append(ReadOnlySpan<float> row)
    {
        Grow(row.Length);
        var bits = MemoryMarshal.Cast<float, uint>(row);
        var columns = _ownColumns.AsSpan(Filled, row.Length);
        var values = _ownValues.AsSpan(Filled, row.Length);
        var filled = 0;
        for (var j = 0; j < row.Length; j++)
        {
            // Written always and kept if it is filled: a jump could not be foretold.
            columns[filled] = j;
            values[filled] = row[j];
            filled += bits[j] != 0 ? 1 : 0;
        }
        End(Filled, filled);
    }

    /// <summary>Appends a row of bytes that mean numbers; byte 0 means +0.</summary>
    public void Append(ReadOnlySpan<byte> row, ReadOnlySpan<float> meaning)
    {
        Grow(row.Length);
        var columns = _ownColumns.AsSpan(Filled, row.Length);
        var values = _ownValues.AsSpan(Filled, row.Length);
        var filled = 0;
        for (var j = 0; j < row.Length; j++)
        {
            columns[filled] = j;
            values[filled] = meaning[row[j]];
            filled += row[j] != 0 ? 1 : 0;
        }
        End(Filled, filled);
    }

    /// <summary>
    /// Appends a row of another matrix, whose entries are read where they are: they must stay. All rows come from that one.
    /// </summary>
    public void Borrow(SparseRows lender, int row)
    {
        if (Count > 0 && _lender != lender)
            throw new InvalidOperationException("Rows that are borrowed must all come from one matrix.");
        _lender = lender;
        Grow(0);
        End(lender._starts[row], lender._ends[row] - lender._starts[row]);
    }

    /// <summary>Writes a row with its zeros.</summary>
    public void CopyRow(int row, Span<float> target)
    {
        target[..Width].Clear();
        var (columns, values) = _lender is null ? (_ownColumns, _ownValues) : (_lender._ownColumns, _lender._ownValues);
        for (var entry = _starts[row]; entry < _ends[row]; entry++)
            target[columns[entry]] = values[entry];
    }

    /// <summary>Writes the whole matrix, row after row.</summary>
    public void CopyTo(Span<float> target)
    {
        for (var row = 0; row < Count; row++)
            CopyRow(row, target[(row * Width)..]);
    }

    /// <summary>Gives back what the arrays have beyond the entries, for rows that stay as they are, and returns them.</summary>
    public SparseRows Trimmed()
    {
        Array.Resize(ref _ownColumns, _lender is null ? Filled : 0);
        Array.Resize(ref _ownValues, _lender is null ? Filled : 0);
        Array.Resize(ref _starts, Count);
        Array.Resize(ref _ends, Count);
        return this;
    }

    /// <summary>Makes room for one more row of up to <paramref name="most"/> entries.</summary>
    private void Grow(int most)
    {
        if (most > 0 && _lender is not null)
            throw new InvalidOperationException("Rows that are borrowed must all come from one matrix.");
        var needed = checked(Filled + most);
        if (most > 0 && _ownColumns.Length < needed)
        {
            var length = (int)Math.Min(Math.Max(needed, 2L * _ownColumns.Length), Array.MaxLength);
            Array.Resize(ref _ownColumns, length);
            Array.Resize(ref _ownValues, length);
        }
        if (_starts.Length == Count)
        {
            var rows = Math.Max(64, 2 * Count);
            Array.Resize(ref _starts, rows);
            Array.Resize(ref _ends, rows);
        }
    }

    private void End(int start, int filled)
    {
        (_starts[Count], _ends[Count]) = (start, start + filled);
        Filled += filled;
        Count++;
        _finite = 0;
    }
}
