using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Courseware.Kernel.Sessions;
using Courseware.Page.Sessions;

namespace Courseware.Page.Views;

/// <summary>Writes for one reader what changed in a notebook since the version that the reader has seen.</summary>
/// <param name="frames">The version whose frames the reader has.</param>
/// <param name="seen">The version whose state the reader has; 0 for none.</param>
internal sealed class StateWriter(long frames, long seen)
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What a reader has of each stream, so that only what came since is sent.
    private readonly Dictionary<int, (long Version, int Length)> _streams = [];

    /// <summary>Whether the reader draws Plotly figures: then it needs no picture of them.</summary>
    public bool DrawsPlots { get; set; }

    /// <returns>The message; null when nothing changed.</returns>
    public ReadOnlyMemory<byte>? Write(LiveNotebook notebook) => notebook.Look(now =>
    {
        if (!HasNews(now))
            return (ReadOnlyMemory<byte>?)null;
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", now.Version);
            if (now.StatusVersion > seen)
                WriteStatus(json, now);
            if (now.ContentsVersion > frames)
                json.WriteString("contents", now.Contents);
            if (now.OrderVersion > seen)
                WriteTexts(json, "order", now.Cells.Select(cell => cell.Id));
            json.WriteStartArray("cells");
            foreach (var (cell, index) in now.Cells.Select((cell, index) => (cell, index)))
                WriteCell(json, now, cell, index);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        seen = frames = now.Version;
        return buffer.WrittenMemory;
    });

    private bool HasNews(LiveNotebook now)
        => now.Version > seen && (now.StatusVersion > seen || now.OrderVersion > seen || now.ContentsVersion > frames
        || now.Cells.Any(cell => cell.FrameVersion > frames || cell.SourceVersion > seen || cell.HtmlVersion > seen
            || cell.StateVersion > seen || cell.Outputs.Exists(output => output.Version > seen)));

    private static void WriteStatus(Utf8JsonWriter json, LiveNotebook now)
    {
        json.WriteStartObject("status");
        json.WriteString("session", now.SessionState);
        json.WriteNumber("starts", now.Starts);
        json.WriteString("running", now.RunningCell);
        WriteTexts(json, "again", now.Again);
        json.WriteBoolean("edited", now.IsEdited);
        json.WriteBoolean("canRestore", now.CanRestoreCell);
        json.WriteString("restored", now.Restored?.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteBoolean("fileNewer", now.IsFileNewer);
        json.WriteString("draftProblem", now.DraftProblem);
        json.WriteStartObject("exercises");
        foreach (var (id, outcome) in now.Exercises)
            json.WriteString(id, outcome);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteCell(Utf8JsonWriter json, LiveNotebook now, LiveCell cell, int index)
    {
        var (isNew, hasSource, hasHtml, hasState) =
            (cell.FrameVersion > frames, cell.SourceVersion > seen, cell.HtmlVersion > seen, cell.StateVersion > seen);
        var outputs = cell.Outputs.Where(output => output.Version > seen).ToList();
        if (!isNew && !hasSource && !hasHtml && !hasState && outputs.Count == 0)
            return;
        json.WriteStartObject();
        json.WriteString("id", cell.Id);
        if (isNew)
            json.WriteString("frame", CellView.Render(cell, index + 1));
        if (hasSource || isNew)
        {
            json.WriteString("source", cell.Source);
            json.WriteString("writer", cell.Writer);
        }
        if (hasHtml && cell.Html is { } html)
            json.WriteString("html", html);
        if ((hasState || isNew) && cell.IsCode)
        {
            json.WriteString("state", cell.State.ToString());
            if (cell.Count is { } count)
                json.WriteNumber("count", count);
            if (cell.Seconds is { } seconds)
                json.WriteNumber("seconds", seconds);
            if (cell.State == CellState.Running)
                json.WriteNumber("elapsed", Stopwatch.GetElapsedTime(cell.Started).TotalSeconds);
            if (now.ExpectedSeconds(cell) is { } expected)
                json.WriteNumber("expected", expected);
            json.WriteString("stale", cell.Stale);
            json.WriteBoolean("changed", cell.IsChanged);
            json.WriteBoolean("filed", cell.Filed == cell.Source);
            if (cell.Question is var (prompt, isPassword))
            {
                json.WriteStartObject("question");
                json.WriteString("prompt", prompt);
                json.WriteBoolean("password", isPassword);
                json.WriteEndObject();
            }
            json.WriteStartArray("shown");
            foreach (var output in cell.Outputs)
                json.WriteNumberValue(output.Number);
            json.WriteEndArray();
        }
        if (outputs.Count > 0)
        {
            json.WriteStartArray("outputs");
            foreach (var output in outputs)
                WriteOutput(json, cell, output);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private void WriteOutput(Utf8JsonWriter json, LiveCell cell, LiveOutput output)
    {
        json.WriteStartObject();
        json.WriteNumber("number", output.Number);
        if (output.Output is StreamOutput && output.IsPlainText && _streams.TryGetValue(output.Number, out var had)
            && had.Version >= output.WholeVersion)
        {
            json.WriteString("more", output.TextFrom(had.Length));
            _streams[output.Number] = (output.Version, output.Length);
        }
        else if (OutputView.Plot(output) is var (figure, text))
        {
            json.WriteString("plot", figure);
            json.WriteString("text", text);
            if (!DrawsPlots)
                json.WriteString("html", OutputView.Render(output, cell.Count));
        }
        else
        {
            json.WriteString("html", OutputView.Render(output, cell.Count));
            if (output.Output is StreamOutput)
                _streams[output.Number] = (output.Version, output.RenderedLength);
        }
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
