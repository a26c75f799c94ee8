using System.Diagnostics;
using Xunit;

namespace Courseware.Tests.MLNet;

/// <summary>
/// The adapter's tests that speak ML.NET's own types (tests/Courseware.MLNet.Tests), where they are built: this program has no reference to ML.NET, so they run as a program
/// of their own, and count as one here.
/// </summary>
public sealed class PipelineTests
{
    [Fact]
    public async Task Data_views_networks_in_pipelines_and_baselines_pass_their_own_tests()
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "bin", "Courseware.MLNet.Tests");
        var library = typeof(Sequential).Assembly.Location;
        var built = Directory.Exists(folder) ? Directory.GetFiles(folder, "Courseware.MLNet.Tests.dll", SearchOption.AllDirectories) : [];
        if (built.Length == 0)
            Assert.Skip("The adapter's own tests are not built: dotnet build tests/Courseware.MLNet.Tests.");
        var program = built.FirstOrDefault(path => Same(library, Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileName(library))));
        if (program is null)
            Assert.Skip("The adapter's own tests were built with another state of the library: dotnet build tests/Courseware.MLNet.Tests.");

        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "-noColor"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await errors);
    }

    private static bool Same(string one, string two) => File.Exists(two) && File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(two));
}
