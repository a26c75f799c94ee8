using System.Globalization;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Jupyter;

/// <summary>Executes cells as their requests want them: counted or not, quiet or not, with what the request asks for besides.</summary>
internal sealed class CellExecutor(Lazy<Session> session, string folder, Publisher publisher, InputChannel input, ExecutionHistory history)
    : IDisposable
{
    private int _count;
    private int _uncounted;

    /// <summary>Runs one cell to its end. One at a time.</summary>
    public async Task<CellOutcome> ExecuteAsync(JupyterMessage request, CancellationToken cancellation)
    {
        var started = DateTime.UtcNow;
        var code = request.Text("code");
        var isSilent = request.Flag("silent", false);
        var isStored = !isSilent && request.Flag("store_history", true);
        var expressions = ExpressionsOf(request);
        if (isStored)
            _count++;
        if (!isSilent)
        {
            publisher.Send("execute_input", request, writer =>
            {
                writer.WriteText("code", code);
                writer.WriteNumber("execution_count", _count);
            });
        }

        var cell = new CellPublisher(request, publisher, input, isSilent, request.Flag("allow_stdin", false), _count);
        if (session.IsValueCreated && request.DeletedCells is { Count: > 0 } deleted)
            await session.Value.ForgetAsync(deleted).ConfigureAwait(false);
        var error = await RunAsync(new CellSource(NameOf(isStored), code, request.CellId), cell, cancellation).ConfigureAwait(false);
        if (isStored)
            history.Add(_count, code, cell.ResultText);
        var values = new List<KeyValuePair<string, CellOutput>>();
        if (error is null)
        {
            foreach (var (name, expression) in expressions)
                values.Add(new(name, await session.Value.EvaluateAsync(expression, cancellation).ConfigureAwait(false)));
        }
        return new CellOutcome(_count, error, cell.Pages, values, started);
    }

    public void Dispose()
    {
        if (session.IsValueCreated)
            session.Value.Dispose();
    }

    private async Task<ErrorOutput?> RunAsync(CellSource source, CellPublisher cell, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(source.Code))
            return null;
        if (source.Code.Contains("#r", StringComparison.Ordinal))
            await BuildMissingAsync(source.Code, cell, cancellation).ConfigureAwait(false);
        await WarmUp.Ready.ConfigureAwait(false);
        var result = await session.Value.ExecuteAsync(source, cell, cancellation).ConfigureAwait(false);
        if (result.Status == CellStatus.Succeeded)
            return null;
        return cell.Error ?? new ErrorOutput(result.Status.ToString(), $"{source.Name} ended without success.", []);
    }

    // A course that was cloned and never built: the first cell of each notebook names the library.
    private async Task BuildMissingAsync(string code, CellPublisher cell, CancellationToken cancellation)
    {
        foreach (var project in LibraryBuild.Missing(code, folder).Select(MissingLibrary.ProjectOf).OfType<string>().Distinct())
        {
            cell.OnOutput(
                new StreamOutput(
                    "stdout", $"{Path.GetFileNameWithoutExtension(project)} is not built yet: building it, which takes some seconds.\n"));
            if (await LibraryBuild.BuildAsync(project, cancellation).ConfigureAwait(false) is { } problem)
                cell.OnOutput(new StreamOutput("stderr", problem + "\n"));
        }
    }

    private string NameOf(bool isStored) => isStored
        ? string.Create(CultureInfo.InvariantCulture, $"cell {_count}")
        : string.Create(CultureInfo.InvariantCulture, $"uncounted cell {++_uncounted}");

    private static List<KeyValuePair<string, string>> ExpressionsOf(JupyterMessage request)
    {
        if (request.Value("user_expressions") is not { } expressions)
            return [];
        if (expressions.ValueKind != System.Text.Json.JsonValueKind.Object)
            throw new InvalidDataException("'user_expressions' of execute_request is not an object");
        return [.. expressions.EnumerateObject()
            .Select(e => new KeyValuePair<string, string>(e.Name, e.Value.ValueKind == System.Text.Json.JsonValueKind.String
                ? e.Value.GetString()! : e.Value.GetRawText()))];
    }
}
