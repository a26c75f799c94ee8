using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Courseware.Kernel.Packages;
using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Packages;

/// <summary><c>#r "nuget: …"</c> through the SDK's own restore, from a folder of packages made by hand.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Transient = "application/vnd.courseware.transient+json";

    private readonly SessionHarness _session = new();
    private readonly LocalFeed _feed;

    public PackageTests()
    {
        Environment.SetEnvironmentVariable("COURSEWARE_PACKAGES", Path.Combine(TemporaryFolder.All, "restored"));
        _feed = new LocalFeed(_session.Folder);
        _feed.Configure();
    }

    public void Dispose() => _session.Dispose();

    private async Task<SessionHarness.Outcome> RestoredAsync(string code)
    {
        var outcome = await _session.RunAsync(code);
        if (outcome.Status == CellStatus.Failed)
            TestContext.Current.TestOutputHelper!.WriteLine(outcome.Trace);
        if (outcome.Status == CellStatus.Failed && outcome.Trace.Contains("needs the .NET SDK", StringComparison.Ordinal))
            Assert.Skip("Only the .NET runtime is installed here: packages cannot be restored.");
        return outcome;
    }

    [Fact]
    public async Task A_package_and_what_it_needs_can_be_used_in_the_same_cell_and_in_later_ones_and_the_second_time_without_a_restore()
    {
        _feed.Add("Test.Inner", "1.0.0", "namespace Test.Inner; public class Box { public int Value = 42; }");
        _feed.Add("Test.Outer", "2.1.0",
            "namespace Test.Outer; public static class Maker { public static object Make() => System.Activator.CreateInstance(System.Reflection.Assembly.Load(\"Test.Inner\").GetType(\"Test.Inner.Box\")); }", [("Test.Inner", "1.0.0")]);
        const string code = "#r \"nuget: Test.Outer, 2.1.0\"\nusing Test.Inner;\n((Box)Test.Outer.Maker.Make()).Value";

        var first = await RestoredAsync(code);
        Assert.Equal("42", first.Status == CellStatus.Succeeded ? first.Value : first.Trace);
        var progress = first.Outputs.OfType<DisplayOutput>().ToList();
        Assert.Equal(["Restoring Test.Outer 2.1.0 …", "Restored Test.Outer 2.1.0"], progress.Select(line => line.Bundle["text/plain"]));
        Assert.Equal([false, true], progress.Select(line => line.IsUpdate));
        Assert.All(progress, line => Assert.Contains(Transient, line.Bundle.Keys));
        Assert.Equal("43", (await _session.RunAsync("new Box { Value = 43 }.Value")).Value);
        Assert.Equal("42", (await _session.RunAsync("#r \"nuget: Test.Outer\"\nnew Box().Value")).Value);

        // A new session: no feed, no process, nothing but the cache.
        Directory.Delete(_feed.Root, recursive: true);
        using var again = new Session(new SessionOptions(_session.Folder.Root));
        var outcome = new SessionHarness.Outcome();
        await again.ExecuteAsync(new CellSource("cell 0", "1"), outcome, TestContext.Current.CancellationToken);
        var watch = Stopwatch.StartNew();
        outcome = new SessionHarness.Outcome();
        await again.ExecuteAsync(new CellSource("cell 1", code), outcome, TestContext.Current.CancellationToken);
        Assert.Equal("42", outcome.Value);
        Assert.Empty(outcome.Outputs.OfType<DisplayOutput>());
        TestContext.Current.TestOutputHelper!.WriteLine($"cached: {watch.Elapsed.TotalMilliseconds:0} ms");
    }

    [Fact]
    public async Task Several_packages_and_sources_are_named_in_one_cell_and_the_newest_is_taken_where_no_version_is_given()
    {
        _feed.Configure("nowhere");
        Directory.CreateDirectory(_session.Folder.At("nowhere"));
        _feed.Add("Test.A", "1.0.0", "public static class A { public static string Version => \"1.0\"; }");
        _feed.Add("Test.A", "1.2.0", "public static class A { public static string Version => \"1.2\"; }");
        _feed.Add("Test.B", "3.0.0", "public static class B { public static string Version => \"3.0\"; }");
        var outcome =
            await RestoredAsync(
                "#i \"nuget: feed\"\nusing System.IO;\n#r \"nuget:Test.A\"\n#r \"NuGet: Test.B,3.0.0\"\nA.Version + \" \" + B.Version");
        Assert.Equal("1.2 3.0", outcome.Status == CellStatus.Succeeded ? outcome.Value : outcome.Trace);
    }

    [Fact]
    public async Task Another_version_of_a_package_in_use_is_refused_and_a_cell_that_did_not_compile_uses_none()
    {
        _feed.Add("Test.C", "1.0.0", "public static class C { public static int Old => 1; }");
        _feed.Add("Test.C", "2.0.0", "public static class C { public static int New => 2; }");
        Assert.Contains("error CS0117", (await RestoredAsync("#r \"nuget: Test.C, 1.0.0\"\nC.New")).Trace, StringComparison.Ordinal);
        var second = await _session.RunAsync("#r \"nuget: Test.C, 2.0.0\"\nC.New");
        Assert.Equal("2", second.Status == CellStatus.Succeeded ? second.Value : second.Trace);
        var refused = await _session.RunAsync("\n#r \"nuget: Test.C, 1.0.0\"\nC.Old");
        Assert.Contains(
            "cell 3, line 2, column 4: error CW0001: Test.C 2.0.0 is in use in this session and cannot become 1.0.0. Restart the kernel",
            refused.Trace, StringComparison.Ordinal);
        Assert.Equal("2", (await _session.RunAsync("C.New")).Value);
    }

    [Fact]
    public async Task A_package_of_which_nothing_was_used_gives_way_to_a_later_cell_s_version()
    {
        _feed.Add("Test.Shared", "1.0.0", "public static class Shared { public static string Version => \"1.0\"; }");
        _feed.Add("Test.Shared", "2.0.0", "public static class Shared { public static string Version => \"2.0\"; }");
        _feed.Add("Test.Shared", "3.0.0", "public static class Shared { public static string Version => \"3.0\"; }");
        _feed.Add("Test.Needs1", "1.0.0", "public static class Needs1 { public static int One => 1; }", [("Test.Shared", "1.0.0")]);
        _feed.Add("Test.Needs2", "1.0.0", "public static class Needs2 { public static int Two => 2; }", [("Test.Shared", "2.0.0")]);
        Assert.Equal("1", (await RestoredAsync("#r \"nuget: Test.Needs1, 1.0.0\"\nNeeds1.One")).Value);
        var second = await RestoredAsync("#r \"nuget: Test.Needs2, 1.0.0\"\nNeeds1.One + Needs2.Two + Shared.Version");
        Assert.Equal("32.0", second.Status == CellStatus.Succeeded ? second.Value : second.Trace);
        Assert.Contains("Test.Shared 2.0.0 is in use", (await RestoredAsync("#r \"nuget: Test.Shared, 3.0.0\"")).Trace,
            StringComparison.Ordinal);
        Assert.Equal("2.0", (await _session.RunAsync("Shared.Version")).Value);
    }

    [Fact]
    public void Of_assemblies_of_one_name_only_the_one_that_was_used_is_in_use()
    {
        var references = new ReferenceResolver(_session.Folder.Root);
        string File(params string[] parts) => _session.Folder.At(parts);
        RestoredPackage Of(string name, string assembly, string native)
            => new(name, "1.0.0", [], [File(name, assembly + ".dll")], [File(name, native)]);
        references.AddPackages(new RestoredSet([Of("First", "Common", "libsame.so"), Of("Second", "Common", "libother.so")], []));
        var used = references.PathOf("Common");
        Assert.True(used == File("First", "Common.dll") || used == File("Second", "Common.dll"), used);
        Assert.Equal(used == File("First", "Common.dll"), references.IsInUse(File("First", "Common.dll")));
        Assert.Equal(used == File("Second", "Common.dll"), references.IsInUse(File("Second", "Common.dll")));
        references.PathOf("System.Collections");
        Assert.False(references.IsInUse(File("System.Collections.dll")));

        // Nothing native was loaded: a later version's counts.
        Assert.Equal(File("First", "libsame.so"), references.PathOfNative("same"));
        references.AddPackages(new RestoredSet([Of("Third", "Common", "libsame.so")], []));
        Assert.Equal(File("Third", "libsame.so"), references.PathOfNative("same"));
        Assert.Null(references.PathOfNative("other"));
    }

    [Fact]
    public void A_native_library_is_in_use_once_it_is_loaded()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var library = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Globalization.Native.so");
        var copy = _session.Folder.At($"lib{Guid.NewGuid():N}.so");
        System.IO.File.Copy(library, copy);
        Assert.False(NativeLoading.IsLoaded(copy));
        System.Runtime.InteropServices.NativeLibrary.Load(copy);
        Assert.True(NativeLoading.IsLoaded(copy));
    }

    [Fact]
    public async Task A_version_that_is_only_named_in_a_function_is_in_use()
    {
        _feed.Add("Test.Late", "1.0.0", "public static class Late { public static int Old => 1; }");
        _feed.Add("Test.Late", "2.0.0", "public static class Late { public static int Old => 2; }");
        await RestoredAsync("#r \"nuget: Test.Late, 1.0.0\"\nint F() => Late.Old;");
        Assert.Contains("Test.Late 1.0.0 is in use", (await RestoredAsync("#r \"nuget: Test.Late, 2.0.0\"")).Trace,
            StringComparison.Ordinal);
        Assert.Equal("1", (await _session.RunAsync("F()")).Value);
    }

    [Fact]
    public async Task What_a_restore_has_to_say_of_a_package_it_says_once_and_not_as_an_error()
    {
        _feed.Add("Test.Noted", "1.1.0", "public static class Noted { }");
        _feed.Add("Test.Other", "1.0.0", "public static class Other { }");
        _feed.Add("Test.Asks", "1.0.0", "public static class Asks { }", [("Test.Noted", "1.0.5")]);
        var first = await RestoredAsync("#r \"nuget: Test.Asks, 1.0.0\"");
        Assert.Contains("Test.Noted 1.1.0", Assert.Single(first.Outputs.OfType<StreamOutput>(), stream => stream.Name == "stdout").Text,
            StringComparison.Ordinal);
        Assert.Empty((await RestoredAsync("#r \"nuget: Test.Other, 1.0.0\"")).Outputs.OfType<StreamOutput>());
    }

    [Fact]
    public async Task A_package_that_is_not_there_is_told_in_a_few_lines()
    {
        _feed.Add("Test.D", "1.0.0", "public class D { }");
        var unknown = await RestoredAsync("var x = 1;\n#r \"nuget: Test.Unknown, 1.0.0\"");
        Assert.Contains("line 2", unknown.Trace, StringComparison.Ordinal);
        Assert.Contains("the package Test.Unknown 1.0.0 could not be restored. NU1101: Unable to find package Test.Unknown", unknown.Trace,
            StringComparison.Ordinal);
        Assert.Contains("Check the name", unknown.Trace, StringComparison.Ordinal);
        Assert.InRange(unknown.Error.Trace.Count, 1, 5);

        var version = await _session.RunAsync("#r \"nuget: Test.D, 9.0.0\"");
        Assert.Contains("NU1102: Unable to find package Test.D with version (>= 9.0.0)", version.Trace, StringComparison.Ordinal);
        Assert.Contains("Nearest version: 1.0.0", version.Trace, StringComparison.Ordinal);
        Assert.InRange(version.Error.Trace.Count, 1, 5);
    }

    [Fact]
    public async Task A_source_that_is_not_reached_is_told_in_a_few_lines()
    {
        // A port of our own machine on which nobody listens.
        _feed.ConfigurePort(9);
        var outcome = await RestoredAsync("#r \"nuget: Test.Far, 1.0.0\"");
        Assert.Contains("the package Test.Far 1.0.0 could not be restored. NU1301: ", outcome.Trace, StringComparison.Ordinal);
        Assert.Contains("Without network only packages that were restored on this machine before can be used", outcome.Trace,
            StringComparison.Ordinal);
        Assert.InRange(outcome.Error.Trace.Count, 1, 5);
    }

    [Fact]
    public async Task A_restore_stops_with_the_cell()
    {
        // It takes up the connection and never answers.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        _feed.ConfigurePort(((IPEndPoint)silent.LocalEndpoint).Port);
        using var stop = new CancellationTokenSource();
        var outcome = new SessionHarness.Outcome();
        var running = _session.RunStoppableAsync("#r \"nuget: Test.E, 1.0.0\"", outcome, stop.Token);
        var asked = silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
        await Task.WhenAny(asked, running).WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
        Assert.False(running.IsCompleted, string.Join('\n', outcome.Outputs));
        using var connection = await asked;
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
        Assert.Equal(CellStatus.Interrupted, outcome.Status);
        Assert.Equal("2", (await _session.RunAsync("1 + 1")).Value);
    }

    [Fact]
    public void Nothing_is_restored_for_a_cell_that_is_only_read()
    {
        var compiler = new CellCompiler(_session.Folder.Root);
        var compiled = compiler.Compile(new CellSource("cell 1", "#r \"nuget: Test.Never, 1.0.0\""), TestContext.Current.CancellationToken);
        Assert.Contains("is restored when the cell runs", Assert.Single(compiled.Errors)
            .GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nuget:", "names none")]
    [InlineData("nuget: , 1.0", "names none")]
    [InlineData("nuget: a b, 1.0", "names none")]
    [InlineData("nuget: ../x, 1.0", "names none")]
    [InlineData("nuget: A, one", "'one' is not a version of the package A")]
    [InlineData("nuget: A, 1.0\" /><x", "is not a version")]
    public void What_is_no_package_is_refused(string directive, string message) =>
        Assert.Contains(message, Assert.Throws<PackageException>(() => PackageRequest.Parse(directive)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("nuget: A.B, 1.2.3-beta.1", "A.B", "1.2.3-beta.1")]
    [InlineData("nuget:A", "A", null)]
    [InlineData("NuGet:A,*", "A", null)]
    [InlineData("nuget: A , *-*", "A", "*-*")]
    [InlineData("nuget: A, [1.0, 2.0)", "A", "[1.0, 2.0)")]
    public void A_package_is_read_as_it_is_written(string directive, string name, string? version)
    => Assert.Equal(new PackageRequest(name, version), PackageRequest.Parse(directive));

    [Fact]
    public async Task A_packages_native_library_is_found()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        if (!Directory.Exists(Path.Combine(packages, "gee.external.capstone", "2.3.0")))
            Assert.Skip("The package with a native library that this test uses was not restored on this machine.");
        _session.Folder.Write("nuget.config", "<configuration><packageSources><clear /></packageSources></configuration>");
        var outcome = await RestoredAsync("""
            #r "nuget: Gee.External.Capstone, 2.3.0"
            using Gee.External.Capstone;
            using Gee.External.Capstone.X86;
            var engine = CapstoneDisassembler.CreateX86Disassembler(X86DisassembleMode.Bit64);
            engine.Disassemble(new byte[] { 0x90 })[0].Mnemonic
            """);
        Assert.Equal("nop", outcome.Status == CellStatus.Succeeded ? outcome.Value : outcome.Trace);
    }

    [Fact]
    public async Task A_native_library_that_needs_another_package_s_is_found_and_ten_steps_train()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Path.Combine(packages, "torchsharp", "0.107.0"))
            || !Directory.Exists(Path.Combine(packages, "libtorch-cpu-linux-x64", "2.10.0")))
        {
            Assert.Skip("The package with a native library that this test uses was not restored on this machine.");
        }
        // Where its small packages come from is the machine's to say; the large ones are here.
        File.Delete(_session.Folder.At("nuget.config"));
        var outcome = await RestoredAsync("""
            #r "nuget: libtorch-cpu-linux-x64, 2.10.0"
            #r "nuget: TorchSharp, 0.107.0"
            using TorchSharp;
            using static TorchSharp.torch;
            torch.manual_seed(1);
            var layer = nn.Linear(2, 1);
            var rule = torch.optim.SGD(layer.parameters(), 0.01);
            var (x, y) = (torch.tensor(new float[,] { { 1, 2 }, { 3, 4 } }), torch.tensor(new float[,] { { 3 }, { 7 } }));
            var losses = new List<float>();
            for (var i = 0; i < 10; i++)
            {
                var loss = nn.functional.mse_loss(layer.forward(x), y);
                rule.zero_grad();
                loss.backward();
                rule.step();
                losses.Add(loss.item<float>());
            }
            losses.Count == 10 && losses[^1] < losses[0]
            """);
        if (outcome.Status == CellStatus.Failed && outcome.Trace.Contains("could not be restored", StringComparison.Ordinal))
            Assert.Skip("The package with a native library that this test uses was not restored on this machine.");
        Assert.Equal("True", outcome.Status == CellStatus.Succeeded ? outcome.Value : outcome.Trace);
    }
}
