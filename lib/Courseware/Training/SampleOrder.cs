namespace Courseware;

/// <summary>
/// The order in which an epoch visits the samples, handed out batch by batch: blocks of neighbouring rows in a random order, the rows of 16
/// blocks mixed at a time, so that a file is read piece by piece. Samples in memory are one block: every order is possible. Drawn from
/// (seed, epoch) alone.
/// </summary>
internal sealed class SampleOrder
{
    private const int MixedBlocks = 16;

    private readonly int _count;
    private readonly int _blockSize;
    private readonly long _seed;
    private readonly int[] _blocks;
    private readonly int[] _window;
    private RandomStream? _random;
    private int _nextBlock;
    private int _from;
    private int _end;

    public SampleOrder(int count, int blockSize, int batchSize, long seed)
    {
        (_count, _blockSize, _seed) = (count, Math.Clamp(blockSize, 1, count), seed);
        _blocks = new int[(count - 1) / _blockSize + 1];
        _window = new int[Math.Min(count, (long)MixedBlocks * _blockSize + batchSize)];
    }

    /// <summary>Starts an epoch (from 1).</summary>
    public void Begin(int epoch, bool shuffle)
    {
        (_nextBlock, _from, _end) = (0, 0, 0);
        for (var i = 0; i < _blocks.Length; i++)
            _blocks[i] = i;
        _random = shuffle ? new RandomStream(_seed, "shuffle", "", epoch) : null;
        if (shuffle)
            new RandomStream(_seed, "shuffle blocks", "", epoch).Shuffle(_blocks.AsSpan());
    }

    /// <summary>The samples of the next batch: fewer at the epoch's end, then none. Valid until the next call.</summary>
    public ReadOnlySpan<int> Next(int batchSize)
    {
        while (_end - _from < batchSize && _nextBlock < _blocks.Length)
            Refill();
        var batch = _window.AsSpan(_from, Math.Min(batchSize, _end - _from));
        _from += batch.Length;
        return batch;
    }

    private void Refill()
    {
        _window.AsSpan(_from, _end - _from).CopyTo(_window);
        (_from, _end) = (0, _end - _from);
        var fresh = _end;
        for (var last = Math.Min(_blocks.Length, _nextBlock + MixedBlocks); _nextBlock < last; _nextBlock++)
        {
            for (var i = (long)_blocks[_nextBlock] * _blockSize; i < Math.Min(_count, (_blocks[_nextBlock] + 1L) * _blockSize); i++)
                _window[_end++] = (int)i;
        }

        _random?.Shuffle(_window.AsSpan(fresh, _end - fresh));
    }
}
