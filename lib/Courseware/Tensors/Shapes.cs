namespace Courseware;

/// <summary>Helpers for shapes: arrays of dimension sizes, outermost first.</summary>
internal static class Shapes
{
    private const long MostElements = int.MaxValue;

    /// <summary>The number of elements: the product of all sizes (1 for a scalar).</summary>
    /// <exception cref="ArgumentException">A size is negative, or there are more elements than an array holds.</exception>
    public static int Length(ReadOnlySpan<int> shape)
    {
        var length = 1L;
        foreach (var size in shape)
        {
            if (size < 0)
                throw new ArgumentException($"A shape's sizes must not be negative; got {Text(shape)}.");
            length = Math.Min(length * size, MostElements + 1); // kept small, so that it overflows nowhere and a later 0 still makes it 0
        }
        return length <= MostElements ? (int)length : throw new ArgumentException(
            FormattableString.Invariant($"A tensor has at most {MostElements:N0} elements; shape {Text(shape)} has more. Is a size wrong, or can the work be done in parts?"));
    }

    /// <summary>The shape as people write it: (32, 784), or () for a scalar.</summary>
    public static string Text(ReadOnlySpan<int> shape) => $"({string.Join(", ", shape.ToArray())})";

    public static bool Same(ReadOnlySpan<int> a, ReadOnlySpan<int> b) => a.SequenceEqual(b);

    /// <summary>The shape that NumPy's rule gives two operands: align right; sizes must be equal or 1.</summary>
    public static int[] Broadcast(int[] a, int[] b, string operation)
    {
        var rank = Math.Max(a.Length, b.Length);
        var result = new int[rank];
        for (var i = 1; i <= rank; i++)
        {
            var m = i <= a.Length ? a[^i] : 1;
            var n = i <= b.Length ? b[^i] : 1;
            if (m != n && m != 1 && n != 1)
                throw new ArgumentException($"{operation}: shapes {Text(a)} and {Text(b)} do not fit together: aligned at the right, sizes must be equal or 1, but {m} meets {n}.");
            result[^i] = m == 1 ? n : m;
        }
        return result;
    }

    /// <summary>
    /// For each element of <paramref name="to"/> (row-major) the index of the element of <paramref name="from"/> that broadcasting puts
    /// there.
    /// </summary>
    public static int[] BroadcastIndex(int[] from, int[] to)
    {
        var strides = new int[to.Length];
        var stride = 1;
        for (var i = 1; i <= from.Length; i++)
        {
            strides[^i] = from[^i] == 1 ? 0 : stride;
            stride *= from[^i];
        }

        var index = new int[Length(to)];
        var position = new int[to.Length];
        var source = 0;
        for (var i = 0; i < index.Length; i++)
        {
            index[i] = source;
            for (var d = to.Length - 1; d >= 0; d--)
            {
                source += strides[d];
                if (++position[d] < to[d])
                    break;
                source -= strides[d] * to[d];
                position[d] = 0;
            }
        }
        return index;
    }
}
