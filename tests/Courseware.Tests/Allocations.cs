namespace Courseware.Tests;

/// <summary>What the garbage collector has to do for a piece of code.</summary>
internal static class Allocations
{
    private const int Rounds = 10;

    /// <summary>
    /// The bytes that <paramref name="times"/> calls allocate: of this thread alone, as other tests run beside this one and the compiler's
    /// own threads allocate as they like.
    /// </summary>
    /// <remarks>
    /// The least of several rounds: what every call leaves behind is in each of them, and what is made only once is not. The pool makes its
    /// threads at the first call that shares its work among so many, and that may be any, as calls before may have found it busy with
    /// another test and worked alone.
    /// </remarks>
    public static long Of(int times, Action action)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++)
                action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
