using Courseware.Kernel.Editing;
using Xunit;

namespace Courseware.Kernel.Tests.Editing;

public sealed class CompletenessTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("1 + 2")]
    [InlineData("var x = 1;")]
    [InlineData("int F() => 3;")]
    [InlineData("if (x) { y(); }")]
    [InlineData("for (var i = 0; i < 3; i++) Console.WriteLine(i);")]
    [InlineData("#r \"a.dll\"\nusing System;")]
    [InlineData("#!time\n1 + 2")]
    [InlineData("// only a comment")]
    [InlineData("record R(int A);")]
    [InlineData("undefined.Name")]
    [InlineData("var s = \"\"\"\n    raw\n    \"\"\";")]
    [InlineData("await Task.Delay(1)")]
    [InlineData("adam with { Name = \"Eve\" }")]
    [InlineData("#!who")]
    public void Complete(string code) => Assert.Equal(new Completeness("complete", ""), CompletenessCheck.Of(code));

    [Theory]
    [InlineData("1 +", 1)]
    [InlineData("var x =", 1)]
    [InlineData("var x = 5", 1)]
    [InlineData("foo(", 1)]
    [InlineData("foo(1,", 1)]
    [InlineData("if (x)", 1)]
    [InlineData("if (x) {", 1)]
    [InlineData("if (x)\n{\n    foo();", 1)]
    [InlineData("class A\n{\n    void F()\n    {", 2)]
    [InlineData("for (var i = 0; i < 3; i++)", 1)]
    [InlineData("if (x) { } else", 1)]
    [InlineData("foreach (var x in new[] { 1, 2 }) {", 1)]
    [InlineData("var a = new[] {\n    1,", 1)]
    [InlineData("foo(x =>\n{\n    bar(", 3)]
    [InlineData("runs.Select(", 1)]
    [InlineData("runs.", 1)]
    [InlineData("/* a comment", 0)]
    [InlineData("var s = @\"verbatim", 0)]
    [InlineData("var s = \"\"\"\n    raw", 0)]
    [InlineData("var s = $\"\"\"\n    raw {x}", 0)]
    [InlineData("#if DEBUG\nfoo();", 0)]
    [InlineData("do { x++; }", 0)]
    [InlineData("foo(1 +", 1)]
    [InlineData("if (x) {\n    y = 2 +", 2)]
    [InlineData("try { }", 0)]
    [InlineData("record R(int A", 1)]
    [InlineData("record R(int A)", 1)]
    [InlineData("adam with {", 1)]
    public void Incomplete(string code, int depth)
    {
        var found = CompletenessCheck.Of(code);
        Assert.Equal("incomplete", found.Status);
        Assert.Equal(new string(' ', 4 * depth), found.Indent);
    }

    [Theory]
    [InlineData("foo bar baz)")]
    [InlineData("1 + )")]
    [InlineData("}")]
    [InlineData("foo(]")]
    [InlineData("var s = \"open")]
    [InlineData("var 1x = 2;")]
    [InlineData("class { } x")]
    [InlineData("import numpy as np")]
    public void Invalid(string code) => Assert.Equal(new Completeness("invalid", ""), CompletenessCheck.Of(code));
}
