using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Courseware.Host.Running;
using Courseware.Kernel.Packages;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Courseware.Polyglot.Tests;

/// <summary>
/// .NET Interactive as a front end starts it, in a process that knows nothing of the course: a composite kernel with a C# kernel in it.
/// Only the cells name the library.
/// </summary>
internal static class PlainInteractiveSession
{
    /// <summary>A cell that begins with this is cancelled as soon as it updates something that it has shown.</summary>
    public const string Cancelled = "// cancelled";

    // What of the adapter's folder belongs to the adapter, and not to .NET Interactive.
    private static readonly string[] s_ofAdapter = ["Courseware.", "Plotly.", "DynamicObj", "FSharp.", "Giraffe."];

    private const string Program = """
        using System;
        using System.IO;
        using System.Linq;
        using System.Text.Json;
        using System.Threading.Tasks;
        using Microsoft.DotNet.Interactive;
        using Microsoft.DotNet.Interactive.Commands;
        using Microsoft.DotNet.Interactive.CSharp;
        using Microsoft.DotNet.Interactive.Events;

        var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var csharp = new CSharpKernel().UseKernelHelpers().UseValueSharing();
        using var kernel = new CompositeKernel { csharp };
        kernel.DefaultKernelName = csharp.Name;
        var listener = new Listener(output);
        using var subscription = kernel.KernelEvents.Subscribe(listener);
        foreach (var code in JsonSerializer.Deserialize<string[]>(File.ReadAllText(args[0])))
        {
            listener.Begin();
            var running = kernel.SendAsync(new SubmitCode(code));
            if (code.StartsWith(args[1]))
            {
                await Task.WhenAny(listener.Updated.Task, running);
                await kernel.SendAsync(new Cancel());
            }
            await running;
        }
        Environment.Exit(0);

        class Listener(StreamWriter output) : IObserver<KernelEvent>
        {
            private int cell = -1;

            public TaskCompletionSource Updated;

            public void Begin()
            {
                cell++;
                Updated = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            public void OnNext(KernelEvent received)
            {
                var shown = received as DisplayEvent;
                if (shown != null || received is CommandFailed)
                    lock (output)
                        output.WriteLine(JsonSerializer.Serialize(new
                        {
                            cell,
                            kind = received.GetType().Name,
                            id = shown?.ValueId,
                            forms = shown?.FormattedValues.Select(form => new[] { form.MimeType, form.Value }),
                            problem = (received as CommandFailed)?.Message,
                        }));
                if (received is DisplayedValueUpdated)
                    Updated.TrySetResult();
            }

            public void OnError(Exception error) { }

            public void OnCompleted() { }
        }
        """;

    /// <summary>Executes the cells one after the other, in the .NET Interactive that came with the adapter.</summary>
    /// <returns>For each cell what a front end is told.</returns>
    public static async Task<Told[][]> RunAsync(TemporaryFolder folder, string courseFolder, params string[] cells)
    {
        var adapter = PlugInHost.Find(new Courseware.Host.Running.CourseFolder(courseFolder))!;
        var program = folder.At("session", "Session.dll");
        var parts = Directory.EnumerateFiles(Path.GetDirectoryName(adapter)!, "*.dll")
            .Where(file => !s_ofAdapter.Any(Path.GetFileName(file).StartsWith)).ToList();
        TestLibrary.Build(program, Program, OutputKind.ConsoleApplication, parts);
        foreach (var part in parts)
            File.CreateSymbolicLink(folder.At("session", Path.GetFileName(part)), part);
        File.Copy(Path.ChangeExtension(typeof(Worker).Assembly.Location, ".runtimeconfig.json"),
            Path.ChangeExtension(program, ".runtimeconfig.json"));
        folder.Write("session/cells.json", new JsonArray([.. cells.Select(cell => (JsonNode)cell)]).ToJsonString());
        Directory.CreateDirectory(folder.At("notebooks"));

        var start = new ProcessStartInfo(DotnetProgram.Path)
        {
            ArgumentList = { "exec", program, folder.At("session", "cells.json"), Cancelled },
            WorkingDirectory = folder.At("notebooks"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(6));
        await using var end = patience.Token.Register(() => process.Kill(entireProcessTree: true)).ConfigureAwait(false);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var lines = (await process.StandardOutput.ReadToEndAsync(CancellationToken.None))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, $"The session ended with {process.ExitCode}, after {lines.Length} events: {await errors}");
        var told = lines.Select(line => Told.From(JsonNode.Parse(line)!)).ToLookup(event_ => event_.Cell);
        return [.. cells.Select((_, i) => told[i].ToArray())];
    }

    /// <param name="Cell">From 0.</param>
    /// <param name="Kind">The event's name.</param>
    /// <param name="Id">By which a later event updates this one.</param>
    /// <param name="Forms">MIME type → text.</param>
    /// <param name="Problem">Why the cell failed.</param>
    internal sealed record Told(int Cell, string Kind, string? Id, IReadOnlyDictionary<string, string> Forms, string? Problem)
    {
        public string Text => Forms.GetValueOrDefault("text/plain") ?? "";

        public string Html => Forms.GetValueOrDefault("text/html") ?? "";

        public override string ToString() => $"{Kind} of cell {Cell}: {Problem ?? Text}";

        public static Told From(JsonNode line) => new(
            line["cell"]!.GetValue<int>(),
            line["kind"]!.GetValue<string>(),
            line["id"]?.GetValue<string>(),
            (line["forms"]?.AsArray() ?? []).ToDictionary(form => form![0]!.GetValue<string>(), form => form![1]!.GetValue<string>()),
            line["problem"]?.GetValue<string>());
    }
}
