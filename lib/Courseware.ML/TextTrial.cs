namespace Courseware;

/// <summary>What came of a trial with a pretrained network: its figures, or why there are none.</summary>
/// <param name="Result">The figures; null if something was missing.</param>
/// <param name="Missing">What was missing and what to do, in one line; null if there are figures.</param>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed record TextTrial(IDisplayable? Result, string? Missing) : IDisplayable
{
    private string? ListOfMissing { get; init; }

    /// <param name="missing">All that is missing: for each thing what it is and what to do.</param>
    internal static TextTrial Without(IReadOnlyList<string> missing)
    {
        if (missing is [var one])
            return new(null, $"This section was left out. {one}");
        var head = $"This section was left out: {missing.Count} things are missing.";
        return new(null, $"{head} {string.Join(' ', missing.Select((line, i) => $"({i + 1}) {line}"))}")
        {
            ListOfMissing = $"<div role=\"note\"><p>{head}</p><ol>{string.Concat(missing.Select(line => $"<li>{Html.Escape(line)}</li>"))}</ol></div>",
        };
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => Result?.ToMimeBundle() ?? MimeBundle.Empty
        .With(MimeTypes.Html, ListOfMissing ?? $"<p role=\"note\">{Html.Escape(Missing ?? "")}</p>")
        .With(MimeTypes.Plain, Missing ?? "");

    /// <inheritdoc/>
    public override string ToString() => Result?.ToString() ?? Missing ?? "";
}
