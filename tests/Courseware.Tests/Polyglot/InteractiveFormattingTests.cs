using System.Reflection;
using Courseware.Tests.Display;
using Xunit;

namespace Courseware.Tests.Polyglot;

/// <summary>What .NET Interactive's own formatter makes of the library's values, by the convention alone.</summary>
public sealed class InteractiveFormattingTests
{
    public static TheoryData<string> Names => FormatterConventionTests.Shown;

    [Theory, MemberData(nameof(Names))]
    public void A_value_is_shown_in_its_own_forms(string name)
    {
        var value = FormatterConventionTests.Values[name];
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
    {
        var assembly = PolyglotAdapter.Load("Microsoft.DotNet.Interactive.Formatting");
        var made = (System.Collections.IEnumerable)assembly.GetType("Microsoft.DotNet.Interactive.Formatting.FormattedValue", throwOnError: true)!
            .GetMethod("CreateManyFromObject", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [value, Array.Empty<string>()])!;
        return [.. made.Cast<object>().Select(f => ((string)f.GetType().GetProperty("MimeType")!.GetValue(f)!, (string)f.GetType().GetProperty("Value")!.GetValue(f)!))];
    }
}
