namespace Courseware.Benchmarks;

/// <summary>One numbered case: measures and writes its JSON line or lines.</summary>
internal sealed record BenchmarkCase(int Number, Action<int> Run)
{
    public static IReadOnlyList<BenchmarkCase> All { get; } =
    [
        new(10, MatMulShapes.Run),
    ];
}
