using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Formatting;

/// <summary>
/// The looks that libraries give their types by .NET Interactive's convention, and tables of data frames: by name, as there is no
/// reference.
/// </summary>
public sealed class FormatterSourceTests : IDisposable
{
    private const string Sources = """
        class TypeFormatterSourceAttribute(Type source) : Attribute { public Type FormatterSourceType => source; public string[] PreferredMimeTypes { get; set; } }
        class Form(string type, Func<object, string> write) { public string MimeType => type; public bool Format(object value, TextWriter writer) { var text = write(value); writer.Write(text); return text != null; } }
        class Source { public IEnumerable<object> CreateTypeFormatters() => new object[] { new Form("text/html", v => $"<b>{v.GetType().Name}</b>"), new Form("text/plain", v => "plain"), new Form("image/svg+xml", v => "<svg/>") }; }
        class None { public IEnumerable<object> CreateTypeFormatters() => new object[] { new Form("text/html", v => null) }; }
        class Broken { public IEnumerable<object> CreateTypeFormatters() => new object[] { new Form("text/html", v => throw new Exception("no")) }; }
        interface IForms { IEnumerable<object> CreateTypeFormatters(); }
        interface IForm { string MimeType { get; } bool Format(object value, TextWriter writer); }
        class Hidden : IForms, IForm { IEnumerable<object> IForms.CreateTypeFormatters() => new object[] { this }; string IForm.MimeType => "text/html"; bool IForm.Format(object value, TextWriter writer) { writer.Write("hidden"); return true; } }
        [TypeFormatterSource(typeof(Hidden))] class Other { }
        [TypeFormatterSource(typeof(Source))] class Shape { public int Corners => 3; }
        class Square : Shape { }
        [TypeFormatterSource(typeof(Source), PreferredMimeTypes = new[] { "image/svg+xml", "text/html" })] struct Drawn { }
        [TypeFormatterSource(typeof(None))] class Plain { public int Corners => 3; }
        [TypeFormatterSource(typeof(Broken))] class Faulty { public int Corners => 3; }
        """;

    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("new Shape()", "text/html: <b>Shape</b>, text/plain: plain, image/svg+xml: <svg/>")]
    [InlineData("new Other()", "text/html: hidden, text/plain: Other")]
    [InlineData("new Square()", "text/html: <b>Square</b>, text/plain: plain, image/svg+xml: <svg/>")]
    [InlineData("new Drawn()", "image/svg+xml: <svg/>, text/html: <b>Drawn</b>, text/plain: Drawn")]
    public async Task A_type_is_shown_by_the_formatters_that_its_attribute_names(string code, string forms) =>
        Assert.Equal(forms, string.Join(", ", (await ShownAsync(code)).Select(form => $"{form.Key}: {form.Value}")));

    [Fact]
    public async Task A_formatter_that_does_not_take_a_value_leaves_it_to_us_and_one_that_throws_is_told()
    {
        Assert.Contains("Corners", (await ShownAsync("new Plain()"))["text/html"], StringComparison.Ordinal);
        Assert.Contains("its formatter for text/html throws Exception: no", (await ShownAsync("new Faulty()"))["text/plain"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_cell_registers_comes_first() =>
        Assert.Equal("mine", (await ShownAsync("Formatter.Register<Shape>(s => \"mine\");\nnew Shape()"))["text/html"]);

    private async Task<IReadOnlyDictionary<string, string>> ShownAsync(string code)
    {
        Assert.Equal(CellStatus.Succeeded, (await _session.RunAsync(Sources)).Status);
        var outcome = await _session.RunAsync(code);
        Assert.True(outcome.Status == CellStatus.Succeeded, string.Join('\n', outcome.Outputs));
        return Assert.Single(outcome.Outputs.OfType<ResultOutput>()).Bundle;
    }
}
