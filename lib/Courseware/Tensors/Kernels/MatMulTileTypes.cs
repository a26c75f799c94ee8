namespace Courseware;

/// <summary>What a tile is computed from.</summary>
internal unsafe struct TileArguments
{
    /// <summary>Terms of each sum.</summary>
    public int Count;

    /// <summary>Start from what C holds, not from zero.</summary>
    public bool FromC;

    /// <summary>The packed strip of A.</summary>
    public float* A;

    /// <summary>The first vector of B for k = 0.</summary>
    public float* B;

    /// <summary>From one k of B to the next, in floats; unused by <see cref="IndexedB"/>.</summary>
    public nint BStep;

    /// <summary>For <see cref="IndexedB"/>: where B(k, ·) is, relative to <see cref="B"/>, for each k.</summary>
    public int* Offsets;

    /// <summary>For <see cref="IndexedB"/>: from the first vector to the second.</summary>
    public nint SecondVector;

    /// <summary>The tile of C, rows <see cref="CStep"/> apart.</summary>
    public float* C;

    /// <summary>From one row of C to the next, in floats.</summary>
    public nint CStep;

    /// <summary>Added to the finished sums, one value a row; null for none.</summary>
    public float* RowBias;

    /// <summary>Added to the finished sums, one value a column (a whole tile's width can be read); null for none.</summary>
    public float* ColumnBias;
}

/// <summary>How a strip of A is stored in its packed buffer. Both steps are constants, so that one register addresses all rows.</summary>
internal interface ITileLayoutOfA
{
    static abstract int RowStep { get; }

    static abstract int KStep { get; }
}

/// <summary>
/// Row after row, k contiguous: what a copy of an A with contiguous rows gives. The odd pitch keeps the rows out of each other's cache
/// sets.
/// </summary>
internal readonly struct RowMajorA : ITileLayoutOfA
{
    public const int MaxCount = 512;

    public static int RowStep => MaxCount + 16;

    public static int KStep => 1;
}

/// <summary>All rows' values of one k side by side, up to 8: what a copy of an A with contiguous columns gives.</summary>
internal readonly struct ColumnMajorA8 : ITileLayoutOfA
{
    public const int MaxRows = 8;

    public static int RowStep => 1;

    public static int KStep => 8;
}

/// <summary>All rows' values of one k side by side, up to 16.</summary>
internal readonly struct ColumnMajorA16 : ITileLayoutOfA
{
    public static int RowStep => 1;

    public static int KStep => 16;
}

/// <summary>How the tile finds B(k, ·).</summary>
internal interface ITileLayoutOfB
{
    static abstract bool Indexed { get; }
}

/// <summary>At a constant distance from k to k + 1.</summary>
internal readonly struct SteppedB : ITileLayoutOfB
{
    public static bool Indexed => false;
}

/// <summary>Where a table says: a convolution reads its image in place.</summary>
internal readonly struct IndexedB : ITileLayoutOfB
{
    public static bool Indexed => true;
}

/// <summary>The number of rows of a tile as a type.</summary>
internal interface ITileRows
{
    static abstract int Count { get; }
}

internal readonly struct Rows1 : ITileRows
{
    public static int Count => 1;
}

internal readonly struct Rows2 : ITileRows
{
    public static int Count => 2;
}

internal readonly struct Rows3 : ITileRows
{
    public static int Count => 3;
}

internal readonly struct Rows4 : ITileRows
{
    public static int Count => 4;
}

internal readonly struct Rows5 : ITileRows
{
    public static int Count => 5;
}

internal readonly struct Rows6 : ITileRows
{
    public static int Count => 6;
}

internal readonly struct Rows7 : ITileRows
{
    public static int Count => 7;
}

internal readonly struct Rows8 : ITileRows
{
    public static int Count => 8;
}

internal readonly struct Rows9 : ITileRows
{
    public static int Count => 9;
}

internal readonly struct Rows10 : ITileRows
{
    public static int Count => 10;
}

internal readonly struct Rows11 : ITileRows
{
    public static int Count => 11;
}

internal readonly struct Rows12 : ITileRows
{
    public static int Count => 12;
}

internal readonly struct Rows13 : ITileRows
{
    public static int Count => 13;
}

internal readonly struct Rows14 : ITileRows
{
    public static int Count => 14;
}
