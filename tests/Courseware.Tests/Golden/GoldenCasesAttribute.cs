using System.IO.Enumeration;
using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Courseware.Tests.Golden;

/// <summary>
/// Theory data, one row a case: <c>[Theory, GoldenCases("a_losses/mse.json")] public void X(GoldenCase c)</c>. It is also the claim that
/// <see cref="GoldenCoverageTests"/> collects: each file and case of the folder must be some test's data.
/// </summary>
/// <param name="file">A file, or a pattern: "b_activations/*.json".</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class GoldenCasesAttribute(string file) : DataAttribute
{
    public string File { get; } = file;

    /// <summary>Pattern of the cases' names, or several divided by '|'; all by default.</summary>
    public string Cases { get; set; } = "*";

    /// <summary>Patterns of names to leave out, divided by '|' (another test has them; the coverage test sees to that).</summary>
    public string Except { get; set; } = "";

    public IReadOnlyList<GoldenCase> Select() =>
        [.. GoldenFile.AllNames.Where(name => Matches(File, name)).SelectMany(name => GoldenFile.Open(name).Cases)
            .Where(c => Matches(Cases, c.Name) && !Matches(Except, c.Name)
                && !c.Name.StartsWith(GoldenFile.DoNotMatch, StringComparison.Ordinal))];

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var rows = Select().Select(ITheoryDataRow (c) => new TheoryDataRow<GoldenCase>(c)).ToList();
        if (rows.Count == 0)
        {
            string text = $"No case '{Cases}' of '{File}' in {GoldenFile.Folder}.";
            if (!GoldenFile.IsOtherFolder)
                throw new InvalidOperationException(text);
            // Another folder may hold fewer files: said, not silent.
            rows.Add(new TheoryDataRow<GoldenCase?>(null) { Skip = text });
        }
        return new(rows);
    }

    public override bool SupportsDiscoveryEnumeration() => true;

    private static bool Matches(string patterns, string name) =>
        patterns.Split('|').Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));
}
