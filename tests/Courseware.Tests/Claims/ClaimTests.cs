using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Courseware.Tests.Claims;

[Collection("environment")]
public sealed partial class ClaimTests
{
    private static readonly Provenance Real = new("HIGGS", DataKind.Real, "0123456789abcdef", 11_000, "test", "");
    private static readonly Provenance StandIn = Real with { Kind = DataKind.StandIn };

    [Fact]
    public void There_are_90_claims_each_with_its_own_id_kind_statement_and_rule()
    {
        Assert.Equal(90, Claim.All.Count);
        Assert.Equal(90, Claim.All.Select(c => c.Id).Distinct().Count());
        Assert.All(Claim.All, c => Assert.True(Id().IsMatch(c.Id) && c.Statement.Length > 0 && c.Rule.Length > 0, c.Id));
        Assert.Equal([14, 6, 7, 7, 7, 3, 14, 8, 7, 5, 3, 5, 4], Enumerable.Range(1, 13).Select(n => Claim.OfHomework($"N{n}").Count));
    }

    [Fact]
    public void Claims_stand_in_the_order_of_the_lesson() =>
        Assert.All(Enumerable.Range(1, 13), n => Assert.Equal(Enumerable.Range(1, Claim.OfHomework($"N{n}").Count).Select(i => $"N{n}.{i}"), Claim.OfHomework($"N{n}").Select(c => c.Id)));

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
    public void Held_reads_as_one_line()
    {
        double gap = -0.004;
        var result = Claim.Decide("N1.1", held: gap < 0.05, ours: $"gap {gap:F3}", data: Real, values: new { gap });
        Assert.Equal(Verdict.Held, result.Verdict);
        Assert.Equal("N1.1 held · tiny does not overfit · gap −0.004 (rule: gap < 0.05)", result.ToString());
    }

