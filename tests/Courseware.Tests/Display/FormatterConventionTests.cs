using System.Collections;
using System.Reflection;
using Xunit;

namespace Courseware.Tests.Display;

/// <summary>Finds the formatters as .NET Interactive does: by names alone, without a reference.</summary>
public sealed class FormatterConventionTests
{
    public static TheoryData<string> Shown => [.. ShownValues.All.Keys];

    [Theory]
    [MemberData(nameof(Shown))]
    public void Each_listed_mime_type_has_a_formatter_that_writes(string name)
    {
        var value = ShownValues.All[name];
        var (types, formatters) = Convention(value.GetType());
        Assert.Contains(MimeTypes.Plain, types);
        foreach (var type in types)
        {
            // One without would send the host's look-up into endless recursion.
            var formatter = formatters.Single(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)! == type);
            var writer = new StringWriter();
            Assert.True(Format(formatter, value, writer));
            Assert.NotEmpty(writer.ToString());
        }
    }

    [Fact]
    public void In_that_host_a_chart_goes_as_html_with_inline_svg_first()
    {
        var (types, formatters) = Convention(typeof(Chart));
        Assert.Equal([MimeTypes.Html, MimeTypes.Plain], types);
        var writer = new StringWriter();
        Format(formatters[0], ShownValues.All["chart"], writer);
        Assert.Contains("<svg", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_show_returns_writes_nothing_there()
    {
        using var display = new RecordingDisplay();
        var shown = 1.Show();
        var (types, formatters) = Convention(shown.GetType());
        foreach (var formatter in formatters.Where(f => types.Contains((string)f.GetType().GetProperty("MimeType")!.GetValue(f)!)))
        {
            var writer = new StringWriter();
            Assert.True(Format(formatter, shown, writer));
            Assert.Empty(writer.ToString());
        }
    }

    [Fact]
    public void Every_public_displayable_of_the_library_follows_the_convention()
    {
        var missing = typeof(IDisplayable).Assembly.GetExportedTypes()
            .Where(t => t is { IsAbstract: false, IsInterface: false } && typeof(IDisplayable).IsAssignableFrom(t))
            .Where(t => t.GetCustomAttributes(true).All(a => a.GetType().Name != "TypeFormatterSourceAttribute"))
            .Select(t => t.FullName);
        Assert.Empty(missing);
    }

    [Fact]
    public void A_value_that_says_itself_in_words_goes_there_as_these_words()
    {
        var spoken = typeof(IDisplayable).Assembly.GetExportedTypes()
            .Where(t => t is { IsAbstract: false, IsEnum: false, IsByRefLike: false }
                && t.GetMethod(nameof(ToString), Type.EmptyTypes) is { } own && own.DeclaringType == t
                && !own.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute)));
        Assert.Empty(spoken.Where(t => t.GetCustomAttributes(true).All(a => a.GetType().Name != "TypeFormatterSourceAttribute"))
            .Select(t => t.FullName));

        var (types, formatters) = Convention(typeof(Courseware.Size2D));
        Assert.Equal([MimeTypes.Plain], types);
        var size = new Courseware.Size2D(2, 3);
        var writer = new StringWriter();
        Assert.True(Format(formatters.Single(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)! == MimeTypes.Plain), size,
            writer));
        Assert.Equal(size.ToString(), writer.ToString());
    }

    private static bool Format(object formatter, object value, TextWriter writer)
    {
        var method = formatter.GetType().GetMethod("Format")!;
        Assert.Equal([typeof(object), typeof(TextWriter)], method.GetParameters().Select(p => p.ParameterType));
        Assert.Equal(typeof(bool), method.ReturnType);
        return (bool)method.Invoke(formatter, [value, writer])!;
    }

    private static (string[] Types, object[] Formatters) Convention(Type type)
    {
        var attribute = type.GetCustomAttributes(true).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        var types = (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!;
        var made = Activator.CreateInstance(source)!;
        var formatters = (IEnumerable)source.GetMethod("CreateTypeFormatters", BindingFlags.Public | BindingFlags.Instance)!
            .Invoke(made, null)!;
        return (types, [.. formatters.Cast<object>()]);
    }
}
