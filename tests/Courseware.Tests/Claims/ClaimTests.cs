using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Courseware.Tests.Claims;

[Collection("environment")]
public sealed partial class ClaimTests : IDisposable
{
    private static readonly Provenance s_real = new("HIGGS", DataKind.Real, "0123456789abcdef", 11_000, "test", "");
    private static readonly Provenance s_standIn = s_real with { Kind = DataKind.StandIn };
    private readonly TemporaryData _higgs = new(s_real);

    public void Dispose() => _higgs.Dispose();

    [Fact]
    public void There_are_92_claims_each_with_its_own_id_kind_statement_and_rule()
    {
        Assert.Equal(92, Claim.All.Count);
        Assert.Equal(92, Claim.All.Select(c => c.Id).Distinct().Count());
        Assert.All(Claim.All, c => Assert.True(Id().IsMatch(c.Id) && c.Statement.Length > 0 && c.Rule.Length > 0, c.Id));
        Assert.Equal([14, 7, 8, 7, 7, 3, 14, 8, 7, 5, 3, 5, 4], Enumerable.Range(1, 13).Select(n => Claim.OfHomework($"N{n}").Count));
    }

    [Fact]
    public void Claims_stand_in_the_order_of_the_lesson() =>
        Assert.All(Enumerable.Range(1, 13), n =>
            Assert.Equal(Enumerable.Range(1, Claim.OfHomework($"N{n}").Count).Select(i => $"N{n}.{i}"), Claim.OfHomework($"N{n}")
                .Select(c => c.Id)));

    [Fact]
    public void A_claim_is_found_by_its_id()
    {
        var claim = Claim.Of("N9.3");
        Assert.Equal(ClaimKind.Statement, claim.Kind);
        Assert.Equal("RMSprop ≈ Adam, ahead of SGD and Adagrad", claim.Statement);
        Assert.Equal("|difference| < 0.005; both above the others at the same step", claim.Rule);
    }

    [Fact]
    public void An_unknown_id_names_those_of_the_homework() =>
        Assert.Contains("N2.1, N2.2", Assert.Throws<ArgumentException>(() => Claim.Of("N2.9")).Message, StringComparison.Ordinal);

