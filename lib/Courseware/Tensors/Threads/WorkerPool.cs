using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Courseware;

/// <summary>
/// A few threads that wait for short pieces of numeric work. <see cref="For{TBody}"/> hands a range to them in about a microsecond
/// and allocates nothing.
/// </summary>
/// <remarks>
/// The range is cut into equal parts beforehand, some a thread, and every index is worked on by exactly one thread: as long as a body's
/// indices are independent of each other, no result depends on the number of threads or on their timing.
/// Whoever is done takes the next part that nobody has begun: a processor that is slower, or busy with something else, does fewer of them,
/// and a call never gets stuck.
/// </remarks>
internal static unsafe class WorkerPool
{
    /// <summary>The most threads that the pool uses.</summary>
    public const int MaxThreads = 32;

    // One bit of the state for each.
    private const int MaxParts = 32;

    // So many that a thread which loses its processor for a while leaves little undone, so few that each is worth its start.
    private const int PartsOfThread = 4;

    // How long a thread looks for new work before it sleeps. Layers follow each other within this time, cells of a notebook do not.
    private static readonly long s_spinTicks = Stopwatch.Frequency / 1_000_000 * 60;

    private static readonly Lock s_growing = new();
    private static Worker[] s_workers = [];
    private static int s_threads = DefaultThreads();

    // The one job in flight. The fields below _state are written by the caller before it publishes _state, and read by those who claimed a
    // part.
    private static int s_busy;
    // generation in the high half; in the low half one bit for each part that somebody has claimed or that does not exist
    private static long s_state;
    private static int s_parts;
    private static int s_sharing;
    private static int s_count;
    private static int s_unfinished;
    private static void* s_body;
    private static delegate*<void*, int, int, void> s_run;
    private static Exception? s_error;
    private static int s_errorPart;

    /// <summary>
    /// The threads that share the work, the calling one included: 1 to <see cref="MaxThreads"/>. At first the processors of the machine, or
    /// what the environment variable COURSEWARE_THREADS says if that is fewer.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in 1 … <see cref="MaxThreads"/>.</exception>
    public static int Threads
    {
        get => s_threads;
        set
        {
            if (value is < 1 or > MaxThreads)
                throw new ArgumentOutOfRangeException(nameof(value), value, $"WorkerPool.Threads must be 1 to {MaxThreads}.");
            s_threads = value;
        }
    }

    /// <summary>
    /// How many threads besides the callers' have been started so far: one fewer than the largest number of threads that shared a call.
    /// </summary>
    internal static int Started => s_workers.Length;

    /// <summary>
    /// Calls <paramref name="body"/> over [0, <paramref name="count"/>), cut into parts of at least <paramref name="grain"/> indices each
    /// for at most <see cref="Threads"/> threads, and returns when all are done.
    /// </summary>
    /// <remarks>
    /// The calling thread takes part. A call from inside a body, a call while another thread's call is under way, and one of a
    /// <see cref="TrialContext"/> beside others, runs on the calling thread alone. If parts throw, the exception of the first of them (in the order of the indices) is thrown here once all have ended.
    /// </remarks>
    internal static void For<TBody>(int count, int grain, ref TBody body)
        where TBody : struct, IParallelBody
    {
        if (count <= 0)
            return;
        var threads = s_threads;
        var parts = threads == 1 ? 1 : Math.Min(Math.Min(threads * PartsOfThread, MaxParts), grain <= 1 ? count : count / grain);
        if (parts <= 1)
        {
            body.Run(0, count);
            return;
        }

        var trial = TrialContext.Current;
        var began = trial?.BeginShareable() ?? 0;
        if (trial is { IsAlone: true } || Interlocked.CompareExchange(ref s_busy, 1, 0) != 0)
        {
            body.Run(0, count);
            trial?.EndShareable(began, threads: 1);
            return;
        }

        try
        {
            // The copy lives on this stack for as long as anybody uses it: other threads may point to it, which a field of an object would
            // not allow.
            var shared = body;
            RunShared(Math.Min(threads, parts), parts, count, &Invoke<TBody>, Unsafe.AsPointer(ref shared));
            body = shared;
            trial?.EndShareable(began, Math.Min(threads, parts));
        }
        finally
        {
            Volatile.Write(ref s_busy, 0);
        }
    }

    private static void Invoke<TBody>(void* body, int from, int toExclusive)
        where TBody : struct, IParallelBody
        => Unsafe.AsRef<TBody>(body).Run(from, toExclusive);

