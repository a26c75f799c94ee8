using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// The innermost loop of every matrix product and convolution: a tile of C of up to 14 rows and two vectors of columns, held in registers
/// while k runs.
/// </summary>
/// <remarks>
/// C(r, j) ← … fma(a(r, 2), b(2, j), fma(a(r, 1), b(1, j), fma(a(r, 0), b(0, j), start))): each element is one chain over k in order,
/// whatever the tile's height and the vector's width, so all of them give the same bits. The number of rows is a type
/// (<see cref="ITileRows"/>), so that the compiler drops the rows that a tile does not have and keeps the others in registers.
/// </remarks>
internal static unsafe class MatMulTile<TSimd, TVector>
    where TSimd : struct, IMatMulSimd<TVector>
    where TVector : struct
{
    /// <summary>Columns of a tile.</summary>
    public static int Columns => 2 * TSimd.Lanes;

    /// <summary>Computes one tile of <paramref name="rows"/> rows; see <see cref="TileArguments"/>.</summary>
    public static void Run<TA, TB>(int rows, in TileArguments arguments)
        where TA : struct, ITileLayoutOfA
        where TB : struct, ITileLayoutOfB
    {
        switch (rows)
        {
            case 1:
                Run<TA, TB, Rows1>(arguments);
                break;
            case 2:
                Run<TA, TB, Rows2>(arguments);
                break;
            case 3:
                Run<TA, TB, Rows3>(arguments);
                break;
            case 4:
                Run<TA, TB, Rows4>(arguments);
                break;
            case 5:
                Run<TA, TB, Rows5>(arguments);
                break;
            case 6:
                Run<TA, TB, Rows6>(arguments);
                break;
            case 7:
                Run<TA, TB, Rows7>(arguments);
                break;
            case 8:
                Run<TA, TB, Rows8>(arguments);
                break;
            case 9:
                Run<TA, TB, Rows9>(arguments);
                break;
            case 10:
                Run<TA, TB, Rows10>(arguments);
                break;
            case 11:
                Run<TA, TB, Rows11>(arguments);
                break;
            case 12:
                Run<TA, TB, Rows12>(arguments);
                break;
            case 13:
                Run<TA, TB, Rows13>(arguments);
                break;
            case 14:
                Run<TA, TB, Rows14>(arguments);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rows), rows, "A tile has 1 to 14 rows.");
        }
    }

    // Not tiered: the first call must be as fast as the last, and the unoptimised form would be slower by a factor of a hundred.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TA, TB, TRows>(in TileArguments arguments)
        where TA : struct, ITileLayoutOfA
        where TB : struct, ITileLayoutOfB
        where TRows : struct, ITileRows
    {
        var a = arguments.A;
        var b = arguments.B;
        var bStep = arguments.BStep;
        var b1Offset = TB.Indexed ? arguments.SecondVector : TSimd.Lanes;
        var offsets = arguments.Offsets;
        var c = arguments.C;
        var cStep = arguments.CStep;

        TVector c00 = TSimd.Zero, c01 = TSimd.Zero;
        TVector c10 = TSimd.Zero, c11 = TSimd.Zero;
        TVector c20 = TSimd.Zero, c21 = TSimd.Zero;
        TVector c30 = TSimd.Zero, c31 = TSimd.Zero;
        TVector c40 = TSimd.Zero, c41 = TSimd.Zero;
        TVector c50 = TSimd.Zero, c51 = TSimd.Zero;
        TVector c60 = TSimd.Zero, c61 = TSimd.Zero;
        TVector c70 = TSimd.Zero, c71 = TSimd.Zero;
        TVector c80 = TSimd.Zero, c81 = TSimd.Zero;
        TVector c90 = TSimd.Zero, c91 = TSimd.Zero;
        TVector cA0 = TSimd.Zero, cA1 = TSimd.Zero;
        TVector cB0 = TSimd.Zero, cB1 = TSimd.Zero;
        TVector cC0 = TSimd.Zero, cC1 = TSimd.Zero;
        TVector cD0 = TSimd.Zero, cD1 = TSimd.Zero;
        if (arguments.FromC)
        {
            if (TRows.Count > 0)
            {
                c00 = TSimd.Load(c + 0 * cStep);
                c01 = TSimd.Load(c + 0 * cStep + TSimd.Lanes);
            }
            if (TRows.Count > 1)
            {
                c10 = TSimd.Load(c + 1 * cStep);
                c11 = TSimd.Load(c + 1 * cStep + TSimd.Lanes);
            }
            if (TRows.Count > 2)
            {
                c20 = TSimd.Load(c + 2 * cStep);
                c21 = TSimd.Load(c + 2 * cStep + TSimd.Lanes);
            }
            if (TRows.Count > 3)
            {
                c30 = TSimd.Load(c + 3 * cStep);
                c31 = TSimd.Load(c + 3 * cStep + TSimd.Lanes);
            }
            if (TRows.Count > 4)
            {
                c40 = TSimd.Load(c + 4 * cStep);
                c41 = TSimd.Load(c + 4 * cStep + TSimd.Lanes);
            }
            if (TRows.Count > 5)
            {
                c50 = TSimd.Load(c + 5 * cStep);
                c51 = TSimd.Load(c + 5 * cStep + TSimd.Lanes);
            }
            if (TRows.Count > 6)
            {
                c60 = TSimd.Load(c + 6 * cStep);
                c61 = TSimd.Load(c + 6 * cStep + TSimd.Lanes);
            }
            if (TRows.Count > 7)
            {
                c70 = TSimd.Load(c + 7 * cStep);
                c71 = TSimd.Load(c + 7 * cStep + TSimd.Lanes);
            }
            if (TRows.Count > 8)
            {
                c80 = TSimd.Load(c + 8 * cStep);
                c81 = TSimd.Load(c + 8 * cStep + TSimd.Lanes);
            }
            if (TRows.Count > 9)
            {
                c90 = TSimd.Load(c + 9 * cStep);
                c91 = TSimd.Load(c + 9 * cStep + TSimd.Lanes);
            }
            if (TRows.Count > 10)
            {
                cA0 = TSimd.Load(c + 10 * cStep);
                cA1 = TSimd.Load(c + 10 * cStep + TSimd.Lanes);
            }
            if (TRows.Count > 11)
            {
                cB0 = TSimd.Load(c + 11 * cStep);
                cB1 = TSimd.Load(c + 11 * cStep + TSimd.Lanes);
            }
            if (TRows.Count > 12)
            {
                cC0 = TSimd.Load(c + 12 * cStep);
                cC1 = TSimd.Load(c + 12 * cStep + TSimd.Lanes);
            }
            if (TRows.Count > 13)
            {
                cD0 = TSimd.Load(c + 13 * cStep);
                cD1 = TSimd.Load(c + 13 * cStep + TSimd.Lanes);
            }
        }

        for (var k = arguments.Count; k > 0; k--)
        {
            TVector b0, b1;
            if (TB.Indexed)
            {
                var at = b + *offsets++;
                b0 = TSimd.Load(at);
                b1 = TSimd.Load(at + b1Offset);
            }
            else
            {
                b0 = TSimd.Load(b);
                b1 = TSimd.Load(b + TSimd.Lanes);
                b += bStep;
            }

            if (TRows.Count > 0)
            {
                var x = TSimd.Broadcast(a + 0 * TA.RowStep);
                c00 = TSimd.FusedMultiplyAdd(x, b0, c00);
                c01 = TSimd.FusedMultiplyAdd(x, b1, c01);
            }
            if (TRows.Count > 1)
            {
                var x = TSimd.Broadcast(a + 1 * TA.RowStep);
                c10 = TSimd.FusedMultiplyAdd(x, b0, c10);
                c11 = TSimd.FusedMultiplyAdd(x, b1, c11);
            }
            if (TRows.Count > 2)
            {
                var x = TSimd.Broadcast(a + 2 * TA.RowStep);
                c20 = TSimd.FusedMultiplyAdd(x, b0, c20);
                c21 = TSimd.FusedMultiplyAdd(x, b1, c21);
            }
            if (TRows.Count > 3)
            {
                var x = TSimd.Broadcast(a + 3 * TA.RowStep);
                c30 = TSimd.FusedMultiplyAdd(x, b0, c30);
                c31 = TSimd.FusedMultiplyAdd(x, b1, c31);
            }
            if (TRows.Count > 4)
            {
                var x = TSimd.Broadcast(a + 4 * TA.RowStep);
                c40 = TSimd.FusedMultiplyAdd(x, b0, c40);
                c41 = TSimd.FusedMultiplyAdd(x, b1, c41);
            }
            if (TRows.Count > 5)
            {
                var x = TSimd.Broadcast(a + 5 * TA.RowStep);
                c50 = TSimd.FusedMultiplyAdd(x, b0, c50);
                c51 = TSimd.FusedMultiplyAdd(x, b1, c51);
            }
            if (TRows.Count > 6)
            {
                var x = TSimd.Broadcast(a + 6 * TA.RowStep);
                c60 = TSimd.FusedMultiplyAdd(x, b0, c60);
                c61 = TSimd.FusedMultiplyAdd(x, b1, c61);
            }
            if (TRows.Count > 7)
            {
                var x = TSimd.Broadcast(a + 7 * TA.RowStep);
                c70 = TSimd.FusedMultiplyAdd(x, b0, c70);
                c71 = TSimd.FusedMultiplyAdd(x, b1, c71);
            }
            if (TRows.Count > 8)
            {
                var x = TSimd.Broadcast(a + 8 * TA.RowStep);
                c80 = TSimd.FusedMultiplyAdd(x, b0, c80);
                c81 = TSimd.FusedMultiplyAdd(x, b1, c81);
            }
            if (TRows.Count > 9)
            {
                var x = TSimd.Broadcast(a + 9 * TA.RowStep);
                c90 = TSimd.FusedMultiplyAdd(x, b0, c90);
                c91 = TSimd.FusedMultiplyAdd(x, b1, c91);
            }
            if (TRows.Count > 10)
            {
                var x = TSimd.Broadcast(a + 10 * TA.RowStep);
                cA0 = TSimd.FusedMultiplyAdd(x, b0, cA0);
                cA1 = TSimd.FusedMultiplyAdd(x, b1, cA1);
            }
            if (TRows.Count > 11)
            {
                var x = TSimd.Broadcast(a + 11 * TA.RowStep);
                cB0 = TSimd.FusedMultiplyAdd(x, b0, cB0);
                cB1 = TSimd.FusedMultiplyAdd(x, b1, cB1);
            }
            if (TRows.Count > 12)
            {
                var x = TSimd.Broadcast(a + 12 * TA.RowStep);
                cC0 = TSimd.FusedMultiplyAdd(x, b0, cC0);
                cC1 = TSimd.FusedMultiplyAdd(x, b1, cC1);
            }
            if (TRows.Count > 13)
            {
                var x = TSimd.Broadcast(a + 13 * TA.RowStep);
                cD0 = TSimd.FusedMultiplyAdd(x, b0, cD0);
                cD1 = TSimd.FusedMultiplyAdd(x, b1, cD1);
            }
            a += TA.KStep;
        }

        if (arguments.RowBias != null)
        {
            var bias = arguments.RowBias;
            if (TRows.Count > 0)
            {
                var x = TSimd.Broadcast(bias + 0);
                c00 = TSimd.Add(c00, x);
                c01 = TSimd.Add(c01, x);
            }
            if (TRows.Count > 1)
            {
                var x = TSimd.Broadcast(bias + 1);
                c10 = TSimd.Add(c10, x);
                c11 = TSimd.Add(c11, x);
            }
            if (TRows.Count > 2)
            {
                var x = TSimd.Broadcast(bias + 2);
                c20 = TSimd.Add(c20, x);
                c21 = TSimd.Add(c21, x);
            }
            if (TRows.Count > 3)
            {
                var x = TSimd.Broadcast(bias + 3);
                c30 = TSimd.Add(c30, x);
                c31 = TSimd.Add(c31, x);
            }
            if (TRows.Count > 4)
            {
                var x = TSimd.Broadcast(bias + 4);
                c40 = TSimd.Add(c40, x);
                c41 = TSimd.Add(c41, x);
            }
            if (TRows.Count > 5)
            {
                var x = TSimd.Broadcast(bias + 5);
                c50 = TSimd.Add(c50, x);
                c51 = TSimd.Add(c51, x);
            }
            if (TRows.Count > 6)
            {
                var x = TSimd.Broadcast(bias + 6);
                c60 = TSimd.Add(c60, x);
                c61 = TSimd.Add(c61, x);
            }
            if (TRows.Count > 7)
            {
                var x = TSimd.Broadcast(bias + 7);
                c70 = TSimd.Add(c70, x);
                c71 = TSimd.Add(c71, x);
            }
            if (TRows.Count > 8)
            {
                var x = TSimd.Broadcast(bias + 8);
                c80 = TSimd.Add(c80, x);
                c81 = TSimd.Add(c81, x);
            }
            if (TRows.Count > 9)
            {
                var x = TSimd.Broadcast(bias + 9);
                c90 = TSimd.Add(c90, x);
                c91 = TSimd.Add(c91, x);
            }
            if (TRows.Count > 10)
            {
                var x = TSimd.Broadcast(bias + 10);
                cA0 = TSimd.Add(cA0, x);
                cA1 = TSimd.Add(cA1, x);
            }
            if (TRows.Count > 11)
            {
                var x = TSimd.Broadcast(bias + 11);
                cB0 = TSimd.Add(cB0, x);
                cB1 = TSimd.Add(cB1, x);
            }
            if (TRows.Count > 12)
            {
                var x = TSimd.Broadcast(bias + 12);
                cC0 = TSimd.Add(cC0, x);
                cC1 = TSimd.Add(cC1, x);
            }
            if (TRows.Count > 13)
            {
                var x = TSimd.Broadcast(bias + 13);
                cD0 = TSimd.Add(cD0, x);
                cD1 = TSimd.Add(cD1, x);
            }
        }
        if (arguments.ColumnBias != null)
        {
            var x0 = TSimd.Load(arguments.ColumnBias);
            var x1 = TSimd.Load(arguments.ColumnBias + TSimd.Lanes);
            if (TRows.Count > 0)
            {
                c00 = TSimd.Add(c00, x0);
                c01 = TSimd.Add(c01, x1);
            }
            if (TRows.Count > 1)
            {
                c10 = TSimd.Add(c10, x0);
                c11 = TSimd.Add(c11, x1);
            }
            if (TRows.Count > 2)
            {
                c20 = TSimd.Add(c20, x0);
                c21 = TSimd.Add(c21, x1);
            }
            if (TRows.Count > 3)
            {
                c30 = TSimd.Add(c30, x0);
                c31 = TSimd.Add(c31, x1);
            }
            if (TRows.Count > 4)
            {
                c40 = TSimd.Add(c40, x0);
                c41 = TSimd.Add(c41, x1);
            }
            if (TRows.Count > 5)
            {
                c50 = TSimd.Add(c50, x0);
                c51 = TSimd.Add(c51, x1);
            }
            if (TRows.Count > 6)
            {
                c60 = TSimd.Add(c60, x0);
                c61 = TSimd.Add(c61, x1);
            }
            if (TRows.Count > 7)
            {
                c70 = TSimd.Add(c70, x0);
                c71 = TSimd.Add(c71, x1);
            }
            if (TRows.Count > 8)
            {
                c80 = TSimd.Add(c80, x0);
                c81 = TSimd.Add(c81, x1);
            }
            if (TRows.Count > 9)
            {
                c90 = TSimd.Add(c90, x0);
                c91 = TSimd.Add(c91, x1);
            }
            if (TRows.Count > 10)
            {
                cA0 = TSimd.Add(cA0, x0);
                cA1 = TSimd.Add(cA1, x1);
            }
            if (TRows.Count > 11)
            {
                cB0 = TSimd.Add(cB0, x0);
                cB1 = TSimd.Add(cB1, x1);
            }
            if (TRows.Count > 12)
            {
                cC0 = TSimd.Add(cC0, x0);
                cC1 = TSimd.Add(cC1, x1);
            }
            if (TRows.Count > 13)
            {
                cD0 = TSimd.Add(cD0, x0);
                cD1 = TSimd.Add(cD1, x1);
            }
        }

        if (TRows.Count > 0)
        {
            TSimd.Store(c00, c + 0 * cStep);
            TSimd.Store(c01, c + 0 * cStep + TSimd.Lanes);
        }
        if (TRows.Count > 1)
        {
            TSimd.Store(c10, c + 1 * cStep);
            TSimd.Store(c11, c + 1 * cStep + TSimd.Lanes);
        }
        if (TRows.Count > 2)
        {
            TSimd.Store(c20, c + 2 * cStep);
            TSimd.Store(c21, c + 2 * cStep + TSimd.Lanes);
        }
        if (TRows.Count > 3)
        {
            TSimd.Store(c30, c + 3 * cStep);
            TSimd.Store(c31, c + 3 * cStep + TSimd.Lanes);
        }
        if (TRows.Count > 4)
        {
            TSimd.Store(c40, c + 4 * cStep);
            TSimd.Store(c41, c + 4 * cStep + TSimd.Lanes);
        }
        if (TRows.Count > 5)
        {
            TSimd.Store(c50, c + 5 * cStep);
            TSimd.Store(c51, c + 5 * cStep + TSimd.Lanes);
        }
        if (TRows.Count > 6)
        {
            TSimd.Store(c60, c + 6 * cStep);
            TSimd.Store(c61, c + 6 * cStep + TSimd.Lanes);
        }
        if (TRows.Count > 7)
        {
            TSimd.Store(c70, c + 7 * cStep);
            TSimd.Store(c71, c + 7 * cStep + TSimd.Lanes);
        }
        if (TRows.Count > 8)
        {
            TSimd.Store(c80, c + 8 * cStep);
            TSimd.Store(c81, c + 8 * cStep + TSimd.Lanes);
        }
        if (TRows.Count > 9)
        {
            TSimd.Store(c90, c + 9 * cStep);
            TSimd.Store(c91, c + 9 * cStep + TSimd.Lanes);
        }
        if (TRows.Count > 10)
        {
            TSimd.Store(cA0, c + 10 * cStep);
            TSimd.Store(cA1, c + 10 * cStep + TSimd.Lanes);
        }
        if (TRows.Count > 11)
        {
            TSimd.Store(cB0, c + 11 * cStep);
            TSimd.Store(cB1, c + 11 * cStep + TSimd.Lanes);
        }
        if (TRows.Count > 12)
        {
            TSimd.Store(cC0, c + 12 * cStep);
            TSimd.Store(cC1, c + 12 * cStep + TSimd.Lanes);
        }
        if (TRows.Count > 13)
        {
            TSimd.Store(cD0, c + 13 * cStep);
            TSimd.Store(cD1, c + 13 * cStep + TSimd.Lanes);
        }
    }
}
