using System.Reflection;
using System.Text.Json;
using Courseware.Kernel.Formatting;

namespace Courseware.Kernel.Jupyter;

/// <summary>Who we are, as <c>kernel_info_reply</c> tells it.</summary>
internal static class KernelInfo
{
    /// <summary>
    /// The language, in the order of its names: front ends write it unchanged into each notebook's metadata. The name is VS Code's, which
    /// would else write its own into every cell.
    /// </summary>
    public static IReadOnlyList<(string Name, string Value)> Language { get; } =
    [
        ("codemirror_mode", MimeTypes.CSharp), ("file_extension", ".csx"), ("mimetype", MimeTypes.CSharp), ("name", "csharp"),
            ("pygments_lexer", "csharp"), ("version", "14.0"),
    ];

    private static string Version =>
        typeof(KernelInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("status", "ok");
        writer.WriteString("protocol_version", MessageCodec.ProtocolVersion);
        writer.WriteString("implementation", "courseware");
        writer.WriteString("implementation_version", Version);
        writer.WriteStartObject("language_info");
        foreach (var (name, value) in Language)
            writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteString("banner", $"Courseware {Version}: C# 14 on .NET {Environment.Version}");
        writer.WriteBoolean("debugger", false);
        writer.WriteStartArray("help_links");
        WriteLink(writer, "C#", "https://learn.microsoft.com/dotnet/csharp/");
        WriteLink(writer, ".NET API", "https://learn.microsoft.com/dotnet/api/");
        writer.WriteEndArray();
        writer.WriteStartArray("supported_features");
        writer.WriteEndArray();
    }

    private static void WriteLink(Utf8JsonWriter writer, string text, string url)
    {
        writer.WriteStartObject();
        writer.WriteString("text", text);
        writer.WriteString("url", url);
        writer.WriteEndObject();
    }
}
