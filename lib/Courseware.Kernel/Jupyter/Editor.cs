using System.Text.Json;
using Courseware.Kernel.Editing;

namespace Courseware.Kernel.Jupyter;

/// <summary>
/// Answers the requests that front ends make while their user types. Jupyter counts positions in code points, the cell editor in UTF-16
/// units.
/// </summary>
internal sealed class Editor(Lazy<CellEditor> editor)
{
    public async Task<Action<Utf8JsonWriter>> CompleteAsync(JupyterMessage request, CancellationToken cancellation)
    {
        var (code, position) = Cursor(request);
        var found = await editor.Value.CompleteAsync(code, position, cancellation).ConfigureAwait(false);
        var (start, end) = (CursorPositions.ToCodePoints(code, found.Start), CursorPositions.ToCodePoints(code, found.End));
        return writer =>
        {
            writer.WriteString("status", "ok");
            writer.WriteTexts("matches", found.Items.Select(item => item.Text));
            writer.WriteNumber("cursor_start", start);
            writer.WriteNumber("cursor_end", end);
            writer.WriteStartObject("metadata");
            // What JupyterLab reads to show kinds and signatures.
            writer.WriteStartArray("_jupyter_types_experimental");
            foreach (var item in found.Items)
            {
                writer.WriteStartObject();
                writer.WriteNumber("start", start);
                writer.WriteNumber("end", end);
                writer.WriteText("text", item.Text);
                writer.WriteText("type", item.Kind);
                writer.WriteText("signature", item.Signature ?? "");
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        };
    }

    public async Task<Action<Utf8JsonWriter>> InspectAsync(JupyterMessage request, CancellationToken cancellation)
    {
        var (code, position) = Cursor(request);
        var detail = request.Number("detail_level") is > 0 ? 1 : 0;
        var found = await editor.Value.InspectAsync(code, position, detail, cancellation).ConfigureAwait(false);
        return writer =>
        {
            writer.WriteString("status", "ok");
            writer.WriteBoolean("found", found is not null);
            writer.WriteBundle("data", found ?? new Dictionary<string, string>());
            writer.WriteEmptyObject("metadata");
        };
    }

    public Action<Utf8JsonWriter> CheckComplete(JupyterMessage request)
    {
        var completeness = editor.Value.CheckComplete(request.Text("code"));
        return writer =>
        {
            writer.WriteString("status", completeness.Status);
            if (completeness.Status == "incomplete")
                writer.WriteText("indent", completeness.Indent);
        };
    }

    private static (string Code, int Position) Cursor(JupyterMessage request)
    {
        var code = request.Text("code");
        return (code, request.Number("cursor_pos") is { } at ? CursorPositions.ToUtf16(code, at) : code.Length);
    }
}