    private static void RunShared(int threads, int parts, int count, delegate*<void*, int, int, void> run, void* body)
    {
        if (s_workers.Length < threads - 1)
            AddWorkers(threads - 1);

        var generation = (int)(s_state >> 32) + 1;
        s_sharing = threads;
        s_parts = parts;
        s_count = count;
        s_run = run;
        s_body = body;
        s_error = null;
        s_errorPart = int.MaxValue;
        s_unfinished = parts;
        // The bits of parts that do not exist are set, so that a thread which comes late for this call cannot take one of them.
        Volatile.Write(ref s_state, (long)generation << 32 | (uint)(-1L << parts) | 1);      // part 0 is the caller's
        var workers = s_workers;
        for (var thread = 1; thread < threads; thread++)
            workers[thread - 1].Call(generation);

        RunPart(0);
        RunParts(generation, 1, parts);
        for (var spins = 0; Volatile.Read(ref s_unfinished) != 0; spins++)
        {
            // A thread that has begun and does not end has most likely lost its processor to another process.
            if (spins < 2000)
                Thread.SpinWait(4);
            else
                Thread.Yield();
        }

        s_body = null;
        if (s_error is { } error)
        {
            s_error = null;
            ExceptionDispatchInfo.Throw(error);
        }
    }

    /// <summary>
    /// The parts of a call that thread <paramref name="thread"/> finds unclaimed: its own share first, then what others have left.
    /// </summary>
    private static void RunParts(int generation, int thread)
    {
        // Read late, these may belong to a later call; then no claim of this generation succeeds any more.
        var (parts, threads) = (Volatile.Read(ref s_parts), Volatile.Read(ref s_sharing));
        var own = (int)((long)parts * thread / Math.Max(threads, thread + 1));
        RunParts(generation, own, parts);
        RunParts(generation, 1, own);
    }

    private static void RunParts(int generation, int from, int toExclusive)
    {
        for (var part = from; part < toExclusive; part++)
        {
            if (Claim(generation, part))
                RunPart(part);
        }
    }

    /// <summary>Takes a part of the job of this generation; false if it is taken already or the job is over.</summary>
    private static bool Claim(int generation, int part)
    {
        var bit = 1L << part;
        while (true)
        {
            var state = Volatile.Read(ref s_state);
            if ((int)(state >> 32) != generation || (state & bit) != 0)
                return false;
            if (Interlocked.CompareExchange(ref s_state, state | bit, state) == state)
                return true;
        }
    }

    private static void RunPart(int part)
    {
        try
        {
            var from = (int)((long)s_count * part / s_parts);
            var toExclusive = (int)((long)s_count * (part + 1) / s_parts);
            s_run(s_body, from, toExclusive);
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the caller of For.
        catch (Exception error)
#pragma warning restore CA1031
        {
            lock (s_growing)
            {
                if (part < s_errorPart)
                {
                    s_error = error;
                    s_errorPart = part;
                }
            }
        }
        Interlocked.Decrement(ref s_unfinished);
    }

    private static void AddWorkers(int wanted)
    {
        var old = s_workers;
        var workers = new Worker[wanted];
        old.CopyTo(workers, 0);
        for (var i = old.Length; i < wanted; i++)
            workers[i] = new Worker(i + 1);
        s_workers = workers;
    }

    private static int DefaultThreads()
    {
        var threads = Environment.ProcessorCount;
        if (int.TryParse(Environment.GetEnvironmentVariable("COURSEWARE_THREADS"), NumberStyles.None, CultureInfo.InvariantCulture,
            out var asked) && asked >= 1)
        {
            threads = Math.Min(threads, asked);
        }

        return Math.Clamp(threads, 1, MaxThreads);
    }

#pragma warning disable CA1001 // A worker and its semaphore live until the process ends.
    private sealed class Worker
#pragma warning restore CA1001
    {
        private readonly int _thread;
        private readonly SemaphoreSlim _wake = new(0);
        private int _called;
        private int _asleep;

        public Worker(int number)
        {
            _thread = number;
            // Unsafe: the thread outlives every caller and must not hold on to one's execution context.
            var thread = new Thread(Loop) { IsBackground = true, Name = $"Courseware worker {number}" };
            thread.UnsafeStart();
        }

        public void Call(int generation)
        {
            // A full fence on both sides: either the worker sees the new generation, or we see that it sleeps.
            Interlocked.Exchange(ref _called, generation);
            if (Volatile.Read(ref _asleep) != 0 && Interlocked.Exchange(ref _asleep, 0) != 0)
                _wake.Release();
        }

        private void Loop()
        {
            var seen = 0;
            while (true)
            {
                seen = WaitForCall(seen);
                RunParts(seen, _thread);
            }
        }

        private int WaitForCall(int seen)
        {
            var start = Stopwatch.GetTimestamp();
            while (true)
            {
                for (var i = 0; i < 20; i++)
                {
                    var called = Volatile.Read(ref _called);
                    if (called != seen)
                        return called;
                    Thread.SpinWait(2);
                }
                if (Stopwatch.GetTimestamp() - start < s_spinTicks)
                    continue;

                Interlocked.Exchange(ref _asleep, 1);
                if (Volatile.Read(ref _called) != seen)
                {
                    // If the caller has seen us asleep it has released the semaphore, and that permit must not stay behind.
                    if (Interlocked.Exchange(ref _asleep, 0) == 0)
                        _wake.Wait();
                    return Volatile.Read(ref _called);
                }
                _wake.Wait();
                start = Stopwatch.GetTimestamp();
            }
        }
    }
}
