using System.Text.Json;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Rerunning;

/// <summary>
/// Notebooks of the course many times in one session, in order and then in random orders.
/// <c>RERUN_NOTEBOOKS=02,05 RERUN_PASSES=20 RERUN_SEED=1</c> choose; <c>COURSEWARE_DATA</c> as for any run.
/// </summary>
public sealed class NotebookPassesTests
{
    private const int Warm = 5;
    private const long MostGrowth = 16 << 20;

    [Fact]
    public async Task A_notebook_gives_the_same_outputs_in_every_pass_and_the_memory_stays_flat()
    {
        if (Environment.GetEnvironmentVariable("COURSEWARE_LONG_TESTS") is not { Length: > 0 })
            Assert.Skip("It takes minutes: set COURSEWARE_LONG_TESTS to run it.");
        Assert.True(File.Exists(Repository.At("artifacts", "lib", "Courseware.dll")),
            "The library is not built: dotnet build lib/Courseware -c Release");
        foreach (var number in (Environment.GetEnvironmentVariable("RERUN_NOTEBOOKS") ?? "02,05,06,12").Split(','))
            await RepeatAsync(Directory.GetFiles(Repository.At("notebooks"), number + "-*.ipynb").Single());
    }

    private static async Task RepeatAsync(string path)
    {
        var (passes, random) = (GeneratedSessionTests.Setting("PASSES", 20), new Random(GeneratedSessionTests.Setting("SEED", 1)));
        var cells = Cells(path);
        using var session = new Session(new SessionOptions(Path.GetDirectoryName(path)!));
        var first = new string[cells.Count];
        var memory = new List<long>();
        for (var pass = 1; pass <= 2 * passes; pass++)
        {
            var order = Enumerable.Range(0, cells.Count).ToArray();
            if (pass > passes)
                random.Shuffle(order);
            foreach (var i in order)
            {
                var outputs = new Outputs();
                var result = await session.ExecuteAsync(new CellSource($"cell {i + 1}", cells[i].Code, cells[i].Id), outputs,
                    TestContext.Current.CancellationToken);
                Assert.True(result.Status == CellStatus.Succeeded, $"{Path.GetFileName(path)}, pass {pass}, cell {i + 1}: {outputs.Text}");
                if (pass == 1)
                    first[i] = outputs.Text;
                else
                    Assert.Equal(first[i], outputs.Text);
            }
            GC.Collect();
            GC.WaitForPendingFinalizers();
            memory.Add(GC.GetTotalMemory(forceFullCollection: true));
        }
        TestContext.Current.SendDiagnosticMessage($"{Path.GetFileName(path)}: {2 * passes} passes, {memory[0] >> 20} MB after the first, {memory[^1] >> 20} MB after the last");
        Assert.True(memory[^1] - memory[int.Min(Warm, memory.Count) - 1]
            < MostGrowth, $"{Path.GetFileName(path)} grows: {string.Join(", ", memory.Select(bytes => bytes >> 20))} MB");
    }

    private static List<(string Id, string Code)> Cells(string path)
    {
        using var notebook = JsonDocument.Parse(File.ReadAllText(path));
        return
        [
            .. notebook.RootElement.GetProperty("cells").EnumerateArray().Where(cell => cell.GetProperty("cell_type").GetString() == "code")
                .Select(cell =>
                    (cell.GetProperty("id")
                        .GetString()!, string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString())))),
        ];
    }

    // What a written notebook holds: without times and progress, and an updated display in its last form.
    private sealed class Outputs : ICellObserver
    {
        private readonly List<(string? Id, string Text)> _all = [];

        public string Text => string.Join('\n', _all.Select(output => output.Text));

        public void OnOutput(CellOutput output)
        {
            switch (output)
            {
                case StreamOutput stream when _all is [.., { Id: "" } last]:
                    _all[^1] = ("", last.Text + stream.Text);
                    break;
                case StreamOutput stream:
                    _all.Add(("", stream.Text));
                    break;
                case ResultOutput result:
                    _all.Add((null, Written(result.Bundle)));
                    break;
                case DisplayOutput display when !display.Bundle.ContainsKey(MimeTypes.Transient):
                    var shown = display.DisplayId is null ? -1 : _all.FindIndex(one => one.Id == display.DisplayId);
                    if (shown < 0)
                        _all.Add((display.DisplayId, Written(display.Bundle)));
                    else
                        _all[shown] = (display.DisplayId, Written(display.Bundle));
                    break;
                case ErrorOutput error:
                    _all.Add((null, string.Join('\n', error.Trace)));
                    break;
            }
        }

        private static string Written(IReadOnlyDictionary<string, string> bundle) =>
            string.Join('\n', bundle.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}"));
    }
}
