using Xunit;
using Xunit.Sdk;

namespace Courseware.Tests.Golden;

/// <summary>The reader and its tolerance: a golden test that cannot fail proves nothing.</summary>
public sealed class GoldenFileGoldenTests
{
    public GoldenFileGoldenTests() => Assert.SkipWhen(GoldenFile.IsOtherFolder, "These tests know the repository's own values.");

    private static GoldenCase Mse => GoldenFile.Open("a_losses/mse.json")["mse_mean"];

    [Fact]
    public void A_case_gives_inputs_hyper_parameters_and_expected_values()
    {
        Assert.Equal([4, 3], Mse.Input("input").Shape);
        Assert.Equal("mean", Mse.Text("reduction"));
        Assert.Equal(1000.5f, Mse.Input("input").Floats[1]);
        Assert.Equal(0.000435, Mse.Deviation("value"));
        Assert.Equal(["value", "grad_input"], Mse.Outputs);
    }

    [Fact]
    public void Shared_inputs_and_nested_parts_are_found()
    {
        var adam = GoldenFile.Open("c_optimizers/adam.json")["adam_torch"];
        Assert.Equal(["p0", "p1", "p2"], adam.InputGroup("initial_params").Keys);
        Assert.Equal(12, adam.InputGroups("grads").Count);
        Assert.Equal(adam.ExpectedGroups("params_after_step")[3]["p0"].Data, adam.Expected("params_after_step/3/p0").Data);
        Assert.True(adam.Deviation("params_after_step/3/p0") > 0);
        Assert.Equal([20, 5], GoldenFile.Open("e_trajectories/distillation.json")["distill_adam_alpha0.1_T3"].Input("x").Shape);
        Assert.Equal([2], GoldenFile.Open("g_knn/grid.json")["k15"].Input("train_x").Shape[1..]);
    }

    [Fact]
    public void A_value_within_the_tolerance_passes_and_one_outside_fails_with_case_index_and_numbers()
    {
        double[] right = Mse.Expected("grad_input").Data;
        float[] actual = Array.ConvertAll(right, x => (float)x);
        Mse.AssertFloat("grad_input", actual, [4, 3]);
        actual[4] += 1e-3f;
        var failure = Assert.Throws<FailException>(() => Mse.AssertFloat("grad_input", actual));
        Assert.Contains("a_losses/mse.json: mse_mean: grad_input: 1 of 12 elements differ; the worst at [1, 1]", failure.Message,
            StringComparison.Ordinal);
        right[2] *= 1 + 3e-10;
        Assert.Throws<FailException>(() => Mse.AssertDouble("grad_input", right));
        actual[4] = float.NaN;
        Assert.Throws<FailException>(() => Mse.AssertFloat("grad_input", actual));
        Assert.ThrowsAny<XunitException>(() => Mse.AssertFloat("value", [1f, 2f]));
        Assert.ThrowsAny<XunitException>(() => Mse.AssertFloat("grad_input", actual, [3, 4]));
    }

    [Fact]
    public void An_output_that_no_line_compares_is_reported()
    {
        var copy = Assert.Single(new GoldenCasesAttribute("a_losses/mse.json") { Cases = "mae_mean" }.Select());
        copy.NotCompared("value");
        var failure = Assert.ThrowsAny<XunitException>(copy.AssertAllOutputsCompared);
        Assert.Contains("grad_input", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Infinity_and_minus_zero_survive_the_reading()
    {
        Assert.Equal(double.PositiveInfinity, GoldenFile.Open("f_metrics/roc_auc.json")["no_ties"].Expected("thresholds_all_points")[0]);
        Assert.Contains(GoldenFile.Open("f_metrics/top_k.json")["ties"].Input("scores").Data, x => x == 0 && double.IsNegative(x));
    }

    [Fact]
    public void A_missing_part_is_named_with_what_is_there()
    {
        Assert.Contains("it has input, target", Assert.Throws<KeyNotFoundException>(() => Mse.Input("inputt")).Message,
            StringComparison.Ordinal);
        Assert.Contains("it has reduction", Assert.Throws<KeyNotFoundException>(() => Mse.Number("delta")).Message,
            StringComparison.Ordinal);
        Assert.Contains("mse_sum", Assert.Throws<KeyNotFoundException>(() => GoldenFile.Open("a_losses/mse.json")["nothing"]).Message,
            StringComparison.Ordinal);
    }
}
