using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

/// <summary>What C# takes in a file and not in a cell: the error says what to write instead, and that runs.</summary>
public sealed class ScriptLimitTests : IDisposable
{
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("namespace A { class B { } }", "leave out the namespace")]
    [InlineData("namespace A;\nclass B { }", "leave out the namespace")]
    [InlineData("static class E { extension(int x) { public int Twice => 2 * x; } }", "no extension blocks")]
    [InlineData("extension(int x) { public int Twice => 2 * x; }", "no extension blocks")]
    [InlineData("static class E { public static int Twice(this int x) => 2 * x; }", "leave out the static class")]
    [InlineData("Span<int> s = new int[3];", "Use an array")]
    [InlineData("var s = new int[3].AsSpan();", "Use an array")]
    [InlineData("ReadOnlySpan<char> s = \"abc\";", "Use an array")]
    [InlineData("scoped Span<int> s = [1];", "Use an array")]
    [InlineData("var s = stackalloc int[3];", "Use an array")]
    [InlineData("ref struct R { }\nvar r = new R();", "Use an array")]
    [InlineData("var a = new int[3]; ref int r = ref a[0];", "'ref' cannot declare one")]
    [InlineData("var a = new int[3];\nref readonly int r = ref a[0];", "'ref' cannot declare one")]
    [InlineData("var a = new int[3];\nref var r = ref a[0];", "'ref' cannot declare one")]
    [InlineData("file class F { }", "leave out 'file'")]
    [InlineData("file record F(int A);", "leave out 'file'")]
    [InlineData("var x = 1;\n#load \"other.csx\"", "#load stands at a cell's head")]
    [InlineData("var x = 1;\n#r \"other.dll\"", "#r stands at a cell's head")]
    [InlineData("var x = 1;\nusing System.Net.Http;\nnew HttpClient()", "A using line stands at a cell's head")]
    [InlineData("using var m = new MemoryStream();", "using (var …) { … }")]
    [InlineData("yield return 1;", "belongs into a function")]
    [InlineData("[assembly: System.Reflection.AssemblyTitle(\"x\")]", "leave the line out")]
    [InlineData("extern alias other;", "no 'extern alias'")]
    [InlineData("fixed (char* p = \"abc\") { }", "unsafe { … }")]
    [InlineData("public required int A { get; init; }", "leave out 'required'")]
    [InlineData("abstract int F();", "leave out 'abstract'")]
    [InlineData("this.ToString()", "'this' belongs into a class")]
    [InlineData("base.ToString()", "'base' belongs into a class")]
    [InlineData("args.Length", "no command line")]
    public async Task The_error_says_what_to_write_instead(string code, string advice)
    {
        var outcome = await _session.RunAsync(code);
        Assert.Equal(CellStatus.Failed, outcome.Status);
        Assert.Contains(advice, outcome.Trace, StringComparison.Ordinal);
        Assert.DoesNotContain("CS1569", outcome.Trace, StringComparison.Ordinal);
        Assert.DoesNotContain("add using", outcome.Trace, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("static int Twice(this int x) => 2 * x;\n3.Twice()", "6")]
    [InlineData("var a = new[] { 1, 2, 3 };\n{ Span<int> s = a; s[0] = 7; }\na[0]", "7")]
    [InlineData("var a = new[] { 1, 2, 3 };\nint First() { Span<int> s = stackalloc int[3]; s[0] = 8; return s[0]; }\nFirst()", "8")]
    [InlineData("var a = new[] { 1, 2, 3 };\n{ ref int r = ref a[1]; r = 9; }\na[1]", "9")]
    [InlineData("IEnumerable<int> Numbers() { yield return 1; }\nNumbers().Count()", "1")]
    [InlineData("unsafe { fixed (char* p = \"abc\") Console.Write(*p); }\n1", "1")]
    public async Task What_the_advice_says_runs(string code, string value)
    {
        var outcome = await _session.RunAsync(code);
        Assert.Equal(value, outcome.Status == CellStatus.Succeeded ? outcome.Value : outcome.Trace);
    }
}
