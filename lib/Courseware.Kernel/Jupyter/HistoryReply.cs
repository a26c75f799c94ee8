using System.Text.Json;

namespace Courseware.Kernel.Jupyter;

/// <summary>Answers <c>history_request</c>.</summary>
internal static class HistoryReply
{
    public static Action<Utf8JsonWriter> For(JupyterMessage request, ExecutionHistory history)
    {
        var withOutput = request.Flag("output", false);
        var count = request.Number("n");
        var entries = request.Text("hist_access_type", "tail") switch
        {
            "tail" => history.Tail(count),
            "range" => history.Range(request.Number("session"), request.Number("start"), request.Number("stop")),
            "search" => history.Search(request.Text("pattern", "*"), count, request.Flag("unique", false)),
            var other => throw new InvalidDataException($"hist_access_type is \"{other}\"; it is tail, range or search"),
        };
        return writer =>
        {
            writer.WriteString("status", "ok");
            writer.WriteStartArray("history");
            foreach (var entry in entries)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(ExecutionHistory.Session);
                writer.WriteNumberValue(entry.Line);
                if (withOutput)
                    writer.WriteStartArray();
                writer.WriteText(entry.Input);
                if (withOutput)
                {
                    if (entry.Output is null)
                        writer.WriteNullValue();
                    else
                        writer.WriteText(entry.Output);
                    writer.WriteEndArray();
                }
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
        };
    }
}
