using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Courseware.Kernel.Formatting;

namespace Courseware.Kernel.Jupyter;

/// <summary>Writing JSON by hand: a serializer that reflects would cost the kernel's first reply its speed.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions s_options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>An object in UTF-8 with what <paramref name="write"/> puts into it.</summary>
    public static byte[] Object(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static string Date(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A text property, whatever is in it: half of a surrogate pair, which UTF-8 has no bytes for, becomes U+FFFD.</summary>
    public static void WriteText(this Utf8JsonWriter writer, string name, string text)
    {
        writer.WritePropertyName(name);
        writer.WriteText(text);
    }

    public static void WriteText(this Utf8JsonWriter writer, string text) => writer.WriteStringValue(WellFormed(text));

    public static void WriteTexts(this Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteText(text);
        writer.WriteEndArray();
    }

    public static void WriteEmptyObject(this Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject(name);
        writer.WriteEndObject();
    }

    /// <summary>A MIME bundle as the protocol wants it: JSON types as JSON, all else as text.</summary>
    public static void WriteBundle(this Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<string, string>> bundle)
    {
        writer.WriteStartObject(name);
        foreach (var (type, text) in bundle)
        {
            writer.WritePropertyName(WellFormed(type));
            if (!MimeTypes.IsJson(type) || !TryWriteJson(writer, text))
                writer.WriteText(text);
        }
        writer.WriteEndObject();
    }

    private static bool TryWriteJson(Utf8JsonWriter writer, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 512 });
            writer.WriteRawValue(WellFormed(text), skipInputValidation: true);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string WellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (char.IsSurrogatePair(text, i))
                i++;
            else
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        }
        return text;
    }
}
