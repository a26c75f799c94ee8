using System.Text.Json.Nodes;
using Xunit;

namespace Courseware.Host.Tests.Jupyter;

/// <summary>Jupyter's own programs as judges.</summary>
public sealed class JupyterClientsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_public_conformance_suite_passes_with_every_feature_on()
    {
        var (exitCode, text) = await KernelHost.PythonAsync(_folder, ["jupyter_kernel_test", "jupyter_client"], "-W", "ignore",
            Path.Combine(AppContext.BaseDirectory, "Jupyter", "conformance.py"));
        Assert.True(exitCode == 0, text);
        Assert.DoesNotContain("skipped", text, StringComparison.Ordinal);
        Assert.Contains("test_pager", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nbclient_executes_a_notebook()
    {
        var notebook =
            NotebookFile.Write(_folder, "small", "var a = 1;", "Console.WriteLine(a + 1);\na + 2", "display(HTML(\"<b>x</b>\"));");
        var (exitCode, text) = await KernelHost.PythonAsync(
            _folder, ["nbclient", "nbformat"], "-W", "ignore", "-c",
            "import sys, nbformat, nbclient; nb = nbformat.read(sys.argv[1], 4); nbclient.NotebookClient(nb, timeout=120, iopub_timeout=120, startup_timeout=120).execute(); nbformat.write(nb, sys.argv[1])", notebook);
        Assert.True(exitCode == 0, text);
        var cells = JsonNode.Parse(await File.ReadAllTextAsync(notebook, TestContext.Current.CancellationToken))!["cells"]!.AsArray();
        Assert.Equal([1, 2, 3], cells.Select(cell => (int)cell!["execution_count"]!));
        Assert.Equal(
            """[{"name":"stdout","output_type":"stream","text":["2\n"]},{"data":{"text/plain":["3"]},"execution_count":2,"metadata":{},"output_type":"execute_result"}]""", cells[1]!["outputs"]!.ToJsonString());
    }

    [Fact]
    public async Task A_cell_that_is_run_again_says_what_is_stale_and_the_magics_list_it_and_run_it()
    {
        var (exitCode, text) = await KernelHost.PythonAsync(_folder, ["jupyter_client"], "-W", "ignore",
            Path.Combine(AppContext.BaseDirectory, "Jupyter", "rerunning.py"));
        Assert.True(exitCode == 0, text);
        string[] shown = [.. text.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!["shown"]!.AsArray())
            .Select(outputs => string.Join(" | ", outputs.Select(output => (string)output!)))];
        string[] expected =
        [
            "", "", "", "11",
            "`x` changed: cells 3 and 4 were computed with the earlier one. `#!rerun` runs them again.",
            "Cell 3 was computed with an earlier `x`.\nCell 4 was computed with an earlier `y`.",
            "11 | This cell uses `y`, which was computed with an earlier `x`. `#!rerun` runs cells 3 and 7 again.",
            "**Cell 3** again: | **Cell 7** again: | 21",
            "Nothing is stale.",
            "`x` changed: cells 3 and 7 were computed with the earlier one. `#!rerun` runs them again.",
            "",
            "Nothing is stale.",
            "FormatException",
            "`z` has no value: cell 13 failed.",
            "Cell 3 was computed with `F`, which no cell declares any more.",
            "", "",
            "`a` changed: cell 17 was computed with the earlier one. `#!rerun` runs it again.",
            "**Cell 17** again: | 6",
        ];
        Assert.Equal(expected.Length, shown.Length);
        foreach (var (one, other) in expected.Zip(shown))
            Assert.True(one.Length == 0 ? other.Length == 0 : other.Contains(one, StringComparison.Ordinal), $"{one}\nis not in\n{other}");
    }

    public void Dispose() => _folder.Dispose();
}
