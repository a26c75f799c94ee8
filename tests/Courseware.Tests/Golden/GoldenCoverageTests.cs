using System.Reflection;
using Xunit;

namespace Courseware.Tests.Golden;

/// <summary>Every file and case of the golden folder is some test's data: nothing is skipped silently.</summary>
public sealed class GoldenCoverageTests
{
    private static readonly HashSet<string> s_claimed =
    [
        .. TestMethods().SelectMany(m => m.GetCustomAttributes<GoldenCasesAttribute>()).SelectMany(a => a.Select())
            .Select(c => c.ToString()),
        .. TestMethods().SelectMany(m => m.GetCustomAttributes<CoversGoldenAttribute>())
            .SelectMany(a => new GoldenCasesAttribute(a.File) { Cases = a.Cases }.Select()).Select(c => c.ToString()),
    ];

    [Fact]
    public void Every_golden_case_is_the_data_of_some_test()
    {
        string[] missing = [.. AllCases().Where(c => !s_claimed.Contains(c.ToString())).Select(c => c.ToString())];
        Assert.True(missing.Length
            == 0, $"No test reads these golden cases of {GoldenFile.Folder}; write a [Theory, GoldenCases(\"…\")] for each:\n  {string.Join("\n  ", missing)}");
    }

    [Fact]
    public void Test_classes_that_read_golden_values_have_Golden_in_their_names()
    {
        string[] wrong = [.. TestMethods()
            .Where(m => m.GetCustomAttributes<GoldenCasesAttribute>().Any() || m.GetCustomAttributes<CoversGoldenAttribute>().Any())
            .Select(m => m.DeclaringType!.Name).Where(n => !n.Contains("Golden", StringComparison.Ordinal)).Distinct()];
        Assert.True(wrong.Length == 0, $"Rename {string.Join(", ", wrong)}.");
    }

    [Fact]
    public void One_case_alone_is_not_to_be_matched()
    {
        Assert.SkipWhen(GoldenFile.IsOtherFolder, "The folder is not the repository's own.");
        string[] excluded = [.. GoldenFile.AllNames.SelectMany(n => GoldenFile.Open(n).Cases)
            .Where(c => c.Name.StartsWith(GoldenFile.DoNotMatch, StringComparison.Ordinal)).Select(c => c.ToString())];
        Assert.Equal(["c_optimizers/nadam.json: DO_NOT_MATCH_nadam_torch_1_13_default_path"], excluded);
    }

    [Fact]
    public void The_folder_holds_54_files_and_257_cases()
    {
        Assert.SkipWhen(GoldenFile.IsOtherFolder, "The folder is not the repository's own.");
        Assert.Equal((54, 257), (GoldenFile.AllNames.Count, GoldenFile.AllNames.Sum(n => GoldenFile.Open(n).Cases.Count)));
    }

    private static IEnumerable<GoldenCase> AllCases() =>
        GoldenFile.AllNames.SelectMany(n => GoldenFile.Open(n).Cases)
        .Where(c => !c.Name.StartsWith(GoldenFile.DoNotMatch, StringComparison.Ordinal));

    private static IEnumerable<MethodInfo> TestMethods() =>
        typeof(GoldenCoverageTests).Assembly.GetTypes()
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly));
}
