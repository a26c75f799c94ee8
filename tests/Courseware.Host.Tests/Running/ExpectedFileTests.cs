using System.Text.Json.Nodes;
using Courseware.Host.Notebooks;
using Courseware.Host.Pages;
using Courseware.Host.Running;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Host.Tests.Running;

public sealed class ExpectedFileTests
{
    [Fact]
    public void A_recorded_run_shows_no_difference_after_a_round_trip()
    {
        using var folder = new TemporaryFolder();
        var facts = Facts([Claim("N1.1"), Claim("N1.10", ClaimVerdict.NotHeld), Claim("N1.2")],
            [new FingerprintRecord("N1/tiny", "a1", "real", "h1", "default", "managed")]);
        var written = new ExpectedFile();
        written.Record("01", facts);
        var path = folder.Write("expected.json", written.ToJson());
        var read = ExpectedFile.Load(path);
        Assert.Empty(read.Compare("01", facts, complete: true));
        Assert.Equal(written.ToJson(), read.ToJson());
        Assert.Equal(["N1.1", "N1.2", "N1.10"], read.Claims.Select(claim => claim.Id));
    }

    [Fact]
    public void Another_verdict_is_a_difference_that_names_notebook_claim_recorded_and_found()
    {
        var expected = Recorded(Claim("N1.1"));
        var difference = Assert.Single(expected.Compare("01", Facts([Claim("N1.1", ClaimVerdict.NotHeld)]), complete: true));
        Assert.Equal(new Difference("01", "N1.1", "held", "not held", "because", IsVerdict: true), difference);
    }

    [Fact]
    public void A_claim_that_a_complete_run_no_longer_shows_is_a_difference()
    {
        var expected = Recorded(Claim("N1.1"), Claim("N1.2"));
        var shown = Facts([Claim("N1.1")]);
        Assert.Equal("N1.2", Assert.Single(expected.Compare("01", shown, complete: true)).What);
        Assert.Empty(expected.Compare("01", shown, complete: false));
    }

    [Fact]
    public void Other_data_another_mode_and_another_engine_are_not_compared()
    {
        var expected = Recorded(Claim("N1.1"));
        var found = Claim("N1.1", ClaimVerdict.NotHeld);
        Assert.Empty(
            expected.Compare("01", Facts([found with { DataHash = "h2" }, found with { Mode = "full" }, found with { Engine = "torch" }]),
                complete: true));
    }

