using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Courseware;

/// <summary>
/// "Same as the book": a fingerprint next to the one that the course recorded for these data, this mode and engine. As the last expression
/// of a cell: <c>FingerprintCheck.Of("N1/tiny", history.Fingerprint, higgs.Provenance)</c>.
/// </summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed class FingerprintCheck : IDisplayable
{
    /// <summary>The MIME type of a fingerprint.</summary>
    internal const string MimeType = "application/vnd.courseware.fingerprint+json";

    private readonly Provenance _data;
    private readonly string _mode = Course.Mode, _engine = Course.Engine;
    private readonly IReadOnlyList<string> _stale = Notebook.Stale;
    private readonly bool _sameBits = Courseware.Engine.Default.SameBitsEverywhere;

    private FingerprintCheck(string key, Fingerprint value, Provenance data)
    {
        (Key, Value, _data) = (key, value, data);
        Expected = _sameBits ? Recorded.Fingerprint(key, data) : null;
    }

    /// <summary>Homework and what it is of: "N1/tiny".</summary>
    internal string Key { get; }

    internal Fingerprint Value { get; }

    /// <summary>
    /// The recorded one; null if none was recorded for these data, this mode and engine, or the engine's bits are not the same on every
    /// machine.
    /// </summary>
    internal string? Expected { get; }

    /// <summary>
    /// Exactly the same bits as the course's; null if nothing was recorded, or the value comes from cells that have to run again first.
    /// </summary>
    internal bool? IsSame => Expected is null || _stale.Count > 0 ? null : Expected == Value.Text;

    /// <param name="key">Homework and what it is of: "N1/tiny".</param>
    /// <param name="value">The fingerprint of a model or history.</param>
    /// <param name="data">What it was trained on; null for none.</param>
    public static FingerprintCheck Of(string key, Fingerprint value, Provenance? data = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new(key, value, data ?? Claim.NoData);
    }

    public IReadOnlyDictionary<string, string> ToMimeBundle() => MimeBundle.Empty
        .With(MimeTypes.Html, ToHtml())
        .With(MimeTypes.Plain, ToString())
        .With(MimeType, ToJson());

    /// <summary>"N1/tiny 3f9a0c77b21e: the same as the course's".</summary>
    public override string ToString() => $"{Key} {Value}: {Outcome}";

    private string Outcome => IsSame switch
    {
        true => "the same as the course's",
        false => $"different from the course's ({Expected}). If you changed a seed, a setting or a cell above, that is expected; if you changed nothing, restart and run all cells again",
        null when _stale.Count > 0 => "not compared: " + Notebook.StaleText(_stale),
        null when !_sameBits => $"not compared, as the {_engine} engine's bits depend on the machine and its number of threads",
        null => _data.Kind == DataKind.StandIn
            ? "no recorded value, as the data are a stand-in; run it again, and it must be the same"
            : $"no recorded value for these data, the {_mode} mode and the {_engine} engine; run it again, and it must be the same",
    };

    private string ToHtml()
    {
        string sign = IsSame switch { true => "✓ ", false => "✗ ", null => "" };
        return $"<div class=\"courseware-fingerprint\">{Html.Escape(Key)} <code>{Value}</code> {sign}{InlineMarkup.ToHtml(Outcome)}</div>";
    }

    private string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("key", Key);
            json.WriteString("value", Value.Text);
            json.WriteString("expected", Expected);
            json.WriteString("data", _data.KindText);
            json.WriteString("dataHash", Recorded.HashOf(_data));
            json.WriteString("mode", _mode);
            json.WriteString("engine", _engine);
            if (_stale.Count > 0)
                json.WriteString("stale", string.Join(", ", _stale));
            if (!_sameBits)
                json.WriteBoolean("sameBits", false);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