    [Fact]
    public void Not_held_needs_an_explanation()
    {
        var error = Assert.Throws<ArgumentException>(() => Claim.Decide("N1.1", held: false, ours: "gap 0.3", data: Claim.NoData));
        Assert.Contains("N1.1 is not held here (ours: gap 0.3; rule: gap < 0.05)", error.Message, StringComparison.Ordinal);
        Assert.Contains("ifNot:", error.Message, StringComparison.Ordinal);

        var result = Claim.Decide("N1.1", held: false, ours: "gap 0.3", data: Real, ifNot: "more epochs than the document's");
        Assert.Equal(Verdict.NotHeld, result.Verdict);
        Assert.EndsWith("explanation: more epochs than the document's", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_explanation_of_the_other_outcome_is_not_shown()
    {
        var result = Claim.Decide("N1.1", held: true, ours: "gap 0.01", data: Real, ifNot: "never");
        Assert.Equal("", result.Reason);
    }

    [Fact]
    public void Stand_in_data_leave_a_claim_untested_even_without_explanation()
    {
        var result = Claim.Decide("N1.1", held: false, ours: "gap 0.3", data: StandIn);
        Assert.Equal(Verdict.NotTested, result.Verdict);
        Assert.Contains("HIGGS is a stand-in", result.Reason, StringComparison.Ordinal);
        Assert.Equal(Verdict.NotTested, Claim.Undecided("N1.4", "0.001 ± 0.002", "one seed", StandIn).Verdict);
    }

    [Fact]
    public void A_rule_without_data_is_tested_on_any_machine()
    {
        var result = Claim.Decide("N2.6", held: true, ours: "0.9206", data: Claim.NoData, reported: "0.92");
        Assert.Equal(Verdict.Held, result.Verdict);
        Assert.Equal("none", Json(result).GetProperty("data").GetString());
        Assert.Equal("", Json(result).GetProperty("dataHash").GetString());
        Assert.Contains("· reported: 0.92", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Undecided_says_why()
    {
        Assert.Equal(Verdict.Undecided, Claim.Decide("N1.4", held: null, ours: "0.001", data: Real).Verdict);
        Assert.Equal("three seeds differ more", Claim.Undecided("N1.4", "0.001", "three seeds differ more", Real).Reason);
        Assert.Contains("a full run may", Claim.Decide("N1.4", held: null, ours: "0.001", data: Real).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_paired_difference_decides_a_claim_three_ways()
    {
        Verdict Of(double[] a, double[] b) => Claim.Decide("N4.3", PairedDifference.Of(a, b).Decides, ours: "…", data: Real, ifNot: "it hurts").Verdict;
        Assert.Equal(Verdict.Held, Of([0.7, 0.71, 0.72], [0.6, 0.61, 0.62]));
        Assert.Equal(Verdict.NotHeld, Of([0.6, 0.61, 0.62], [0.7, 0.71, 0.72]));
        Assert.Equal(Verdict.Undecided, Of([0.6, 0.7], [0.7, 0.6]));
        Assert.Equal(Verdict.Undecided, Of([0.7], [0.6]));
    }

    [Fact]
    public void A_mistake_shows_their_statement_our_number_and_the_cause()
    {
        var result = Claim.Decide("N4.1", held: true, ours: "a1b2c3 before and after", data: Claim.NoData, because: "the teacher's weights are constants in the student's loss");
        Assert.Equal(
            "N4.1 held (refuted) · their statement: the teacher is optimised too · our number: a1b2c3 before and after (rule: refuted: its fingerprint is the same before and after)"
            + " · the cause: the teacher's weights are constants in the student's loss", result.ToString());
        Assert.Equal("held", Json(result).GetProperty("verdict").GetString());
    }

    [Fact]
    public void A_mistake_without_a_cause_is_an_error() =>
        Assert.Contains("the cause", Assert.Throws<ArgumentException>(() => Claim.Decide("N4.1", held: true, ours: "same", data: Claim.NoData)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_bundle_holds_a_card_a_line_and_the_verdict_as_data()
    {
        double gap = 0.0125;
        float best = 0.604f;
        var bundle = Claim.Decide("N1.1", true, $"gap {gap:F4}", Real, values: new { gap, best, epochs = 60, nothing = double.NaN }).ToMimeBundle();
        Assert.Equal(["text/html", "text/plain", "application/vnd.courseware.claim+json"], bundle.Keys);
        Assert.Equal(
            """{"id":"N1.1","kind":"C","statement":"tiny does not overfit","rule":"gap < 0.05","reported":"","ours":"gap 0.0125","verdict":"held","reason":"","values":{"gap":0.0125,"best":0.604,"epochs":60,"nothing":null},"data":"real","dataHash":"0123456789abcdef","mode":"default","engine":"managed"}""",
            bundle["application/vnd.courseware.claim+json"]);
        Assert.Contains("rule: gap &lt; 0.05", bundle["text/html"], StringComparison.Ordinal);
        Assert.DoesNotContain("< 0.05", bundle["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_card_renders_code_and_stress_and_escapes_the_rest()
    {
        string html = Claim.Decide("N1.13", true, "share <0.6>", Real, because: "the `l2` argument is 0, *not* 1e-4 & 2 * 3 * 4").ToMimeBundle()["text/html"];
        Assert.Contains("<code>L1L2(0.0001)</code> sets only l1", html, StringComparison.Ordinal);
        Assert.Contains("share &lt;0.6&gt;", html, StringComparison.Ordinal);
        Assert.Contains("the <code>l2</code> argument is 0, <em>not</em> 1e-4 &amp; 2 * 3 * 4", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_claims_are_one_list_and_one_json_array()
    {
        ClaimList list = [Claim.Decide("N2.1", true, "same", Claim.NoData), Claim.Decide("N2.2", true, "same", Claim.NoData)];
        var bundle = list.ToMimeBundle();
        using var json = JsonDocument.Parse(bundle[ClaimResult.MimeType]);
        Assert.Equal(["N2.1", "N2.2"], json.RootElement.EnumerateArray().Select(e => e.GetProperty("id").GetString()));
        Assert.Equal(2, bundle["text/plain"].Split('\n').Length);
    }

    [Fact]
    public void Texts_among_the_values_are_refused() =>
        Assert.Contains("'name' is String", Assert.Throws<ArgumentException>(() => Claim.Decide("N2.1", true, "x", Claim.NoData, values: new { name = "tiny" })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_full_run_is_noted_in_the_verdict()
    {
        using var _ = new TemporaryVariable("COURSEWARE_MODE", "full");
        var result = Claim.Decide("N1.4", held: null, ours: "0.001", data: Real);
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
            var result = Claim.Decide("N1.1", true, $"gap {gap:F1}, {gap,10:N1}, {12}", Real, values: new { gap });
            Assert.Equal("gap −1234.5,   −1,234.5, 12", result.Ours);
            Assert.Contains("\"gap\":-1234.5", result.ToMimeBundle()[ClaimResult.MimeType], StringComparison.Ordinal);
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
