using AngleSharp.Html.Parser;
using Courseware.Host.Pages;
using Xunit;

namespace Courseware.Host.Tests.Pages;

public sealed class CSharpColouringTests
{
    [Theory]
    [InlineData("#r \"a.dll\"\nusing System;\nvar x = $\"{name,-8} {loss:0.000}\"; // <i>\n")]
    [InlineData("record P(int A) { public int B => A & 1; }\nP p = new(3);\np")]
    [InlineData("var s = \"\"\"\n  raw <b>\n  \"\"\";\nif (x < 3 && y > 2) {")]
    [InlineData("this is not C# at all ) } \"")]
    [InlineData("")]
    public void Colouring_changes_no_character_of_the_code(string code)
        => Assert.Equal(code, new HtmlParser().ParseDocument("<pre>\n" + CSharpColouring.ToHtml(code) + "</pre>")
            .QuerySelector("pre")!.TextContent);

    [Theory]
    [InlineData("var x = 1;", "k", "var")]
    [InlineData("var x = 1.5f;", "n", "1.5f")]
    [InlineData("var x = \"a\";", "s", "\"a\"")]
    [InlineData("x // why", "c", "// why")]
    [InlineData("#r \"a.dll\"", "d", "#r \"a.dll\"")]
    [InlineData("var m = new Dense(2);", "t", "Dense")]
    [InlineData("Tensor t = x;", "t", "Tensor")]
    [InlineData("Show.Table(x)", "f", "Table")]
    [InlineData("Show.Table(x)", "t", "Show")]
    [InlineData("await foreach (var a in b) { }", "k", "await")]
    public void Each_kind_of_token_has_its_class(string code, string name, string text)
        => Assert.Contains(new HtmlParser().ParseDocument(CSharpColouring.ToHtml(code))
            .QuerySelectorAll("." + name), e => e.TextContent.Trim() == text);
}
