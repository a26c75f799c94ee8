using System.Text.Json;
using Xunit;

namespace Courseware.Tests.Claims;

/// <summary>In a course of their own: a folder with Courseware.sln and notebooks/expected.json.</summary>
[Collection("environment")]
public sealed class RecordedTests : IDisposable
{
    private static readonly Provenance s_real = new("HIGGS", DataKind.Real, "0123456789abcdef", 11_000, "test", "");
    private static readonly Provenance s_others = s_real with { Hash = "fedcba9876543210" };

    private readonly TemporaryData _higgs = new(s_real);
    private readonly string _before = Directory.GetCurrentDirectory();
    private readonly string _folder = Directory.CreateTempSubdirectory("courseware-").FullName;

    public RecordedTests()
    {
        File.WriteAllText(Path.Combine(_folder, "Courseware.sln"), "");
        Directory.CreateDirectory(Path.Combine(_folder, "notebooks"));
        File.WriteAllText(Path.Combine(_folder, "notebooks", "claims.json"), """
            [
              { "id": "N1.1", "kind": "C", "statement": "tiny does not overfit", "rule": "gap < 0.05", "data": "higgs" },
              { "id": "N1.4", "kind": "C", "statement": "L2 on large beats tiny", "rule": "3 seeds", "data": "higgs" },
              { "id": "N1.7", "kind": "C", "statement": "but still overfits", "rule": "gap > 0.05", "data": "higgs" },
              { "id": "N1.9", "kind": "C", "statement": "of other data", "rule": "gap > 0.05", "data": "nobody-loads-these" }
            ]
            """);
        Directory.SetCurrentDirectory(Path.Combine(_folder, "notebooks"));
    }

