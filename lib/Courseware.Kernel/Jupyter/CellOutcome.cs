using System.Text.Json;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Jupyter;

/// <summary>How a request to execute ended.</summary>
/// <param name="Error">Why it failed; null when it succeeded.</param>
/// <param name="Pages">For the front end's pager.</param>
/// <param name="Expressions">The values of the request's user expressions, by name.</param>
internal sealed record CellOutcome(
    int ExecutionCount, ErrorOutput? Error, IReadOnlyList<IReadOnlyDictionary<string, string>> Pages,
    IReadOnlyList<KeyValuePair<string, CellOutput>> Expressions, DateTime Started)
{
    public bool Succeeded => Error is null;

    /// <summary>When the cell began, for front ends that show times.</summary>
    public byte[] Metadata => Json.Object(writer =>
    {
        writer.WriteString("started", Json.Date(Started));
        writer.WriteString("status", Succeeded ? "ok" : "error");
    });

    public void WriteReply(Utf8JsonWriter writer)
    {
        if (Error is not null)
            writer.WriteFailure(Error);
        else
            writer.WriteString("status", "ok");
        writer.WriteNumber("execution_count", ExecutionCount);
        if (Error is not null)
            return;
        writer.WriteStartArray("payload");
        foreach (var page in Pages)
        {
            writer.WriteStartObject();
            writer.WriteString("source", "page");
            writer.WriteBundle("data", page);
            writer.WriteNumber("start", 0);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartObject("user_expressions");
        foreach (var (name, value) in Expressions)
        {
            writer.WriteStartObject(name);
            WriteExpression(writer, value);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteExpression(Utf8JsonWriter writer, CellOutput value)
    {
        if (value is ErrorOutput error)
        {
            writer.WriteFailure(error);
            return;
        }
        writer.WriteString("status", "ok");
        writer.WriteBundle("data", (value as ResultOutput)?.Bundle ?? new Dictionary<string, string>());
        writer.WriteEmptyObject("metadata");
    }
}
