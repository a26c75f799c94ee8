using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// What <see cref="Weaver"/> puts into a cell's loops and functions, so that the cell can be stopped. Nobody calls it by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CheckPoints
{
    /// <summary>
    /// Whether some cell is to stop: the one read that a loop pays for. Whether it is this cell, <see cref="Stop"/> finds out.
    /// </summary>
#pragma warning disable CA2211, CA1051 // A property would be a call for as long as the loop has not been optimised.
    public static volatile bool Asked;
#pragma warning restore CA2211, CA1051

    // Windows' whole stack, and some ten thousand calls. More of it would serve nobody: exceptions and their traces take seconds then.
    private const int StackOfCalls = 1 << 20;

    // Each that is thrown again takes some kilobytes, on top of those before it, and a time that grows with their number.
    private const int StackOfCatches = 12 << 20;

    // A finally block or Dispose that began after the cell was told to stop may use this much before it is stopped as well.
    // On a busy machine that may be over before it has done anything: a few check points are let pass for longer.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_graceOfFew = TimeSpan.FromSeconds(2);
    private const int Few = 1000;

    private static readonly Lock s_gate = new();
    private static int s_raised;

    [ThreadStatic]
    private static long s_graceUntil;

    [ThreadStatic]
    private static int s_passedInGrace;

    // Addresses on the stack, complemented: they grow with its depth, and the 0 of a thread that has not been here yet means that it must
    // look.
    [ThreadStatic]
    private static nuint s_lookAt;

    [ThreadStatic]
    private static nuint s_end;

    /// <summary>At a function's entry: deep recursion becomes an exception instead of the process's end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Enter()
    {
        byte here;
        if (~(nuint)(&here) >= s_lookAt)
            Deeper(~(nuint)(&here));
        if (Asked)
            Stop();
    }

    /// <summary>Throws if the cell that this flow belongs to is to stop, and else returns.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Stop()
    {
        if (CellContext.Current is not { IsStopping: true } cell)
            return;
        if (s_graceUntil != 0 && Stopwatch.GetTimestamp() is var now
            && (now < s_graceUntil || (s_passedInGrace < Few && now < s_graceUntil + Ticks(s_graceOfFew))))
        {
            s_passedInGrace++;
            return;
        }
        cell.ThrowIfStopping();
    }

    /// <summary>The value that a variable had before the cell, which declares it again with another type.</summary>
    /// <param name="example">Of its earlier type.</param>
    public static T Earlier<T>(T example, string name)
        => CellContext.Current?.Earlier.TryGetValue(name, out var value) == true && value is not null ? (T)value : example;

    /// <summary>True, or the cell's end.</summary>
    public static bool Pass()
    {
        if (Asked)
            Stop();
        return true;
    }

    /// <summary><paramref name="value"/>, or the cell's end.</summary>
    public static T Pass<T>(T value)
        where T : allows ref struct
    {
        if (Asked)
            Stop();
        return value;
    }

    /// <summary>Between the statements of a cell: all before this one are done.</summary>
    /// <param name="member">Its place among them.</param>
    public static void Passed(int member)
    {
        if (CellContext.Current is { } cell)
            cell.Passed = member;
    }

    /// <summary>Gives a variable the value that a pattern has found. Always true.</summary>
    public static bool Set<T>(out T variable, T value)
    {
        variable = value;
        return true;
    }

    /// <summary>
    /// Whether a catch clause is given its exception: not where one that thousands of calls catch and throw again has used up a good part
    /// of the stack. Then it goes to the cell's end.
    /// </summary>
    public static unsafe bool MayCatch()
    {
        byte here;
        return (s_end == 0 || ~(nuint)(&here) < s_end + StackOfCatches) && RuntimeHelpers.TryEnsureSufficientExecutionStack();
    }

    /// <summary>At the beginning of a finally block or of Dispose: what cleans up is not cut short at its first loop.</summary>
    public static void BeginCleanUp()
    {
        if (Asked && s_graceUntil == 0 && CellContext.Current is { IsStopping: true })
            (s_graceUntil, s_passedInGrace) = (Stopwatch.GetTimestamp() + Ticks(s_grace), 0);
    }

    /// <summary>At the end of a finally block or of Dispose, reached in any way.</summary>
    public static void EndCleanUp()
    {
        if (s_graceUntil != 0)
            s_graceUntil = 0;
    }

    /// <summary>The elements, until the cell is to stop.</summary>
    public static IEnumerable<T> Watch<T>(IEnumerable<T> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return Watched(elements);

        static IEnumerable<T> Watched(IEnumerable<T> elements)
        {
            foreach (var element in elements)
            {
                if (Asked)
                    Stop();
                yield return element;
            }
        }
    }

    /// <summary>What an <c>await</c> waits for, given up when the cell is to stop.</summary>
    public static Task Awaiting(Task task) => task is null || task.IsCompleted ? task! : task.WaitAsync(Token);

    /// <inheritdoc cref="Awaiting(Task)"/>
    public static Task<T> Awaiting<T>(Task<T> task) => task is null || task.IsCompleted ? task! : task.WaitAsync(Token);

    /// <inheritdoc cref="Awaiting(Task)"/>
    public static ValueTask Awaiting(ValueTask task) => task.IsCompleted ? task : new(task.AsTask().WaitAsync(Token));

    /// <inheritdoc cref="Awaiting(Task)"/>
    public static ValueTask<T> Awaiting<T>(ValueTask<T> task) => task.IsCompleted ? task : new(task.AsTask().WaitAsync(Token));

    /// <summary>Whatever else can be awaited is awaited as it is.</summary>
    public static T Awaiting<T>(T awaitable)
        where T : allows ref struct
        => awaitable;

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private static CancellationToken Token => CellContext.Current?.Cancellation ?? CancellationToken.None;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Deeper(nuint depth)
    {
        if (s_end == 0)
            s_end = depth + StackOfCalls;
        if (depth >= s_end || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new InsufficientExecutionStackException(
                "Functions called each other too deeply. Does a recursive function of the cell never reach its end?");
        }
        // There is room for more than this, or the line above would have thrown.
        const int step = 16 << 10;
        s_lookAt = nuint.Min(s_end, depth + step);
    }

    internal static void Raise()
    {
        lock (s_gate)
        {
            s_raised++;
            Asked = true;
        }
    }

    internal static void Lower()
    {
        lock (s_gate)
        {
            if (--s_raised == 0)
                Asked = false;
        }
    }
}