    public void Dispose()
    {
        _higgs.Dispose();
        Directory.SetCurrentDirectory(_before);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_same_bits_as_the_courses_are_said_to_be_so()
    {
        var value = Fingerprint.Of([1f, 2f]);
        Record("0123456789abcdef", "default", fingerprints: $"\"N1/tiny\": \"{value}\"");
        var check = FingerprintCheck.Of("N1/tiny", value, s_real);
        Assert.True(check.IsSame);
        Assert.Equal($"N1/tiny {value}: the same as the course's", check.ToString());
        using var json = JsonDocument.Parse(check.ToMimeBundle()[FingerprintCheck.MimeType]);
        Assert.Equal(value.Text, json.RootElement.GetProperty("expected").GetString());
    }

    [Fact]
    public void A_byte_order_mark_before_the_record_does_no_harm_and_a_claim_that_stands_twice_is_told()
    {
        var path = Path.Combine(_folder, "notebooks", "marked.json");
        var text = """{ "records": [ { "dataHash": "h", "mode": "default", "engine": "managed", "claims": { "N1.1": { "verdict": "held", "ours": "" } } } ] }""";
        File.WriteAllText(path, text, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal("held", Assert.Single(Recorded.Read(path)).Claims["N1.1"].Verdict);
        File.WriteAllText(path,
            text.Replace("\"claims\": {", "\"claims\": { \"N1.1\": { \"verdict\": \"not held\", \"ours\": \"\" },",
                StringComparison.Ordinal));
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => Recorded.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_bits_come_with_what_to_do()
    {
        Record("0123456789abcdef", "default", fingerprints: "\"N1/tiny\": \"aaaaaaaaaaaa\"");
        var check = FingerprintCheck.Of("N1/tiny", Fingerprint.Of([1f]), s_real);
        Assert.False(check.IsSame);
        Assert.Contains("different from the course's (aaaaaaaaaaaa)", check.ToString(), StringComparison.Ordinal);
        Assert.Contains("run all cells again", check.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_recorded_for_these_data_this_mode_or_at_all_is_said()
    {
        Assert.Contains("no recorded value", FingerprintCheck.Of("N1/tiny", Fingerprint.Of([1f]), s_real)
            .ToString(), StringComparison.Ordinal);
        Record("0123456789abcdef", "full", fingerprints: "\"N1/tiny\": \"aaaaaaaaaaaa\"");
        var check = FingerprintCheck.Of("N1/tiny", Fingerprint.Of([1f]), s_real);
        Assert.Null(check.IsSame);
        Assert.Contains("no recorded value for these data, the default mode and the managed engine", check.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("\"expected\":null", check.ToMimeBundle()[FingerprintCheck.MimeType], StringComparison.Ordinal);
    }

    [Fact]
    public void An_engine_that_does_not_promise_its_bits_has_no_fingerprint_to_agree_with_and_says_so()
    {
        Record("0123456789abcdef", "default", fingerprints: "\"N1/tiny\": \"aaaaaaaaaaaa\"", engine: "drifting");
        var before = Engine.Default;
        Engine.Use(new Drifting());
        try
        {
            var value = Fingerprint.Of([1f]);
            var check = FingerprintCheck.Of("N1/tiny", value, s_real);
            Assert.Null(check.IsSame);
            Assert.Equal($"N1/tiny {value}: not compared, as the drifting engine's bits depend on the machine and its number of threads",
                check.ToString());
            using var json = JsonDocument.Parse(check.ToMimeBundle()[FingerprintCheck.MimeType]);
            Assert.False(json.RootElement.GetProperty("sameBits").GetBoolean());
        }
        finally
        {
            Engine.Use(before);
        }
        Assert.DoesNotContain("sameBits", FingerprintCheck.Of("N1/tiny", Fingerprint.Of([1f]), s_real)
            .ToMimeBundle()[FingerprintCheck.MimeType], StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_no_rule_depends_on_are_recorded_under_none()
    {
        Record("none", "default", fingerprints: "\"N2/adam\": \"aaaaaaaaaaaa\"");
        Assert.Equal("aaaaaaaaaaaa", Recorded.Fingerprint("N2/adam", Claim.NoData));
    }

    [Fact]
    public void A_change_of_the_file_is_seen()
    {
        Record("none", "default", fingerprints: "\"a\": \"1\"");
        Assert.Equal("1", Recorded.Fingerprint("a", Claim.NoData));
        string path = Record("none", "default", fingerprints: "\"a\": \"2\"");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(5));
        Assert.Equal("2", Recorded.Fingerprint("a", Claim.NoData));
    }

    [Fact]
    public void The_full_runs_verdict_stands_beside_the_defaults()
    {
        Record("0123456789abcdef", "full", claims: """ "N1.4": { "verdict": "held", "ours": "−0.016 ± 0.002" } """);
        var result = Claim.Decide("N1.4", held: null, "−0.016 (one seed)");
        Assert.EndsWith("recorded full run: held, −0.016 ± 0.002", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_who_changed_something_gets_the_verdict_and_no_error()
    {
        Record("0123456789abcdef", "default", claims: """ "N1.1": { "verdict": "held", "ours": "gap −0.004" } """);
        var result = Claim.Decide("N1.1", held: false, "gap 0.3");
        Assert.Equal(Verdict.NotHeld, result.Verdict);
        Assert.Contains("in the course's own run on these data it is held (gap −0.004), so something was changed here", result.Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Other_rows_than_the_courses_give_the_verdict_and_no_error()
    {
        Record("0123456789abcdef", "default", claims: """ "N1.1": { "verdict": "held", "ours": "gap −0.004" } """);
        using (new TemporaryData(s_others))
            Assert.Contains("other rows than the course's", Claim.Decide("N1.1", held: false, "gap 0.3").Reason, StringComparison.Ordinal);
        // The course's own rows: the author has to explain.
        Assert.Throws<ArgumentException>(() => Claim.Decide("N1.7", held: false, "gap 0.01"));
    }

    [Fact]
    public void A_claim_about_data_that_were_not_loaded_says_so()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Claim.Decide("N1.9", true, "47 %"));
        Assert.Contains("'nobody-loads-these', which was not loaded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_file_is_named()
    {
        File.WriteAllText(Path.Combine(_folder, "notebooks", "expected.json"), "{ \"records\": 3 }");
        Assert.Contains("expected.json is not the file of recorded verdicts",
            Assert.Throws<InvalidDataException>(() => Recorded.Fingerprint("a", Claim.NoData)).Message, StringComparison.Ordinal);
    }

    private string Record(string hash, string mode, string claims = "", string fingerprints = "", string engine = "managed")
    {
        string path = Path.Combine(_folder, "notebooks", "expected.json");
        File.WriteAllText(path, $$"""{ "records": [ { "notebook": "test", "dataHash": "{{hash}}", "mode": "{{mode}}", "engine": "{{engine}}", "claims": { {{claims}} }, "fingerprints": { {{fingerprints}} } } ] }""");
        return path;
    }

    private sealed class Drifting : ITrainingEngine
    {
        public string Name => "drifting";

        public string? Cannot(TrainingPlan plan) => null;

        public ITrainingSession Start(TrainingPlan plan) => throw new NotSupportedException();
    }
}
