namespace Courseware;

/// <summary>Matrix products of tensors of either precision; a transpose is a way of reading, not a copy.</summary>
internal static class Product
{
    /// <summary>
    /// C = op(A)·op(B) (+ bias), or C += …, where op transposes if asked to; the bias has one number for each column of C.
    /// </summary>
    public static void Run(Tensor a, bool transposeA, Tensor b, bool transposeB, Tensor c, bool add, Tensor? bias = null)
    {
        var (m, k) = transposeA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        var n = transposeB ? b.Shape[0] : b.Shape[1];
        var (aRow, aColumn) = transposeA ? (1, a.Shape[1]) : (a.Shape[1], 1);
        var (bRow, bColumn) = transposeB ? (1, b.Shape[1]) : (b.Shape[1], 1);
        if (a.IsSingle)
            MatMul.Run(a.Floats, aRow, aColumn, b.Floats, bRow, bColumn, c.Floats, m, n, k, add, bias is null ? [] : bias.Floats);
        else
            MatMul.Run(a.Doubles, aRow, aColumn, b.Doubles, bRow, bColumn, c.Doubles, m, n, k, add, bias is null ? [] : bias.Doubles);
    }
}
