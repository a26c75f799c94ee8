using Courseware.Tensors.Kernels;

namespace Courseware.Tests;

/// <summary>What the garbage collector has to do for a piece of code.</summary>
internal static class Allocations
{
    /// <summary>The bytes that <paramref name="times"/> calls allocate: of this thread alone, as other tests run beside this one and the compiler's own threads allocate as they like.</summary>
    /// <remarks>
    /// The pool makes its threads at the first call that shares its work among so many. Calls before these may have found it busy with another test and worked alone:
    /// where it has grown meanwhile, these have made the threads, and are measured again.
    /// </remarks>
    public static long Of(int times, Action action)
    {
        while (true)
        {
            var threads = WorkerPool.Started;
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++)
                action();
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (WorkerPool.Started == threads)
                return allocated;
        }
    }
}
