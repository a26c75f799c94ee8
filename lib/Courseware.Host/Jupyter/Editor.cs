using System.Text.Json;
using Courseware.Host.Sessions;

namespace Courseware.Host.Jupyter;

/// <summary>Answers the requests that front ends make while their user types.</summary>
internal sealed class Editor(Lazy<Session> session)
{
    public Task<Action<Utf8JsonWriter>> CompleteAsync(JupyterMessage request, CancellationToken cancellation)
    {
        _ = session;
        _ = cancellation;
        var (code, _) = Cursor(request);
        var at = request.Number("cursor_pos") ?? CursorPositions.ToCodePoints(code, code.Length);
        return Task.FromResult<Action<Utf8JsonWriter>>(writer =>
        {
            writer.WriteString("status", "ok");
            writer.WriteTexts("matches", []);
            writer.WriteNumber("cursor_start", at);
            writer.WriteNumber("cursor_end", at);
            writer.WriteEmptyObject("metadata");
        });
    }

    public Task<Action<Utf8JsonWriter>> InspectAsync(JupyterMessage request, CancellationToken cancellation)
    {
        _ = cancellation;
        _ = Cursor(request);
        return Task.FromResult<Action<Utf8JsonWriter>>(writer =>
        {
            writer.WriteString("status", "ok");
            writer.WriteBoolean("found", false);
            writer.WriteEmptyObject("data");
            writer.WriteEmptyObject("metadata");
        });
    }

    public Action<Utf8JsonWriter> CheckComplete(JupyterMessage request)
    {
        _ = session;
        _ = request.Text("code");
        return writer => writer.WriteString("status", "unknown");
    }

    private static (string Code, int Position) Cursor(JupyterMessage request)
    {
        var code = request.Text("code");
        return (code, request.Number("cursor_pos") is { } at ? CursorPositions.ToUtf16(code, at) : code.Length);
    }
}
