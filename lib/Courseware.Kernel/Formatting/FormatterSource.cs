using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Courseware.Kernel.Formatting;

/// <summary>
/// The look that a library has given its type by .NET Interactive's convention: an attribute named <c>TypeFormatterSourceAttribute</c> that
/// names a class, whose
/// <c>CreateTypeFormatters()</c> gives objects with a <c>MimeType</c> and a method <c>bool Format(object, TextWriter)</c>.
/// </summary>
internal static partial class FormatterSource
{
    private const string AttributeName = "TypeFormatterSourceAttribute";

    /// <summary>
    /// By which a library says how it draws a Plotly figure: <c>AppContext.GetData</c> gives a
    /// <c>Func&lt;string, IReadOnlyDictionary&lt;string, string&gt;&gt;</c> from its JSON to a MIME bundle.
    /// </summary>
    public const string Drawing = "notebook.figure";

    private static readonly ConditionalWeakTable<Type, IReadOnlyList<Form>> s_known = [];

    /// <summary>
    /// The value's forms, best first; null where its type has no such attribute, or none of the formatters takes the value.
    /// </summary>
    public static IReadOnlyDictionary<string, string>? Of(object value)
    {
        var bundle = new Dictionary<string, string>();
        foreach (var form in s_known.GetValue(value.GetType(), Find))
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            if (!bundle.ContainsKey(form.MimeType) && form.Writes(value, text))
                bundle[form.MimeType] = text.ToString();
        }
        // A version of Plotly.NET whose formatter follows no convention that we know has a figure all the same.
        if (bundle.Count == 0)
            return PlotlyFigure.Of(value) is { } own ? Drawn(own) : null;
        // What fetches a script shows nothing without a network, and nothing in a page that is sent on.
        if (bundle.TryGetValue(MimeTypes.Html, out var html) && FetchesScript().IsMatch(html) && PlotlyFigure.Of(value) is { } figure)
            return Drawn(figure);
        if (!bundle.ContainsKey(MimeTypes.Plain))
            bundle[MimeTypes.Plain] = TypeNames.Of(value.GetType());
        return bundle;
    }

    private static IReadOnlyDictionary<string, string> Drawn(string figure)
    {
        if (AppContext.GetData(Drawing) is Func<string, IReadOnlyDictionary<string, string>> draw)
        {
            try
            {
                return draw(figure);
            }
            catch (Exception e) when (e is not (OperationCanceledException or ThreadInterruptedException))
            {
                // A figure that it does not draw: the front end may.
            }
        }
        return new Dictionary<string, string>
        {
            [MimeTypes.Plotly] = figure,
            [MimeTypes.Plain] = "A Plotly figure: VS Code draws it, and JupyterLab with its extension."
        };
    }

    private static IReadOnlyList<Form> Find(Type type)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            if (declaring.GetCustomAttributes(inherit: false)
                .FirstOrDefault(attribute => attribute.GetType().Name == AttributeName) is not { } found)
            {
                continue;
            }
            // Plotly.NET calls the attribute's property otherwise.
            if ((Read(found, "FormatterSourceType") ?? Read(found, "TypeFormatterSourceType")) is not Type source
                || Methods(source)
                .FirstOrDefault(method => method.Name == "CreateTypeFormatters" && method.GetParameters().Length == 0) is not { } create)
            {
                return [];
            }

            var forms = (create.Invoke(Activator.CreateInstance(source, nonPublic: true), null) as IEnumerable ?? Array.Empty<object>())
                .Cast<object>().Select(formatter => Form.Of(formatter, type)).OfType<Form>().ToList();
            var preferred = Read(found, "PreferredMimeTypes") as string[] ?? [];
            return preferred.Length == 0 ? forms
                : [.. forms.Where(form => preferred.Contains(form.MimeType)).OrderBy(form => Array.IndexOf(preferred, form.MimeType))];
        }
        return [];
    }

    private static object? Read(object owner, string property)
        => Methods(owner.GetType())
        .FirstOrDefault(method => method.Name == "get_" + property && method.GetParameters().Length == 0)?.Invoke(owner, null);

    // F# implements what an interface asks for in the interface's name alone.
    private static IEnumerable<MethodInfo> Methods(Type type)
        => type.GetMethods().Concat(type.GetInterfaces().SelectMany(face => face.GetMethods()));

    [GeneratedRegex("""<script[^>]+src\s*=\s*["']?https?://|require(js)?\.config\s*\(|["']https?://[^"']+\.(min\.)?js["']|https?://[^"'\s]*plotly""", RegexOptions.IgnoreCase)]
    private static partial Regex FetchesScript();

    private sealed record Form(string MimeType, object Formatter, MethodInfo Format)
    {
        public static Form? Of(object formatter, Type type)
        {
            if (Read(formatter, "MimeType") is not string mimeType
                || (Read(formatter, "Type") is Type served && !served.IsAssignableFrom(type)))
            {
                return null;
            }

            var format = Methods(formatter.GetType()).FirstOrDefault(method => method.Name == "Format" && method.ReturnType == typeof(bool)
                && method.GetParameters() is [var value, var writer] && value.ParameterType == typeof(object)
                && writer.ParameterType == typeof(TextWriter));
            return format is null ? null : new Form(mimeType, formatter, format);
        }

        public bool Writes(object value, TextWriter writer)
        {
            try
            {
                return (bool)Format.Invoke(Formatter, [value, writer])!;
            }
            catch (TargetInvocationException e) when (e.InnerException
                is not (null or OperationCanceledException or ThreadInterruptedException))
            {
                throw new InvalidOperationException($"its formatter for {MimeType} throws {TypeNames.Of(e.InnerException.GetType())}: {e.InnerException.Message}", e.InnerException);
            }
        }
    }
}
