using Courseware.Host.Running;
using Xunit;

namespace Courseware.Host.Tests.Running;

/// <summary>What <c>run</c> says of the course's environment variables before a notebook starts.</summary>
public sealed class VariablesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public VariablesTests()
    {
        _folder.Write("lib/Courseware/Display/variables.json",
            File.ReadAllText(Repository.At("lib", "Courseware", "Display", "variables.json")));
        NotebookFile.Write(_folder, "01-one", "# One", """
            Console.Write(Environment.GetEnvironmentVariable("COURSEWARE_DATA") + "|" + Environment.GetEnvironmentVariable("COURSEWARE_MODE") + "|" + AppContext.GetData("notebook.variables"));
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("COURSEWARE_ENGINE", "torchshrap",
        "COURSEWARE_ENGINE must be 'managed' or 'torchsharp', not 'torchshrap'. Did you mean 'torchsharp'? Unset it for the managed engine.")]
    [InlineData("COURSEWARE_ENGINE", "pytorch",
        "COURSEWARE_ENGINE must be 'managed' or 'torchsharp', not 'pytorch'. Unset it for the managed engine.")]
    [InlineData("COURSEWARE_MODE", "ful",
        "COURSEWARE_MODE must be 'default' or 'full', not 'ful'. Did you mean 'full'? Unset it for the default.")]
    [InlineData("COURSEWARE_DATA_POLICY", "RealOnyl",
        "COURSEWARE_DATA_POLICY must be 'RealOrStandIn', 'RealOnly' or 'StandInOnly', not 'RealOnyl'. Did you mean 'RealOnly'? Unset it for RealOrStandIn.")]
    [InlineData("COURSEWARE_OFFLINE", "maybe",
        "COURSEWARE_OFFLINE must be '1', 'true', '0' or 'false', not 'maybe'. Unset it to allow downloads.")]
    [InlineData("COURSEWARE_THREADS", "0",
        "COURSEWARE_THREADS must be a whole number from 1, not '0'. Unset it for a thread on each processor.")]
    public async Task A_value_that_a_variable_may_not_hold_is_told_before_anything_runs(string name, string value, string line)
    {
        var (exitCode, log) = await RunAsync((name, value));
        Assert.Equal(Runner.Usage, exitCode);
        Assert.Equal(line, log.Trim());
        Assert.False(Directory.Exists(_folder.At("artifacts")));
    }

    [Fact]
    public async Task A_data_folder_that_is_not_there_is_told_before_anything_runs()
    {
        var (exitCode, log) = await RunAsync(("COURSEWARE_DATA", "no/such"));
        Assert.Equal(
            (Runner.Usage, $"COURSEWARE_DATA must name a folder, and {_folder.At("no", "such")} does not exist. Correct it, or unset it to take data from the cache or the network."), (exitCode, log.Trim()));
        _folder.Write("a-file", "");
        Assert.Contains("a-file is a file.", (await RunAsync(("COURSEWARE_DATA", "a-file"))).Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_name_is_one_line_and_the_notebook_runs_and_finds_folders_that_are_relative_to_where_the_run_began()
    {
        Directory.CreateDirectory(_folder.At("my-data"));
        var (exitCode, log) = await RunAsync(("COURSEWARE_DATAA", "/x"), ("COURSEWARE_QUITE_ELSE", "1"), ("COURSEWARE_DATA", "my-data"),
            ("COURSEWARE_ENGINE", " Managed "), ("COURSEWARE_OFFLINE", ""));
        Assert.Equal(Runner.Succeeded, exitCode);
        Assert.Equal(
            ["Warning: nothing reads the environment variable COURSEWARE_DATAA. Did you mean COURSEWARE_DATA?",
                "Warning: nothing reads the environment variable COURSEWARE_QUITE_ELSE."],
            log.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith("Warning", StringComparison.Ordinal)));
        Assert.Contains($"\"{_folder.At("my-data")}||True\"", File.ReadAllText(_folder.At("artifacts", "notebooks", "01-one.ipynb")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_run_does_not_ask_what_the_mode_was()
    {
        var (exitCode, _) = await RunAsync(full: true, ("COURSEWARE_MODE", "ful"));
        Assert.Equal(Runner.Succeeded, exitCode);
        Assert.Contains("|full|True", File.ReadAllText(_folder.At("artifacts", "notebooks", "01-one.ipynb")), StringComparison.Ordinal);
    }

    /// <summary>Drift: a variable that somebody adds is on the list.</summary>
    [Fact]
    public void Every_variable_that_the_sources_name_is_on_the_list()
    {
        var known = CourseVariables.Parse(File.ReadAllText(Repository.At("lib", "Courseware", "Display", "variables.json"))).Names
            .ToHashSet();
        var named = new[] { "lib", "tests", ".ci", "data" }.SelectMany(folder =>
            Directory.EnumerateFiles(Repository.At(folder), "*", SearchOption.AllDirectories))
            .Append(Repository.At("README.md"))
            .Where(file => Path.GetExtension(file) is ".cs" or ".md" or ".py" or ".csproj" or ""
                && Path.GetFileName(file) is not ("VariablesTests.cs" or "EnvironmentNoticeTests.cs"))
            .SelectMany(file => System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(file), @"\bCOURSEWARE_[A-Z_]*[A-Z]\b")
                .Select(match => match.Value))
            .ToHashSet();
        Assert.Contains("COURSEWARE_ENGINE", named);
        Assert.Empty(named.Except(known));
        Assert.Empty(known.Except(named));
    }

    private Task<(int ExitCode, string Log)> RunAsync(params (string Name, string Value)[] variables) => RunAsync(full: false, variables);

    // Nothing of this process's own: where the tests run, variables of the course may be set.
    private Task<(int ExitCode, string Log)> RunAsync(bool full, params (string Name, string Value)[] variables)
    {
        var environment = new Dictionary<string, string> { ["COURSEWARE_DATA"] = "", ["COURSEWARE_MODE"] = "" };
        foreach (var (name, value) in variables)
            environment[name] = value;
        return RunFixture.RunAsync(new RunSettings([], full, Record: false, null, Html: false), _folder.Root, environment: environment);
    }
}
