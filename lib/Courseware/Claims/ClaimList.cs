using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Courseware;

/// <summary>Several claims' results, shown one under the other; as data a JSON array of them.</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
internal sealed class ClaimList : IDisplayable
{
    private readonly ClaimResult[] _results;

    internal ClaimList(ReadOnlySpan<ClaimResult> results) => _results = results.ToArray();

    public IReadOnlyDictionary<string, string> ToMimeBundle() => MimeBundle.Empty
        .With(MimeTypes.Html, string.Concat(_results.Select(r => r.ToHtml())))
        .With(MimeTypes.Plain, ToString())
        .With(ClaimResult.MimeType, ToJson());

    public override string ToString() => string.Join('\n', _results.Select(r => r.ToString()));

    private string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var result in _results)
                result.WriteTo(json);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
