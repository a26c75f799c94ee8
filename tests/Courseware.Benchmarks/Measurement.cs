using System.Diagnostics;

namespace Courseware.Benchmarks;

/// <summary>Seconds and heap bytes of one call: the median of repeats after a warm-up, and the best of them.</summary>
internal sealed record Measurement(double MedianSeconds, double BestSeconds, double BytesPerCall)
{
    private const int Repeats = 9;
    private const double SecondsOfRepeat = 0.15;
    private const double SecondsOfWarmUp = 0.5;

    /// <summary>Calls <paramref name="action"/> for half a second, then nine times as often as fits into 0.15 s.</summary>
    public static Measurement Of(Action action)
    {
        var calls = 0L;
        var clock = Stopwatch.StartNew();
        do
        {
            action();
            calls++;
        }
        while (clock.Elapsed.TotalSeconds < SecondsOfWarmUp);

        var warm = Stopwatch.StartNew();
        action();
        var perRepeat = Math.Max(1, (long)(SecondsOfRepeat / Math.Max(1e-9, warm.Elapsed.TotalSeconds)));
        perRepeat = Math.Min(perRepeat, Math.Max(1, calls));

        var seconds = new double[Repeats];
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            clock.Restart();
            for (var call = 0L; call < perRepeat; call++)
                action();
            seconds[repeat] = clock.Elapsed.TotalSeconds / perRepeat;
        }
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        Array.Sort(seconds);
        return new Measurement(seconds[Repeats / 2], seconds[0], (double)bytes / (Repeats * perRepeat));
    }
}
