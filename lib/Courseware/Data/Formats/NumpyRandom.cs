namespace Courseware;

/// <summary>
/// NumPy's legacy generator, as far as Keras' data sets need it: <c>RandomState(seed)</c> and <c>shuffle</c> of a one-dimensional array.
/// </summary>
/// <remarks>
/// MT19937 (Matsumoto &amp; Nishimura 1998, init_genrand); an index up to n by masking and rejection (numpy/random/src/distributions:
/// random_interval); Fisher–Yates from the end (mtrand.pyx: shuffle).
/// </remarks>
internal sealed class NumpyRandom
{
    private const int N = 624;
    private const int M = 397;
    private readonly uint[] _state = new uint[N];
    private int _next = N;

    public NumpyRandom(uint seed)
    {
        _state[0] = seed;
        for (var i = 1u; i < N; i++)
            _state[i] = 1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30)) + i;
    }

    public uint NextUInt()
    {
        if (_next == N)
            Refill();
        var y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    /// <summary>A number from 0 to <paramref name="max"/>, both included.</summary>
    public uint Interval(uint max)
    {
        if (max == 0)
            return 0;
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(max);
        uint value;
        while ((value = NextUInt() & mask) > max)
        {
        }
        return value;
    }

    /// <summary>0 … n − 1 as <c>shuffle(arange(n))</c> leaves them.</summary>
    public int[] Permutation(int n)
    {
        var order = Enumerable.Range(0, n).ToArray();
        for (var i = n - 1; i > 0; i--)
        {
            var j = (int)Interval((uint)i);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    private void Refill()
    {
        for (var i = 0; i < N; i++)
        {
            var y = (_state[i] & 0x80000000u) | (_state[(i + 1) % N] & 0x7fffffffu);
            _state[i] = _state[(i + M) % N] ^ (y >> 1) ^ ((y & 1) == 0 ? 0u : 0x9908b0dfu);
        }
        _next = 0;
    }
}
