using System.Text.Json.Nodes;
using Courseware.Host.Running;
using Courseware.Host.Tests.Running;
using Xunit;

namespace Courseware.Host.Tests.Jupyter;

/// <summary>A notebook shows the same in a front end as in <c>courseware run</c>.</summary>
public sealed class KernelAndRunnerTests : IDisposable
{
    private const string Execute =
        "import sys, os, nbformat, nbclient; nb = nbformat.read(sys.argv[1], 4); "
        + "nbclient.NotebookClient(nb, timeout=1800, iopub_timeout=120, startup_timeout=120, resources={'metadata': {'path': os.path.dirname(sys.argv[1])}}).execute(); nbformat.write(nb, sys.argv[2])";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Notebooks => CourseNotebooks.Names;

    // The tour or the second in a run of the tests, from day to day; all where they are asked for: .ci/hosts.
    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Every_output_of_a_notebook_is_the_same_in_the_kernel_and_in_the_runner(string name)
    {
        CourseNotebooks.SkipUnlessAsked(name, turn: 0);
        var notebook = Path.Combine(new CourseFolder(Repository.Root).Notebooks, name + ".ipynb");
        var (exitCode, text) = await KernelHost.PythonAsync(_folder, ["nbclient", "nbformat"], TimeSpan.FromMinutes(40),
            "-W", "ignore", "-c", Execute, notebook, _folder.At("kernel.ipynb"));
        Assert.True(exitCode == 0, text);
        (exitCode, text) =
            await RunFixture.RunAsync(new RunSettings([notebook], Full: false, Record: false, _folder.At("runner"), Html: false),
                Path.GetDirectoryName(notebook)!);
        Assert.True(exitCode == 0, text);

        var byKernel = Read(_folder.At("kernel.ipynb"));
        var byRunner = Read(_folder.At("runner", "notebooks", name + ".ipynb"));
        Assert.Equal(byRunner["metadata"]!.ToJsonString(), byKernel["metadata"]!.ToJsonString());
        var (expected, found) = (NotebookOutputs.Of(byRunner), NotebookOutputs.Of(byKernel));
        Assert.Equal(expected, found);
        Assert.Contains(found, output => output.Contains("image/svg+xml", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();
}
