namespace Courseware;

/// <summary>
/// One product as the blocked kernel sees it: the tile broadcasts A's elements and holds B's columns in vectors, so whichever operand of
/// the caller is cheaper to bring into vectors is called B here. If that exchanged them, <see cref="Transposed"/> says that C is written
/// with rows and columns exchanged.
/// </summary>
internal unsafe struct MatMulPlan
{
    public int Rows;
    public int Columns;
    public int Count;

    public float* A;
    public nint ARowStep;
    public nint AKStep;

    public float* B;
    public nint BKStep;
    public nint BColumnStep;

    /// <summary>C(i, j) at C[i·CStep + j], or at C[j·CStep + i] when transposed.</summary>
    public float* C;
    public nint CStep;
    public bool Transposed;

    /// <summary>Start from what C holds.</summary>
    public bool Accumulate;

    /// <summary>One value a row, added to the sums; null for none.</summary>
    public float* RowBias;

    /// <summary>One value a column, added to the sums; null for none, and always null when transposed.</summary>
    public float* ColumnBias;

    /// <summary>The same product with the operands exchanged.</summary>
    public readonly MatMulPlan Exchanged() => new()
    {
        Rows = Columns,
        Columns = Rows,
        Count = Count,
        A = B,
        ARowStep = BColumnStep,
        AKStep = BKStep,
        B = A,
        BKStep = AKStep,
        BColumnStep = ARowStep,
        C = C,
        CStep = CStep,
        Transposed = !Transposed,
        Accumulate = Accumulate,
        RowBias = ColumnBias,
        ColumnBias = RowBias,
    };
}