    [Fact]
    public void Stand_in_runs_are_neither_compared_nor_recorded_but_claims_without_data_are()
    {
        var expected = new ExpectedFile();
        expected.Record("01", Facts(
            [Claim("N1.1", ClaimVerdict.NotTested) with { Data = "stand-in" }, Claim("N1.2") with { Data = "none", DataHash = "" }],
            [new FingerprintRecord("N1/tiny", "a1", "stand-in", "s", "default", "managed")]));
        Assert.Equal(["N1.2"], expected.Claims.Select(claim => claim.Id));
        Assert.DoesNotContain("N1/tiny", expected.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_bits_are_a_difference_but_not_one_of_verdict()
    {
        var print = new FingerprintRecord("N1/tiny", "a1", "real", "h1", "default", "managed");
        var expected = new ExpectedFile();
        expected.Record("01", Facts([], [print]));
        var difference = Assert.Single(expected.Compare("01", Facts([], [print with { Value = "b2" }]), complete: true));
        Assert.False(difference.IsVerdict);
        Assert.Equal(("a1", "b2"), (difference.Recorded, difference.Found));
    }

    [Fact]
    public void Of_an_engine_whose_bits_depend_on_the_machine_only_verdicts_are_recorded_and_compared()
    {
        var managed = Facts([Claim("N1.1")], [Print]);
        var claim = Claim("N1.1") with { Engine = "torchsharp" };
        var print = Print with { Engine = "torchsharp", Value = "b2", SameBits = false };
        var expected = new ExpectedFile();
        expected.Record("01", managed);
        var before = expected.ToJson();
        expected.Record("01", Facts([claim], [print]));

        Assert.DoesNotContain("b2", expected.ToJson(), StringComparison.Ordinal);
        Assert.StartsWith(before[..before.LastIndexOf('}', before.LastIndexOf(']'))], expected.ToJson(), StringComparison.Ordinal);
        Assert.Empty(expected.Compare("01", managed, complete: true));
        // The figures may differ from machine to machine, the verdict may not.
        Assert.Empty(
            expected.Compare("01",
                Facts([claim with { Ours = "0.92", Values = [KeyValuePair.Create("gap", "0.26")] }], [print with { Value = "c3" }]),
                complete: true));
        var difference = Assert.Single(expected.Compare("01", Facts([claim with { Verdict = ClaimVerdict.Undecided }]), complete: true));
        Assert.Equal(new Difference("01", "N1.1", "held", "undecided", "because", IsVerdict: true), difference);
    }

    [Fact]
    public void What_a_notebook_displays_says_whether_its_bits_are_promised()
    {
        var log = new OutputLog(cells: 1);
        foreach (var json in new[] { """{"key":"a","value":"a1","engine":"torchsharp","sameBits":false}""",
            """{"key":"b","value":"b2","engine":"managed"}""" })
        {
            log.Add(0, new DisplayOutput(new Dictionary<string, string> { [MimeTypes.Fingerprint] = json }, null, false));
        }

        Assert.Equal([("a", false), ("b", true)], NotebookFacts.From(log, "default").Fingerprints
            .Select(print => (print.Key, print.SameBits)));
    }

    [Fact]
    public void A_broken_file_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("expected.json", "[1]");
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => ExpectedFile.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_readmes_table_has_a_row_per_claim_in_order_and_keeps_what_is_around_it()
    {
        var expected = Recorded(Claim("N1.10"), Claim("N1.2"), Claim("N1.2", ClaimVerdict.NotHeld) with { Mode = "full", Ours = "0.8" });
        ListedClaim[] claims =
        [
            new("N1.2", false, "it | holds", "A, question 1", "0.9", []), new("N1.10", true, "it errs", "", "", []),
            new("N13.1", false, "not run yet", "", "", []),
        ];
        var readme = ReadmeTable.Rewrite($"before\n{ReadmeTable.Begin}\noutdated row\n{ReadmeTable.End}\nafter\n", claims, expected)!;
        Assert.StartsWith($"before\n{ReadmeTable.Begin}\n| claim |", readme, StringComparison.Ordinal);
        Assert.EndsWith($"{ReadmeTable.End}\nafter\n", readme, StringComparison.Ordinal);
        Assert.DoesNotContain("outdated row", readme, StringComparison.Ordinal);
        Assert.Equal(
            [
                "| N1.2 | it \\| holds | A, question 1 | 0.9 | 0.91 | held | 0.8 | not held |",
                "| N1.10 | it errs | – | – | 0.91 | refuted | – | – |",
                "| N13.1 | not run yet | – | – | – | – | – | – |",
            ],
            readme.Split('\n').Where(line => line.StartsWith("| N", StringComparison.Ordinal)));
        Assert.Null(ReadmeTable.Rewrite("no markers", claims, expected));

        // Another engine's verdicts are recorded, but the table is the course's own engine's.
        expected.Record("01",
            Facts([Claim("N1.2", ClaimVerdict.Undecided) with { Engine = "another" }, Claim("N1.3") with { Engine = "torchsharp" }]));
        Assert.Equal(readme, ReadmeTable.Rewrite(readme, claims, expected));
    }

    [Fact]
    public void The_courses_own_readme_shows_what_is_recorded_and_no_engine_has_fingerprints_that_it_does_not_promise()
    {
        var course = new CourseFolder(Repository.Root);
        var expected = ExpectedFile.Load(course.Expected);
        var readme = File.ReadAllText(course.Readme);
        Assert.Equal(readme, ReadmeTable.Rewrite(readme, ListedClaim.Read(course.Claims)!, expected));
        Assert.Equal(File.ReadAllText(course.Expected), expected.ToJson());
        foreach (var record in JsonNode.Parse(expected.ToJson())!["records"]!.AsArray()
            .Where(record => record!["engine"]!.ToString() != "managed"))
        {
            Assert.Empty(record!["fingerprints"]!.AsObject());
        }
    }

    private static FingerprintRecord Print => new("N1/tiny", "a1", "real", "h1", "default", "managed");

    private static ExpectedFile Recorded(params ClaimRecord[] claims)
    {
        var expected = new ExpectedFile();
        expected.Record("01", Facts(claims));
        return expected;
    }

    private static NotebookFacts Facts(ClaimRecord[] claims, FingerprintRecord[]? prints = null) => new(claims, [], prints ?? []);

    private static ClaimRecord Claim(string id, ClaimVerdict verdict = ClaimVerdict.Held) =>
        new(id, "C", "it | holds", "rule", "0.9", "0.91", verdict, "because", [KeyValuePair.Create("gap", "0.25")], "real", "h1", "default",
            "managed");
}
