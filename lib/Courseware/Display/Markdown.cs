namespace Courseware;

/// <summary>Text in Markdown, formulae between $ signs included.</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Markdown, MimeTypes.Plain])]
public sealed record Markdown(string Source) : IDisplayable
{
    public IReadOnlyDictionary<string, string> ToMimeBundle() => MimeBundle.Empty
        .With(MimeTypes.Markdown, Source)
        .With(MimeTypes.Plain, Source);

    public override string ToString() => Source;
}