    [Fact]
    public void Held_reads_as_one_line_with_the_text_of_the_file()
    {
        double gap = -0.004;
        var result = Claim.Decide("N1.1", gap < 0.05, $"gap {gap:F3}");
        Assert.Equal(Verdict.Held, result.Verdict);
        Assert.StartsWith("N1.1 held · ", result.ToString(), StringComparison.Ordinal);
        Assert.Contains(" · gap −0.004 (rule: gap < 0.05) · because: ", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_fill_the_text_by_name()
    {
        var figures = new ClaimFigures("N1.2", new { tiny = -0.0187, epochs = 600, gain = PairedDifference.Of([2, 3], [1, 2]) }, "");
        Assert.Equal("gap −0.019 after 600 epochs, +1.0000 ± 0.0000 (2 seeds)",
            figures.Fill("gap {tiny:F3} after {epochs} epochs, {gain}"));
        Assert.Equal(["tiny", "epochs", "gain"], figures.Numbers.Keys);
        Assert.Null(figures.Fill(null));
    }

    [Theory]
    [InlineData("gap", "gap")]
    [InlineData("Gap(tiny)", "value")]
    [InlineData("history.Last.Gap", "Gap")]
    public void One_figure_is_named_by_its_expression(string expression, string name)
        => Assert.Equal([name], new ClaimFigures("N1.1", 0.5, expression).Numbers.Keys);

    [Fact]
    public void A_text_that_names_a_missing_figure_is_an_error_that_lists_those_there()
    {
        var error = Assert.Throws<ArgumentException>(() => new ClaimFigures("N1.1", new { gap = 0.1 }, "").Fill("after {epochs} epochs"));
        Assert.Contains("name the figure 'epochs', and the cell gives gap", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Not_held_is_explained_by_the_file()
    {
        var result = Claim.Decide("N1.2", false, "gap 0.3");
        Assert.Equal(Verdict.NotHeld, result.Verdict);
        Assert.Contains("explanation: one of the three", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Stand_in_data_leave_a_claim_untested_even_without_explanation()
    {
        using var standIn = new TemporaryData(s_standIn);
        var result = Claim.Decide("N1.1", held: false, "gap 0.3");
        Assert.Equal(Verdict.NotTested, result.Verdict);
        Assert.Contains("HIGGS is a stand-in", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_without_data_is_tested_on_any_machine()
    {
        var result = Claim.Decide("N2.6", held: true, "0.9206");
        Assert.Equal(Verdict.Held, result.Verdict);
        Assert.Equal("none", Json(result).GetProperty("data").GetString());
        Assert.Equal("", Json(result).GetProperty("dataHash").GetString());
        Assert.Contains("· reported: 0.92", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Undecided_says_why()
    {
        Assert.Equal(Verdict.Undecided, Claim.Decide("N1.4", held: null, "0.001").Verdict);
        Assert.Contains("a full run may", Claim.Decide("N1.4", held: null, "0.001").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_paired_difference_decides_a_claim_three_ways()
    {
        Verdict Of(double[] a, double[] b) => Claim.Decide("N1.4", PairedDifference.Of(a, b).Decides, "…").Verdict;
        Assert.Equal(Verdict.Held, Of([0.7, 0.71, 0.72], [0.6, 0.61, 0.62]));
        Assert.Equal(Verdict.NotHeld, Of([0.6, 0.61, 0.62], [0.7, 0.71, 0.72]));
        Assert.Equal(Verdict.Undecided, Of([0.6, 0.7], [0.7, 0.6]));
        Assert.Equal(Verdict.Undecided, Of([0.7], [0.6]));
    }

    [Fact]
    public void A_mistake_reads_their_sentence_refuted_with_our_number_and_the_cause()
    {
        var result = Claim.Decide("N4.1", held: true, "a1b2c3 before and after");
        Assert.StartsWith("N4.1 refuted · their sentence: ", result.ToString(), StringComparison.Ordinal);
        Assert.Contains(" · our number: a1b2c3 before and after (rule: ", result.ToString(), StringComparison.Ordinal);
        Assert.Contains(" · the cause: distillation trains the student alone", result.ToString(), StringComparison.Ordinal);
        Assert.Equal("held", Json(result).GetProperty("verdict").GetString());
    }

    [Theory]
    [InlineData(true, "✗ refuted")]
    [InlineData(false, "✓ confirmed")]
    [InlineData(null, "? open")]
    public void A_mistakes_card_says_what_came_of_their_sentence_and_never_held(bool? held, string finding)
    {
        Datasets.BreastCancer();
        var html = Claim.Decide("N5.5", held, new { gapSmallest = 0.3, gapLargest = 0.1 }).ToMimeBundle()["text/html"];
        Assert.Contains(finding, html, StringComparison.Ordinal);
        Assert.Contains("lang=\"fa\"", html, StringComparison.Ordinal);
        Assert.Contains("(B, question 2b)", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_verdict_as_data_carries_the_sentence_its_words_and_its_source()
    {
        Datasets.BreastCancer();
        var json = Json(Claim.Decide("N5.5", true, "gap 0.3"));
        Assert.Equal("A larger coefficient makes overfitting likelier.", json.GetProperty("sentence").GetString());
        Assert.StartsWith("با زیاد کردن", json.GetProperty("words").GetString(), StringComparison.Ordinal);
        Assert.Equal("B, question 2b", json.GetProperty("source").GetString());
    }

    [Fact]
    public void A_difference_within_two_standard_errors_is_said_to_be_possible_chance()
    {
        var (open, clear) = (PairedDifference.Of([0.6, 0.7], [0.7, 0.6]), PairedDifference.Of([0.7, 0.71, 0.72], [0.6, 0.61, 0.62]));
        Assert.Equal("", new ClaimFigures("N1.1", new { clear }, "").Unresolved);
        Assert.Equal("The difference `open` is within two standard errors, so it may be chance.",
            new ClaimFigures("N1.1", new { open, clear }, "").Unresolved);
        var result = Claim.Decide("N1.4", open.Decides, new { on = "here", overTiny = open });
        Assert.Contains("The difference `overTiny` is within two standard errors", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("The difference <code dir=\"ltr\">overTiny</code> is within", result.ToMimeBundle()["text/html"],
            StringComparison.Ordinal);
        Assert.StartsWith("The difference `overTiny`", Json(result).GetProperty("unresolved").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_bundle_holds_a_card_a_line_and_the_verdict_as_data()
    {
        double gap = 0.0125;
        float best = 0.604f;
        var bundle = Claim.Decide("N1.1", true, new { gap, best, epochs = 60, nothing = double.NaN }).ToMimeBundle();
        Assert.Equal(["text/html", "text/plain", "application/vnd.courseware.claim+json"], bundle.Keys);
        Assert.Contains(
            """
            "verdict":"held","reason":"481 parameters are too few to remember 10,000 rows","values":{"gap":0.0125,"best":0.604,"epochs":60,"nothing":null},"data":"real","dataHash":"0123456789abcdef","mode":"default","engine":"managed"}
            """,
            bundle["application/vnd.courseware.claim+json"], StringComparison.Ordinal);
        Assert.Contains("rule: gap &lt; 0.05", bundle["text/html"], StringComparison.Ordinal);
        Assert.DoesNotContain("< 0.05", bundle["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_card_renders_code_and_escapes_the_rest()
    {
        string html = Claim.Decide("N1.13", true, "share <0.6>").ToMimeBundle()["text/html"];
        Assert.Contains("<code dir=\"ltr\">", html, StringComparison.Ordinal);
        Assert.Contains("share &lt;0.6&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_claims_are_one_list_and_one_json_array()
    {
        var list = Claim.List(Claim.Decide("N2.1", true, "same"), Claim.Decide("N2.2", true, "same"));
        var bundle = list.ToMimeBundle();
        using var json = JsonDocument.Parse(bundle[ClaimResult.MimeType]);
        Assert.Equal(["N2.1", "N2.2"], json.RootElement.EnumerateArray().Select(e => e.GetProperty("id").GetString()));
        Assert.Equal(2, bundle["text/plain"].Split('\n').Length);
    }

    [Fact]
    public void Every_mistake_of_a_finished_notebook_has_its_cause()
        => Assert.All(Claim.All.Where(c => c.Kind == ClaimKind.Mistake && c.Texts.Ours is not null), c =>
            Assert.False(string.IsNullOrEmpty(c.Texts.Because), c.Id));

    [Fact]
    public void A_file_that_is_no_list_of_claims_is_named_with_what_is_wrong()
    {
        var path = Path.Combine(Path.GetTempPath(), $"claims-{Environment.ProcessId}.json");
        File.WriteAllText(path, """[{"id":"N1.1","kind":"X","statement":"s","rule":"r"}]""");
        var error = Assert.Throws<InvalidDataException>(() => ClaimFile.Read(path));
        Assert.Contains("R, C, M or O; found 'X'", error.Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public void A_full_run_is_noted_in_the_verdict()
    {
        using var _ = new TemporaryVariable("COURSEWARE_MODE", "full");
        var result = Claim.Decide("N1.4", held: null, "0.001");
        Assert.Equal("full", Json(result).GetProperty("mode").GetString());
        Assert.Equal("the spread over seeds is larger than the effect", result.Reason);
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NumberDecimalSeparator = "٫";
            other.NumberFormat.NegativeSign = "minus ";
            CultureInfo.CurrentCulture = other;
            double gap = -1234.5;
            var result = Claim.Decide("N1.1", true, $"gap {gap:F1}, {gap,10:N1}, {12}");
            Assert.Equal("gap −1234.5,   −1,234.5, 12", result.Ours);
            Assert.Equal("gap = −1234", new ClaimFigures("N1.1", gap, "gap").ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static JsonElement Json(ClaimResult result) => JsonDocument.Parse(result.ToMimeBundle()[ClaimResult.MimeType]).RootElement;

    [GeneratedRegex(@"^N([1-9]|1[0-3])\.[1-9][0-9]?$")]
    private static partial Regex Id();
}
