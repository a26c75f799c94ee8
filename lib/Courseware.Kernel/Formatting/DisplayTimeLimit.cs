using System.Diagnostics;
using System.Reflection;

namespace Courseware.Kernel.Formatting;

/// <summary>
/// Bounds the time that showing one value takes. Its properties, its enumerator and its ToString() are the user's code: they may be slow,
/// wait, or never return.
/// </summary>
internal sealed class DisplayTimeLimit(TimeSpan limit)
{
    /// <summary>The limit, where a session has no other.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(1);

    // Code that looks at the clock between two steps ends by itself; what does not is left behind.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(200);

    [ThreadStatic]
    private static DisplayTimeLimit? s_current;

    private readonly long _start = Stopwatch.GetTimestamp();
    private object? _place;

    private TimeSpan Limit => limit;

    /// <summary>Whether the time is spent.</summary>
    public static bool IsSpent => s_current is { } current && Stopwatch.GetElapsedTime(current._start) > current.Limit;

    /// <summary>Remembers whose code runs next: a member, or the type whose ToString() it is.</summary>
    public static void Enter(object place)
    {
        if (s_current is { } current)
            Volatile.Write(ref current._place, place);
    }

    /// <summary>Runs <paramref name="work"/> for at most the context's time limit.</summary>
    /// <returns>Null when it ended; else a sentence about what did not return.</returns>
    /// <exception cref="OperationCanceledException">The cell was stopped meanwhile.</exception>
    public static string? Run(Action work, FormattingContext context)
    {
        if (s_current is not null)
        {
            work();
            return null;
        }
        var current = new DisplayTimeLimit(context.TimeLimit);
        var done = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            s_current = current;
            try
            {
                work();
            }
            catch (ThreadInterruptedException)
            {
                // Left behind, and woken so that it ends.
            }
            done.Set();
        })
        {
            IsBackground = true,
            Name = "value display",
        };
        thread.Start();
        try
        {
            if (done.Wait(context.TimeLimit + s_grace, context.Cancellation))
                return null;
        }
        catch
        {
            thread.Interrupt();
            throw;
        }
        thread.Interrupt();
        return $"{current.Place} did not return within {context.TimeLimit.TotalSeconds:0} s; what it does goes on in the background";
    }

    private string Place => Volatile.Read(ref _place) switch
    {
        MemberInfo member and not Type => $"{TypeNames.Of(member.DeclaringType!)}.{member.Name}",
        Type type => TypeNames.Of(type) + ".ToString()",
        string text => text,
        _ => "the value",
    };
}
