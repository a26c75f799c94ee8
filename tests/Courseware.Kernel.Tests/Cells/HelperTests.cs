using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Cells;

/// <summary>What a cell can call to show something, as .NET Interactive's users type it.</summary>
public sealed class HelperTests : IDisposable
{
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    private async Task<IReadOnlyDictionary<string, string>> ShownAsync(string code)
    {
        var outcome = await _session.RunAsync(code);
        Assert.True(outcome.Status == CellStatus.Succeeded, outcome.Status == CellStatus.Succeeded ? "" : outcome.Trace);
        return Assert.Single(outcome.Outputs) switch
        {
            DisplayOutput display => display.Bundle,
            ResultOutput result => result.Bundle,
            var other => throw new InvalidOperationException(other.ToString()),
        };
    }

    [Theory]
    [InlineData("HTML(\"<b>x</b>\")", "text/html", "<b>x</b>")]
    [InlineData("display(HTML(\"<b>x</b>\"));", "text/html", "<b>x</b>")]
    [InlineData("display(\"<b>x</b>\", \"text/html\");", "text/html", "<b>x</b>")]
    [InlineData("\"<b>x</b>\".DisplayAs(\"text/html\");", "text/html", "<b>x</b>")]
    [InlineData("display(\"# x\", \"text/markdown\")", "text/markdown", "# x")]
    [InlineData("Markdown(\"# x\")", "text/markdown", "# x")]
    [InlineData("Latex(@\"\\frac12\")", "text/latex", "$$\\frac12$$")]
    [InlineData("Latex(\"$x$\").Display();", "text/latex", "$x$")]
    [InlineData("Svg(\"<svg/>\")", "image/svg+xml", "<svg/>")]
    [InlineData("Png([0x89, 0x50, 0x4E, 0x47])", "image/png", "iVBORw==")]
    [InlineData("Javascript(\"alert(1)\");", "text/html", "<script type=\"text/javascript\">alert(1)</script>")]
    [InlineData("CSS(\"b { color: red }\");", "text/html", "<style>b { color: red }</style>")]
    [InlineData("Html(\"<b>x</b>\")", "text/html", "<b>x</b>")]
    [InlineData("SVG(\"<svg/>\")", "image/svg+xml", "<svg/>")]
    [InlineData("PNG([0x89, 0x50, 0x4E, 0x47])", "image/png", "iVBORw==")]
    [InlineData("JPEG([0xFF, 0xD8, 0xFF])", "image/jpeg", "/9j/")]
    [InlineData("LaTeX(@\"\\frac12\")", "text/latex", "$$\\frac12$$")]
    [InlineData("JavaScript(\"alert(1)\");", "text/html", "<script type=\"text/javascript\">alert(1)</script>")]
    [InlineData("Css(\"b { color: red }\");", "text/html", "<style>b { color: red }</style>")]
    [InlineData("42.Display();", "text/plain", "42")]
    [InlineData("new[] { (1, 2) }.DisplayTable();", "text/plain", "Item1  Item2\n    1      2")]
    public async Task A_helper_shows_its_form(string code, string mimeType, string content)
    => Assert.Equal(content, (await ShownAsync(code))[mimeType]);

    [Fact]
    public async Task A_picture_that_is_none_is_refused_with_what_was_found() =>
        Assert.Contains("A PNG image begins with the bytes 89504E47; the array begins with the bytes 01",
            (await _session.RunAsync("Png([1])")).Trace, StringComparison.Ordinal);

    [Fact]
    public async Task A_displayed_value_is_updated_in_place_and_shows_nothing_of_itself()
    {
        var outcome = await _session.RunAsync("var d = display(\"a\", \"text/html\");\nd.Update(\"b\");\nd");
        var (first, second) = (Assert.IsType<DisplayOutput>(outcome.Outputs[0]), Assert.IsType<DisplayOutput>(outcome.Outputs[1]));
        Assert.Equal(2, outcome.Outputs.Count);
        Assert.Equal(first.DisplayId, second.DisplayId);
        Assert.True(second.IsUpdate);
        Assert.Equal("b", second.Bundle["text/html"]);
    }

    [Fact]
    public async Task Outputs_are_cleared()
    {
        var outcome = await _session.RunAsync("Console.Write(1);\nclear_output(wait: true);\nConsole.Write(2);");
        Assert.Equal([new StreamOutput("stdout", "1"), new ClearOutput(true), new StreamOutput("stdout", "2")], outcome.Outputs);
    }

    [Fact]
    public async Task A_registered_formatter_shows_the_values_of_its_type_alone_and_in_lists()
    {
        await _session.RunAsync("public record Dog(string Name);\nFormatter.Register<Dog>(d => $\"<i>{d.Name}</i>\", \"text/html\");");
        Assert.Equal("<i>Rex</i>", (await ShownAsync("new Dog(\"Rex\")"))["text/html"]);
        Assert.Contains("<i>Rex</i>", (await ShownAsync("new[] { new Dog(\"Rex\") }"))["text/html"], StringComparison.Ordinal);
        Assert.Equal("<i>Rex</i>", (await ShownAsync("new Dog(\"Rex\").ToDisplayString(\"text/html\")"))["text/plain"]);
        await _session.RunAsync("Formatter.ResetToDefault();");
        Assert.Equal("Dog { Name = \"Rex\" }", (await ShownAsync("new Dog(\"Rex\")"))["text/plain"]);
    }

    [Fact]
    public async Task A_formatter_may_write_and_the_nearest_type_wins()
    {
        await _session.RunAsync("""
            Formatter.Register(typeof(List<>), (list, writer) => writer.Write("a list"), "text/plain");
            Formatter.Register<object>((o, writer) => writer.Write("an object"), "text/plain");
            """);
        Assert.Equal("a list", (await ShownAsync("new List<int>()"))["text/plain"]);
        Assert.Equal("an object", (await ShownAsync("new object()"))["text/plain"]);
    }

    [Fact]
    public async Task Another_session_has_formatters_of_its_own()
    {
        await _session.RunAsync("Formatter.Register<int>(i => \"mine\", \"text/plain\");");
        using var other = new SessionHarness();
        Assert.Equal("1", (await other.RunAsync("1")).Value);
        Assert.Equal("mine", (await _session.RunAsync("1")).Value);
    }

    [Fact]
    public async Task More_items_are_shown_when_asked_for() =>
        Assert.EndsWith("25]", (await ShownAsync("Formatter.ListExpansionLimit = 30;\nEnumerable.Range(1, 25)"))["text/plain"],
            StringComparison.Ordinal);

    [Fact]
    public async Task A_value_whose_property_never_returns_leaves_the_session_usable()
    {
        using var session = new SessionHarness(displayPatience: TimeSpan.FromSeconds(3));
        Assert.Contains("Stuck.Value did not return",
            (await session.RunAsync(
                "public class Stuck { public int Value { get { Thread.Sleep(Timeout.Infinite); return 1; } } }\nnew Stuck()")).Value,
                StringComparison.Ordinal);
        Assert.Equal("2", (await session.RunAsync("1 + 1")).Value);
    }
}
