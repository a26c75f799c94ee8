namespace Courseware;

/// <summary>
/// The order in which an epoch visits the samples, handed out batch by batch: blocks of neighbouring rows in a random order, the rows of 16 blocks mixed
/// at a time, so that a file is read piece by piece. Samples in memory are one block: every order is possible. Drawn from (seed, epoch) alone.
/// </summary>
internal sealed class SampleOrder
{
    private const int MixedBlocks = 16;

    private readonly int count;
    private readonly int blockSize;
    private readonly long seed;
    private readonly int[] blocks;
    private readonly int[] window;
    private RandomStream? random;
    private int nextBlock;
    private int from;
    private int end;

    public SampleOrder(int count, int blockSize, int batchSize, long seed)
    {
        (this.count, this.blockSize, this.seed) = (count, Math.Clamp(blockSize, 1, count), seed);
        blocks = new int[(count - 1) / this.blockSize + 1];
        window = new int[Math.Min(count, (long)MixedBlocks * this.blockSize + batchSize)];
    }

    /// <summary>Starts an epoch (from 1).</summary>
    public void Begin(int epoch, bool shuffle)
    {
        (nextBlock, from, end) = (0, 0, 0);
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = i;
        random = shuffle ? new RandomStream(seed, "shuffle", "", epoch) : null;
        if (shuffle)
            new RandomStream(seed, "shuffle blocks", "", epoch).Shuffle(blocks.AsSpan());
    }

    /// <summary>The samples of the next batch: fewer at the epoch's end, then none. Valid until the next call.</summary>
    public ReadOnlySpan<int> Next(int batchSize)
    {
        while (end - from < batchSize && nextBlock < blocks.Length)
            Refill();
        var batch = window.AsSpan(from, Math.Min(batchSize, end - from));
        from += batch.Length;
        return batch;
    }

    private void Refill()
    {
        window.AsSpan(from, end - from).CopyTo(window);
        (from, end) = (0, end - from);
        var fresh = end;
        for (var last = Math.Min(blocks.Length, nextBlock + MixedBlocks); nextBlock < last; nextBlock++)
            for (var i = (long)blocks[nextBlock] * blockSize; i < Math.Min(count, (blocks[nextBlock] + 1L) * blockSize); i++)
                window[end++] = (int)i;
        random?.Shuffle(window.AsSpan(fresh, end - fresh));
    }
}
