using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

public sealed class ReferenceTests : IDisposable
{
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    private string Library => _session.Folder.At("bin", "Tiny.dll");

    [Fact]
    public async Task A_library_is_named_by_a_path_relative_to_the_notebook()
    {
        TestLibrary.Build(Library, "namespace Tiny; public static class Answer { public static int Value => 42; }");
        await _session.RunAsync("#r \"bin/Tiny.dll\"\nusing Tiny;");
        Assert.Equal("42", (await _session.RunAsync("Answer.Value")).Value);
    }

    [Fact]
    public async Task A_rebuild_neither_fails_nor_changes_a_running_session_and_a_new_session_sees_it()
    {
        TestLibrary.Build(Library, "public static class Answer { public static int Value => 1; }");
        await _session.RunAsync("#r \"bin/Tiny.dll\"");
        await _session.RunAsync("Answer.Value");
        File.Delete(Library);
        TestLibrary.Build(Library, "public static class Answer { public static int Value => 2; }");
        Assert.Equal("1", (await _session.RunAsync("Answer.Value")).Value);

        var again = await _session.RunAsync("#r \"bin/Tiny.dll\"\nAnswer.Value");
        Assert.Equal("1", again.Value);
        Assert.Contains("Tiny.dll was rebuilt since this session loaded it", again.Text, StringComparison.Ordinal);

        using var fresh = new Session(new SessionOptions(_session.Folder.Root));
        var outcome = new SessionHarness.Outcome();
        await fresh.ExecuteAsync(new CellSource("cell 1", "#r \"bin/Tiny.dll\"\nAnswer.Value"), outcome,
            TestContext.Current.CancellationToken);
        Assert.Equal("2", outcome.Value);
    }

    [Fact]
    public async Task A_librarys_neighbours_are_found()
    {
        TestLibrary.Build(_session.Folder.At("bin", "Inner.dll"), "public class Inner { public override string ToString() => \"inner\"; }");
        TestLibrary.Build(Library,
            "public static class Outer { public static object Make() => System.Activator.CreateInstance(System.Reflection.Assembly.Load(\"Inner\").GetType(\"Inner\")); }");
        await _session.RunAsync("#r \"bin/Tiny.dll\"");
        Assert.Equal("inner", (await _session.RunAsync("Outer.Make()")).Value);
    }

    [Fact]
    public async Task A_library_with_its_list_of_dependencies_brings_their_types_along()
    {
        TestLibrary.Build(_session.Folder.At("bin", "Inner.dll"),
            "namespace Inside; public static class Extended { public static string Twice(this string text) => text + text; }");
        TestLibrary.Build(_session.Folder.At("bin", "Other.dll"), "namespace Outside; public class Unlisted { }");
        TestLibrary.Build(Library, "public static class Outer { public static string Name => \"a\"; }");
        _session.Folder.Write("bin/Tiny.deps.json", """
            {"targets": {".NETCoreApp,Version=v10.0": {
              "Tiny/1.0.0": {"dependencies": {"Inner": "1.0.0"}, "runtime": {"Tiny.dll": {}}},
              "Inner/1.0.0": {"runtime": {"lib/net10.0/Inner.dll": {"assemblyVersion": "1.0.0.0"}, "lib/net10.0/NotThere.dll": {}}, "compile": {"lib/net10.0/Other.dll": {}}}}}}
            """);
        await _session.RunAsync("#r \"bin/Tiny.dll\"\nusing Inside;");
        Assert.Equal("aa", (await _session.RunAsync("Outer.Name.Twice()")).Value);
        Assert.Equal(CellStatus.Failed, (await _session.RunAsync("new Outside.Unlisted()")).Status);
    }

    [Fact]
    public async Task A_list_of_dependencies_that_cannot_be_read_brings_nothing_and_hinders_nothing()
    {
        TestLibrary.Build(Library, "public static class Answer { public static int Value => 42; }");
        _session.Folder.Write("bin/Tiny.deps.json", "{");
        Assert.Equal("42", (await _session.RunAsync("#r \"bin/Tiny.dll\"\nAnswer.Value")).Value);
    }

    [Fact]
    public async Task A_value_with_a_mime_bundle_is_shown_by_it()
    {
        TestLibrary.Build(Library, """
            using System.Collections.Generic;
            public class Chart { public IReadOnlyDictionary<string, string> ToMimeBundle() => new Dictionary<string, string> { ["image/svg+xml"] = "<svg/>", ["text/plain"] = "chart" }; }
            """);
        await _session.RunAsync("#r \"bin/Tiny.dll\"");
        var result = Assert.IsType<ResultOutput>(Assert.Single((await _session.RunAsync("new Chart()")).Outputs));
        Assert.Equal(["image/svg+xml", "text/plain"], result.Bundle.Keys);
    }

    [Fact]
    public async Task A_script_is_loaded_and_its_errors_name_it()
    {
        _session.Folder.Write("helpers.csx",
            "int Half(int x)\n{\n    if (x % 2 != 0) throw new ArgumentException(\"odd\");\n    return x / 2;\n}");
        await _session.RunAsync("#load \"helpers.csx\"");
        Assert.Equal("4", (await _session.RunAsync("Half(8)")).Value);
        Assert.Contains("at Half, helpers.csx, line 3", (await _session.RunAsync("Half(7)")).Trace, StringComparison.Ordinal);
    }

    [Fact]
    public void The_host_has_another_name_than_the_library_and_does_not_reference_it()
    {
        var host = typeof(Session).Assembly;
        Assert.NotEqual("courseware", host.GetName().Name, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain(host.GetReferencedAssemblies(), name => name.Name == "Courseware");
    }
}
