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

    public void Dispose() => _folder.Dispose();
}
