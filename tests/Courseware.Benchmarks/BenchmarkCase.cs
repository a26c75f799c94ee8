namespace Courseware.Benchmarks;

/// <summary>One numbered case: measures and writes its JSON line or lines.</summary>
internal sealed record BenchmarkCase(int Number, Action<int> Run)
{
    public static IReadOnlyList<BenchmarkCase> All { get; } =
    [
        new(1, TrainingSteps.Reuters),
        new(2, TrainingSteps.Fashion),
        new(3, TrainingSteps.FashionDeep),
        new(4, TrainingSteps.Higgs),
        new(5, TrainingSteps.HiggsTiny),
        new(6, TrainingSteps.Cnn),
        new(7, TrainingSteps.HandCalculation),
        new(8, TrainingSteps.FourClasses),
        new(9, AugmentedImages.Run),
        new(10, MatMulShapes.Run),
        new(11, TrainingSteps.ReutersAsItIs),
        new(12, SideBySide.Run),
    ];
}
