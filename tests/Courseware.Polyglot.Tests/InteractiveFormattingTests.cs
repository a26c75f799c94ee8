using Courseware.Tests.Display;
using Microsoft.DotNet.Interactive.Formatting;
using Xunit;

namespace Courseware.Polyglot.Tests;

/// <summary>What .NET Interactive's own formatter makes of the library's values, by the convention alone.</summary>
public sealed class InteractiveFormattingTests
{
    public static TheoryData<string> Names => [.. ShownValues.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_value_is_shown_in_its_own_forms(string name)
    {
        var value = ShownValues.All[name];
        var forms = FormatsOf(value);
        var expected = MimeBundle.Of(value);
        string[] types = value is Markdown ? [MimeTypes.Markdown, MimeTypes.Plain] : [MimeTypes.Html, MimeTypes.Plain];
        Assert.Equal(types, forms.Select(f => f.Type));
        Assert.All(forms, form => Assert.Equal(expected[form.Type], form.Text));
    }

    [Fact]
    public void An_array_of_values_shows_each_in_its_own_form()
    {
        var (_, text) = FormatsOf(new[] { new Html("<b>one</b>"), new Html("<b>two</b>") }).Single(f => f.Type == MimeTypes.Html);
        Assert.Contains("<b>one</b>", text, StringComparison.Ordinal);
        Assert.Contains("<b>two</b>", text, StringComparison.Ordinal);
    }

    private static List<(string Type, string Text)> FormatsOf(object value)
        => [.. FormattedValue.CreateManyFromObject(value).Select(form => (form.MimeType, form.Value))];
}
