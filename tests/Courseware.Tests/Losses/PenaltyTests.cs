using Courseware.Tests.Tensors;
using Xunit;

namespace Courseware.Tests.Losses;

/// <summary>What every penalty must do, fed by one table.</summary>
public sealed class PenaltyTests
{
    private static readonly Dictionary<string, (Penalty Penalty, Func<double, double> OfWeight)> s_cases = new()
    {
        ["L1"] = (new L1(0.3), w => 0.3 * Math.Abs(w)),
        ["L2"] = (new L2(0.7), w => 0.7 * w * w),
        ["L1L2"] = (new L1L2(0.3, 0.7), w => 0.3 * Math.Abs(w) + 0.7 * w * w),
        ["L1L2 of one number"] = (new L1L2(0.3), w => 0.3 * Math.Abs(w)),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Fact]
    public void Every_penalty_of_the_library_is_in_the_table()
    {
        var tested = s_cases.Values.Select(c => c.Penalty.GetType()).ToHashSet();
        Assert.Empty(typeof(Penalty).Assembly.GetExportedTypes()
            .Where(t => t.IsSubclassOf(typeof(Penalty)) && !t.IsAbstract && !tested.Contains(t)).Select(t => t.Name));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_penalty_is_the_sum_over_the_weights(string name)
    {
        var w = Samples.Normal([5, 7], 1);
        Assert.Equal(w.ToDoubles().Sum(s_cases[name].OfWeight), s_cases[name].Penalty.Of(w).Item(), 1e-12);
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_equal_finite_differences(string name)
    {
        var w = Samples.Normal([5, 7], 1, requiresGrad: true);
        GradientCheck.Check(() => s_cases[name].Penalty.Of(w), w);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_weight_of_zero_is_not_pushed(string name)
    {
        var w = Tensor.Parameter("w", [0, 0], 2);
        s_cases[name].Penalty.Of(w).Backward();
        Assert.Equal([0, 0], w.Grad!.ToDoubles());
    }
}
