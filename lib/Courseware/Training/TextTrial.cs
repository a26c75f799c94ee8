using Courseware.Display;

namespace Courseware.Training;

/// <summary>What came of a trial with a pretrained network: its figures, or why there are none.</summary>
/// <param name="Result">The figures; null if something was missing.</param>
/// <param name="Missing">What was missing and what to do, in one line; null if there are figures.</param>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed record TextTrial(IDisplayable? Result, string? Missing) : IDisplayable
{
    internal static TextTrial Without(string line) => new(null, $"This section was left out. {line}");

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => Result?.ToMimeBundle() ?? MimeBundle.Empty
        .With(MimeTypes.Html, $"<p role=\"note\">{Html.Escape(Missing ?? "")}</p>")
        .With(MimeTypes.Plain, Missing ?? "");

    /// <inheritdoc/>
    public override string ToString() => Result?.ToString() ?? Missing ?? "";
}
