namespace Courseware;

/// <summary>
/// A value that differs from run to run, such as a measured time or a progress line: shown, but left out of the written notebook.
/// </summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed record Transient(object? Value) : IDisplayable
{
    public IReadOnlyDictionary<string, string> ToMimeBundle()
    {
        var bundle = MimeBundle.Empty;
        foreach (var (type, text) in MimeBundle.Of(Value)) bundle = bundle.With(type, text);
        if (!bundle.ContainsKey(MimeTypes.Html) && bundle.TryGetValue(MimeTypes.Plain, out var plain))
        {
            bundle = MimeBundle.Empty.With(MimeTypes.Html, $"<span class=\"measured\">{Html.Escape(plain)}</span>")
                .With(MimeTypes.Plain, plain);
        }

        return bundle.With(MimeTypes.Transient, "{}");
    }
}
