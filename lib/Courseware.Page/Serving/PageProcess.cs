using System.Collections;
using System.Runtime.InteropServices;
using Courseware.Host.Running;

namespace Courseware.Page.Serving;

/// <summary>The page's program, from its start to Ctrl+C.</summary>
internal static class PageProcess
{
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors, string folder)
    {
        if (!PageSettings.TryParse(arguments, folder, out var settings, out var problem))
        {
            await errors.WriteLineAsync(problem).ConfigureAwait(false);
            return Runner.Usage;
        }
        MakeFoldersWhole(settings.Course, folder);
        using var over = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        var server = new PageServer(settings);
        await using (server.ConfigureAwait(false))
        {
            try
            {
                await server.StartAsync().ConfigureAwait(false);
            }
            catch (IOException e)
            {
                await errors.WriteLineAsync($"The page cannot listen on port {settings.Port} ({e.Message.TrimEnd('.')}). Leave out --port to take a free one.").ConfigureAwait(false);
                return Runner.Failed;
            }
            await output.WriteLineAsync($"The page is at {server.Address}\nIts address holds a secret: whoever has it can run code here. Ctrl+C ends the page.").ConfigureAwait(false);
            await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            if (settings.OpensBrowser)
                BrowserStart.Try(server.Address);
            await Task.Delay(Timeout.Infinite, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return Runner.Succeeded;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            over.Cancel();
        }
    }

    // A notebook's session works in the notebook's folder; who set COURSEWARE_DATA=data meant the one that they were in.
    private static void MakeFoldersWhole(CourseFolder course, string folder)
    {
        if (!File.Exists(course.Variables))
            return;
        var all = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!);
        foreach (var (name, whole) in CourseVariables.Parse(File.ReadAllText(course.Variables)).Whole(all, folder).ToList())
            Environment.SetEnvironmentVariable(name, whole);
    }
}
