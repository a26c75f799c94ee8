using System.Globalization;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Cells;

/// <summary>How this session shows the values of a type: .NET Interactive's <c>Formatter</c>, as far as cells use it.</summary>
/// <remarks>
/// A formatter also serves the types derived from its own; of several, the one for the nearest type is used, and of these the newest.
/// </remarks>
public static class Formatter
{
    /// <summary>How many items of a sequence are shown; 20 unless changed.</summary>
    public static int ListExpansionLimit
    {
        get => Registry.MostItems;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            Registry.MostItems = int.Min(value, 1000);
        }
    }

    /// <summary>How many levels of nested values are shown; 3 unless changed.</summary>
    public static int RecursionLimit
    {
        get => Registry.Deepest;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            Registry.Deepest = int.Min(value, 10);
        }
    }

    private static FormatterRegistry Registry => CellContext.CurrentFormatting.Formatters;

    /// <summary>Shows values of <typeparamref name="T"/> by a text of the given MIME type.</summary>
    public static void Register<T>(Func<T, string> formatter, string mimeType = MimeTypes.Html)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Registry.Add(typeof(T), mimeType, value => formatter((T)value));
    }

    /// <summary>Shows values of <typeparamref name="T"/> by what is written for them.</summary>
    public static void Register<T>(Action<T, TextWriter> formatter, string mimeType = MimeTypes.Html)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Register(typeof(T), (value, writer) => formatter((T)value, writer), mimeType);
    }

    /// <summary>Shows values of a type by what is written for them; <c>typeof(List&lt;&gt;)</c> means lists of anything.</summary>
    public static void Register(Type type, Action<object, TextWriter> formatter, string mimeType = MimeTypes.Html)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(formatter);
        Registry.Add(type, mimeType, value =>
        {
            using var writer = new StringWriter(CultureInfo.InvariantCulture);
            formatter(value, writer);
            return writer.ToString();
        });
    }

    /// <summary>Restricts the forms in which values of a type are sent.</summary>
    public static void SetPreferredMimeTypesFor(Type type, params string[] preferredMimeTypes) => Registry.Prefer(type, preferredMimeTypes);

    /// <summary>The text that would be shown for a value.</summary>
    public static string ToDisplayString(object? value, string mimeType = MimeTypes.Plain) => value.ToDisplayString(mimeType);

    /// <summary>Forgets what was registered.</summary>
    public static void ResetToDefault() => Registry.Clear();
}
