using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Courseware;

/// <summary>
/// Text from <c>$"gap {gap:F3}"</c> that is the same on every machine: numbers in the invariant culture, with a true minus sign.
/// A plain string converts to it, so a parameter of this type takes both.
/// </summary>
[InterpolatedStringHandler]
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Plain])]
public sealed class InvariantText
{
    private static readonly CultureInfo s_culture = MakeCulture();
    private readonly StringBuilder _text;

    /// <summary>Called by the compiler for an interpolated string.</summary>
    public InvariantText(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + 8 * formattedCount);

    private InvariantText(string text) => _text = new StringBuilder(text);

    public static implicit operator InvariantText(string text) => new(text);

    public void AppendLiteral(string value) => _text.Append(value);

    public void AppendFormatted<T>(T value) => AppendFormatted(value, 0, null);

    public void AppendFormatted<T>(T value, string? format) => AppendFormatted(value, 0, format);

    public void AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, null);

    public void AppendFormatted<T>(T value, int alignment, string? format)
    {
        string text = value is IFormattable formattable ? formattable.ToString(format, s_culture) : value?.ToString() ?? "";
        _text.Append(alignment < 0 ? text.PadRight(-alignment) : text.PadLeft(alignment));
    }

    public override string ToString() => _text.ToString();

    /// <summary>One value in the invariant culture, with a true minus sign; "" for null.</summary>
    internal static string Of(object? value, string format)
        => value is IFormattable formattable ? formattable.ToString(format, s_culture) : value?.ToString() ?? "";

    private static CultureInfo MakeCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "−";
        return CultureInfo.ReadOnly(culture);
    }
}
