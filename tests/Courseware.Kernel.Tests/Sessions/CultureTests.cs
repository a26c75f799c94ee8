using System.Globalization;
using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

/// <summary>A cell uses any culture; what the session itself writes looks the same in all of them.</summary>
public sealed class CultureTests : IDisposable
{
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("de-DE", "1.234,50")]
    [InlineData("fa-IR", "1٬234٫50")]
    [InlineData("en-IN", "1,234.50")]
    [InlineData("", "1,234.50")]
    public async Task A_cell_writes_numbers_as_a_culture_has_them(string culture, string number)
    {
        if (CultureInfo.GetCultureInfo("de-DE").NumberFormat.NumberDecimalSeparator != ",")
            Assert.Skip("This system has no ICU: cultures can be named, and look like the invariant one.");
        var outcome = await _session.RunAsync($"1234.5.ToString(\"N2\", new System.Globalization.CultureInfo(\"{culture}\"))");
        Assert.Equal(number, outcome.Status == CellStatus.Succeeded ? outcome.Value : outcome.Trace);
    }

    [Fact]
    public async Task A_culture_that_a_cell_makes_its_own_changes_its_numbers_and_nothing_that_the_session_writes()
    {
        const string culture = "System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo(\"fa-IR\");\n";
        string[] cells =
        [
            "new[] { (-1234567.5, -3), (0.25, 4) }", "-0.5f", "new Dictionary<string, double> { [\"a\"] = -1.5 }",
                "new { A = -2.5m, B = DateTime.UnixEpoch }", "new double[,] { { -1.5, 1e-30 } }",
            "Enumerable.Range(-30, 60)", "new byte[40]", "var x = 1;\nvar y = x + foo;", "int F(int a) => a / 0.GetHashCode();\n\nF(1)",
                "throw new Exception(\"e\")",
        ];
        foreach (var cell in cells)
            Assert.Equal(Said(await _session.RunAsync("\n" + cell)), Said(await _session.RunAsync(culture + cell)));
        Assert.Equal(CultureInfo.GetCultureInfo("fa-IR").NumberFormat.NumberDecimalSeparator,
            (await _session.RunAsync(culture + "$\"{0.5:0.0}\"[1..2]")).Value);
    }

    private static string Said(SessionHarness.Outcome outcome) => System.Text.RegularExpressions.Regex.Replace(
        string.Join('\n', outcome.Outputs.Select(output => output switch
        {
            ResultOutput result => string.Join('\n', result.Bundle),
            ErrorOutput error => string.Join('\n', error.Trace),
            _ => output.ToString(),
        })), @"cell \d+", "cell");
}
