using System.Diagnostics;
using System.Globalization;
using Courseware.Host.Running;
using Xunit;

namespace Courseware.Host.Tests.Running;

/// <summary>What is beside a notebook, or changes while it runs, must not spoil its run.</summary>
public sealed class RunBesideOthersTests
{
    [Fact]
    public async Task A_faulty_neighbour_and_a_faulty_page_of_an_earlier_run_leave_a_notebooks_own_page_alone()
    {
        using var folder = new TemporaryFolder();
        NotebookFile.Write(folder, "02-good", "# Good", "1 + 1", "File.Delete(\"01-before.ipynb\");");
        folder.Write("notebooks/01-before.ipynb", "<<<<<<< HEAD");
        folder.Write("notebooks/03-after.ipynb", "<<<<<<< HEAD");
        folder.Write("artifacts/notebooks/03-after.html", "written before the merge");
        folder.Write("artifacts/notebooks/03-after.ipynb", "[]");
        var (exitCode, log) = await RunFixture.RunAsync(new RunSettings(["02"], Full: false, Record: false, null, Html: true), folder.Root);
        Assert.True(exitCode == Runner.Succeeded, log);
        Assert.Contains("03-after.html", File.ReadAllText(folder.At("artifacts", "notebooks", "02-good.html")), StringComparison.Ordinal);
        Assert.Contains("02-good.html", File.ReadAllText(folder.At("artifacts", "index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_told_before_anything_runs()
    {
        using var folder = new TemporaryFolder();
        NotebookFile.Write(folder, "01-good", "# Good", "File.WriteAllText(\"ran\", \"\");");
        var taken = folder.Write("taken", "a file");
        var (exitCode, log) = await RunFixture.RunAsync(new RunSettings([], Full: false, Record: false, taken, Html: true), folder.Root);
        Assert.Equal(Runner.Failed, exitCode);
        Assert.Contains("cannot be written", log, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("notebooks", "ran")));
    }

    [Fact]
    public async Task A_name_may_begin_with_more_digits_than_a_number_has()
    {
        using var folder = new TemporaryFolder();
        NotebookFile.Write(folder, "20261121230000-notes", "# Notes", "1");
        var (exitCode, log) = await RunFixture.RunAsync(new RunSettings([], Full: false, Record: false, null, Html: true), folder.Root);
        Assert.True(exitCode == Runner.Succeeded, log);
        Assert.Contains("20261121230000-notes", File.ReadAllText(folder.At("artifacts", "index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_format_number_that_is_none_does_not_cost_what_was_executed()
    {
        using var folder = new TemporaryFolder();
        var notebook = NotebookFile.Of("# Odd", "6 * 7");
        notebook["nbformat_minor"] = "5";
        folder.Write("notebooks/01-odd.ipynb", notebook.ToJsonString());
        var (exitCode, log) = await RunFixture.RunAsync(new RunSettings([], Full: false, Record: false, null, Html: false), folder.Root);
        Assert.True(exitCode == Runner.Succeeded, log);
        Assert.Contains("\"42\"", File.ReadAllText(folder.At("artifacts", "notebooks", "01-odd.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_run_has_recorded_meanwhile_is_kept()
    {
        using var folder = new TemporaryFolder();
        NotebookFile.Write(folder, "01-claims", "# Claims", """"
            File.WriteAllText("expected.json", """{"records":[{"notebook":"02-other","dataHash":"none","mode":"default","engine":"managed","claims":{"N2.1":{"verdict":"held"}},"fingerprints":{}}]}""");
            var show = (Action<IReadOnlyDictionary<string, string>, string, bool>)AppContext.GetData("notebook.display");
            show(new Dictionary<string, string> { ["application/vnd.courseware.claim+json"] = "{\"id\":\"N1.1\",\"verdict\":\"held\",\"data\":\"none\",\"dataHash\":\"\",\"mode\":\"default\",\"engine\":\"managed\"}" }, null, false);
            """");
        var (exitCode, log) = await RunFixture.RunAsync(new RunSettings([], Full: false, Record: true, null, Html: false), folder.Root);
        Assert.True(exitCode == Runner.Succeeded, log);
        var recorded = File.ReadAllText(folder.At("notebooks", "expected.json"));
        Assert.Contains("N1.1", recorded, StringComparison.Ordinal);
        Assert.Contains("N2.1", recorded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_native_code_without_an_end_of_line_is_kept_and_loses_no_output()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The C library has another name there.");
        using var folder = new TemporaryFolder();
        NotebookFile.Write(folder, "01-native", "# Native",
            "static class C { [System.Runtime.InteropServices.DllImport(\"libc\")] public static extern nint write(int file, byte[] text, nint count); }",
            "C.write(1, \"native\"u8.ToArray(), 6);\nConsole.WriteLine(\"managed\");", "6 * 7");
        var (exitCode, log) = await RunFixture.RunAsync(new RunSettings([], Full: false, Record: false, null, Html: false), folder.Root);
        Assert.True(exitCode == Runner.Succeeded, log);
        var executed = File.ReadAllText(folder.At("artifacts", "notebooks", "01-native.ipynb"));
        Assert.All((string[])["\"nativemanaged\\n\"", "\"42\""], text => Assert.Contains(text, executed, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_that_a_cell_has_started_ends_with_the_run()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It looks for the program in /proc.");
        using var folder = new TemporaryFolder();
        NotebookFile.Write(folder, "01-starts", "# Starts",
            "var started = System.Diagnostics.Process.Start(\"sleep\", \"600\");\nFile.WriteAllText(\"id\", $\"{started.Id}\");\nConsole.WriteLine(\"on it goes\");");
        var (exitCode, log) = await RunFixture.RunAsync(new RunSettings([], Full: false, Record: false, null, Html: false), folder.Root);
        // What has ended stays in /proc as Z until somebody asks for its exit code.
        var state = $"/proc/{File.ReadAllText(folder.At("notebooks", "id"))}/stat";
        var watch = Stopwatch.StartNew();
        while (File.Exists(state) && !File.ReadAllText(state).Contains("(sleep) Z", StringComparison.Ordinal))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "The program that the cell has started still runs.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.True(exitCode == Runner.Succeeded, log);
        Assert.Contains("on it goes", File.ReadAllText(folder.At("artifacts", "notebooks", "01-starts.ipynb")), StringComparison.Ordinal);
    }
}
