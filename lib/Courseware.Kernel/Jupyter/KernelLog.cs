using System.Text;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Jupyter;

/// <summary>What the kernel tells whoever started it: one line each on the process's standard error, never a cell's.</summary>
internal sealed class KernelLog(TextWriter writer)
{
    private const int LongestLine = 300;
    private readonly Lock _gate = new();

    /// <summary>The real standard error, past the redirection that gives a cell its own.</summary>
    public static KernelLog OfProcess()
    {
        var error = new StreamWriter(StandardStreams.Error(), new UTF8Encoding(false), 256) { AutoFlush = true, NewLine = "\n" };
        return new KernelLog(error);
    }

    public void Say(string text)
    {
        try
        {
            lock (_gate)
                writer.WriteLine("courseware kernel: " + OneLine(text));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Nobody reads it.
        }
    }

    /// <summary>Text on one line, of bounded length, without control characters that would act on a terminal.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text.AsSpan(0, int.Min(text.Length, LongestLine)))
            line.Append(char.IsControl(c) ? ' ' : c);
        return line.ToString().Trim();
    }
}
