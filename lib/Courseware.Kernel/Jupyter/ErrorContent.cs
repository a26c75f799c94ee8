using System.Text.Json;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Jupyter;

/// <summary>Errors as the protocol writes them.</summary>
internal static class ErrorContent
{
    /// <summary>The three properties of an error.</summary>
    public static void WriteError(this Utf8JsonWriter writer, ErrorOutput error)
    {
        writer.WriteText("ename", error.Name);
        writer.WriteText("evalue", error.Message);
        writer.WriteTexts("traceback", TraceColours.Of(error));
    }

    /// <summary>A reply's status "error", and why.</summary>
    public static void WriteFailure(this Utf8JsonWriter writer, ErrorOutput error)
    {
        writer.WriteString("status", "error");
        writer.WriteError(error);
    }
}
