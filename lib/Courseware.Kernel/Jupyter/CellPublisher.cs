using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Jupyter;

/// <summary>
/// Sends what one cell puts out to the front ends, as belonging to the request that ran it: also what its tasks write after it ended.
/// </summary>
internal sealed class CellPublisher(JupyterMessage request, Publisher publisher, InputChannel input, bool isSilent, bool allowsInput,
    int executionCount) : ICellObserver
{
    private readonly Lock _gate = new();

    /// <summary>The first error put out; null while there is none.</summary>
    public ErrorOutput? Error { get; private set; }

    /// <summary>What the cell asked the pager to show.</summary>
    public List<IReadOnlyDictionary<string, string>> Pages { get; } = [];

    /// <summary>The text of the cell's value; null when it has none.</summary>
    public string? ResultText { get; private set; }

    public string? ReadLine(string prompt, bool isPassword, CancellationToken cancellation)
        => input.Ask(request, allowsInput, prompt, isPassword, cancellation);

    public void OnOutput(CellOutput output)
    {
        lock (_gate)
        {
            switch (output)
            {
                case ErrorOutput error:
                    Error ??= error;
                    break;
                case PageOutput page:
                    Pages.Add(page.Bundle);
                    return;
                case ResultOutput result:
                    ResultText = result.Bundle.GetValueOrDefault(MimeTypes.Plain);
                    break;
            }
            if (!isSilent)
                Publish(output);
        }
        if (!isSilent)
            publisher.Throttle();
    }

    private void Publish(CellOutput output)
    {
        switch (output)
        {
            case StreamOutput stream:
                publisher.Send("stream", request, writer =>
                {
                    writer.WriteString("name", stream.Name);
                    writer.WriteText("text", stream.Text);
                });
                break;
            case DisplayOutput display:
                publisher.Send(display.IsUpdate ? "update_display_data" : "display_data", request, writer =>
                {
                    writer.WriteBundle("data", display.Bundle);
                    writer.WriteEmptyObject("metadata");
                    writer.WriteStartObject("transient");
                    if (!string.IsNullOrEmpty(display.DisplayId))
                        writer.WriteText("display_id", publisher.WireId(display.DisplayId));
                    writer.WriteEndObject();
                });
                break;
            case ResultOutput result:
                publisher.Send("execute_result", request, writer =>
                {
                    writer.WriteNumber("execution_count", executionCount);
                    writer.WriteBundle("data", result.Bundle);
                    writer.WriteEmptyObject("metadata");
                });
                break;
            case ErrorOutput error:
                publisher.Send("error", request, writer => writer.WriteError(error));
                break;
            case ClearOutput clear:
                publisher.Send("clear_output", request, writer => writer.WriteBoolean("wait", clear.Wait));
                break;
        }
    }
}
