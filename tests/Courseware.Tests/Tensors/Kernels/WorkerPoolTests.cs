using Xunit;

namespace Courseware.Tests.Tensors.Kernels;

[Collection("WorkerPool")]
public sealed class WorkerPoolTests : IDisposable
{
    private readonly int _threadsBefore = WorkerPool.Threads;

    public void Dispose() => WorkerPool.Threads = _threadsBefore;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(32)]
    public void Every_index_is_visited_once(int threads)
    {
        WorkerPool.Threads = threads;
        foreach (var count in new[] { 0, 1, 2, 3, 31, 32, 33, 1000 })
        {
            foreach (var grain in new[] { 0, 1, 7, 500 })
            {
                var body = new Visit { Visits = new int[count] };
                WorkerPool.For(count, grain, ref body);
                Assert.All(body.Visits, visits => Assert.Equal(1, visits));
            }
        }
    }

    [Fact]
    public void Many_short_calls_in_a_row_lose_nothing()
    {
        WorkerPool.Threads = 4;
        var body = new Visit { Visits = new int[64] };
        for (var call = 0; call < 20_000; call++)
            WorkerPool.For(64, 1, ref body);
        Assert.All(body.Visits, visits => Assert.Equal(20_000, visits));
    }

    [Fact]
    public void Threads_that_fell_asleep_wake_up()
    {
        WorkerPool.Threads = 3;
        var body = new Visit { Visits = new int[3] };
        for (var call = 0; call < 20; call++)
        {
            WorkerPool.For(3, 1, ref body);
            Thread.Sleep(2);
        }
        Assert.All(body.Visits, visits => Assert.Equal(20, visits));
    }

    [Fact]
    public void What_the_body_changes_in_itself_comes_back()
    {
        WorkerPool.Threads = 2;
        var body = new Sum();
        WorkerPool.For(1000, 1, ref body);
        Assert.Equal(1000, body.Total);
    }

    [Fact]
    public void The_first_parts_exception_reaches_the_caller_and_the_pool_goes_on()
    {
        WorkerPool.Threads = 4;
        var body = new Fail();
        var error = Assert.Throws<InvalidOperationException>(() => WorkerPool.For(4, 1, ref body));
        Assert.Equal("index 1", error.Message);
        Every_index_is_visited_once(4);
    }

    [Fact]
    public void A_call_inside_a_call_and_calls_from_several_threads_all_finish()
    {
        WorkerPool.Threads = 4;
        Parallel.For(0, 8, _ =>
        {
            for (var call = 0; call < 500; call++)
            {
                var body = new Nest { Visits = new int[8 * 16] };
                WorkerPool.For(8, 1, ref body);
                Assert.All(body.Visits, visits => Assert.Equal(1, visits));
            }
        });
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        WorkerPool.Threads = 2;
        var body = new Visit { Visits = new int[8] };
        void Call() => WorkerPool.For(8, 1, ref body);
        Call();
        Assert.Equal(0, Allocations.Of(100, Call));
    }

    [Fact]
    public void A_number_of_threads_out_of_range_is_refused()
    {
        Assert.Contains("1 to 32", Assert.Throws<ArgumentOutOfRangeException>(() => WorkerPool.Threads = 0).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkerPool.Threads = 33);
    }

    private struct Visit : IParallelBody
    {
        public int[] Visits;

        public readonly void Run(int from, int toExclusive)
        {
            for (var i = from; i < toExclusive; i++)
                Interlocked.Increment(ref Visits[i]);
        }
    }

    private struct Sum : IParallelBody
    {
        public int Total;

        public void Run(int from, int toExclusive) => Interlocked.Add(ref Total, toExclusive - from);
    }

    private struct Fail : IParallelBody
    {
        public readonly void Run(int from, int toExclusive)
        {
            for (var i = from; i < toExclusive; i++)
            {
                if (i != 0)
                    throw new InvalidOperationException($"index {i}");
            }
        }
    }

    private struct Nest : IParallelBody
    {
        public int[] Visits;

        public readonly void Run(int from, int toExclusive)
        {
            for (var i = from; i < toExclusive; i++)
            {
                var inner = new Visit { Visits = new int[16] };
                WorkerPool.For(16, 1, ref inner);
                inner.Visits.CopyTo(Visits, 16 * i);
            }
        }
    }
}
