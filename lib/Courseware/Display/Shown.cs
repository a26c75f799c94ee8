namespace Courseware;

/// <summary>Something on the page that can be replaced in place.</summary>
/// <remarks>As a cell's last value it shows nothing, so <c>chart.Show()</c> without a semicolon shows the chart once.</remarks>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed class Shown : IDisplayable
{
    internal Shown(string id) => Id = id;

    /// <summary>The display id by which hosts know it.</summary>
    internal string Id { get; }

    /// <summary>Puts another value in its place. For many updates a second, use <see cref="LiveView"/>.</summary>
    public void Update(object? value) => Show.Send(MimeBundle.Of(value), Id, update: true);

    public IReadOnlyDictionary<string, string> ToMimeBundle() => MimeBundle.Empty;
}
