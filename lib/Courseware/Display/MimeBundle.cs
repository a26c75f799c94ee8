using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace Courseware;

/// <summary>The forms of one value, MIME type → text, in order of preference. Immutable: <see cref="With"/> gives a new one.</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
[SuppressMessage("Naming", "CA1710", Justification = "The field calls it a MIME bundle.")]
internal sealed class MimeBundle : IReadOnlyDictionary<string, string>, IDisplayable
{
    private static readonly ConcurrentDictionary<Type, MethodInfo?> s_methods = new();
    private readonly OrderedDictionary<string, string> _forms;

    private MimeBundle(OrderedDictionary<string, string> forms) => _forms = forms;

    /// <summary>Shows nothing at all.</summary>
    public static MimeBundle Empty { get; } = new([]);

    /// <summary>The same forms with one added at the end, or replaced in its place.</summary>
    public MimeBundle With(string mimeType, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(mimeType);
        ArgumentNullException.ThrowIfNull(text);
        var forms = new OrderedDictionary<string, string>(_forms) { [mimeType] = text };
        return new MimeBundle(forms);
    }

    /// <summary>
    /// The forms of any value: its own <c>ToMimeBundle()</c> where it has one, else its text (numbers in the invariant culture).
    /// </summary>
    public static IReadOnlyDictionary<string, string> Of(object? value) => value switch
    {
        null => Empty.With(MimeTypes.Plain, "null"),
        IDisplayable displayable => displayable.ToMimeBundle(),
        string text => Empty.With(MimeTypes.Plain, text),
        _ => OwnBundle(value) ?? Empty.With(MimeTypes.Plain, Text(value)),
    };

    public IReadOnlyDictionary<string, string> ToMimeBundle() => this;

    public string this[string key] => _forms[key];
    public IEnumerable<string> Keys => _forms.Keys;
    public IEnumerable<string> Values => _forms.Values;
    public int Count => _forms.Count;
    public bool ContainsKey(string key) => _forms.ContainsKey(key);
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _forms.TryGetValue(key, out value);
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _forms.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => TryGetValue(MimeTypes.Plain, out var text) ? text : string.Join(", ", Keys);

    // A type made in a cell cannot always name our interface; the method's name and return type are enough.
    private static IReadOnlyDictionary<string, string>? OwnBundle(object value)
    {
        var method = s_methods.GetOrAdd(value.GetType(), static type =>
        {
            var found = type.GetMethod(nameof(ToMimeBundle), BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes);
            return found is not null && typeof(IReadOnlyDictionary<string, string>).IsAssignableFrom(found.ReturnType) ? found : null;
        });
        return method?.Invoke(value, null) as IReadOnlyDictionary<string, string>;
    }

    private static string Text(object value) =>
        value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value.ToString() ?? "";
}
