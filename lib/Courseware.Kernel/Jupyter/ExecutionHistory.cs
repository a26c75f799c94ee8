using System.Text;
using System.Text.RegularExpressions;

namespace Courseware.Kernel.Jupyter;

/// <summary>What this session executed, for front ends that let their user page through it. It ends with the session.</summary>
internal sealed class ExecutionHistory
{
    /// <summary>The number of this session; there is no other.</summary>
    public const int Session = 1;

    private const int MostEntries = 10_000;
    private const int LongestOutput = 10_000;

    private readonly List<Entry> _entries = [];
    private readonly Lock _gate = new();

    /// <param name="Line">The execution count.</param>
    /// <param name="Output">The result's text; null when there was none.</param>
    public sealed record Entry(int Line, string Input, string? Output);

    public void Add(int line, string input, string? output)
    {
        if (output?.Length > LongestOutput)
            output = output[..LongestOutput];
        lock (_gate)
        {
            if (_entries.Count >= MostEntries)
                _entries.RemoveRange(0, MostEntries / 10);
            _entries.Add(new Entry(line, input, output));
        }
    }

    /// <summary>The last <paramref name="count"/> entries, oldest first; all without a count.</summary>
    public IReadOnlyList<Entry> Tail(long? count) => Last(Entries(), count);

    /// <summary>
    /// The entries whose line is at least <paramref name="start"/> and less than <paramref name="stop"/>; 0 and <see cref="Session"/> are
    /// this session, any other is empty.
    /// </summary>
    public IReadOnlyList<Entry> Range(long? session, long? start, long? stop) =>
        session is null or 0 or Session
        ? [.. Entries().Where(entry => entry.Line >= (start ?? 0) && (stop is null || entry.Line < stop))] : [];

    /// <summary>The last entries whose whole input matches a pattern of *, ? and [a-z].</summary>
    /// <param name="unique">Whether an input that was executed several times counts once, the last time.</param>
    public IReadOnlyList<Entry> Search(string pattern, long? count, bool unique)
    {
        var glob = Glob(pattern);
        var found = Entries().Where(entry => glob.IsMatch(entry.Input)).ToList();
        if (unique)
            found = [.. found.AsEnumerable().Reverse().DistinctBy(entry => entry.Input).Reverse()];
        return Last(found, count);
    }

    private static List<Entry> Last(List<Entry> entries, long? count) =>
        count is { } n && n < entries.Count ? entries[^(int)long.Max(0, n)..] : entries;

    private List<Entry> Entries()
    {
        lock (_gate)
            return [.. _entries];
    }

    // Linear in the text whatever the pattern: it comes from outside.
    private static Regex Glob(string pattern)
    {
        var expression = new StringBuilder(@"\A");
        for (var i = 0; i < pattern.Length; i++)
        {
            var close = pattern[i] == '[' ? pattern.IndexOf(']', int.Min(i + 2, pattern.Length)) : -1;
            if (close > 0)
            {
                var inside = pattern[(i + 1)..close];
                var not = inside.StartsWith('^');
                expression.Append(not ? "[^" : "[")
                    .Append((not ? inside[1..] : inside).Replace(@"\", @"\\", StringComparison.Ordinal)
                        .Replace("[", @"\[", StringComparison.Ordinal).Replace("]", @"\]", StringComparison.Ordinal)).Append(']');
                i = close;
            }
            else
            {
                expression.Append(pattern[i] switch { '*' => ".*", '?' => ".", var c => Regex.Escape(c.ToString()) });
            }
        }
        try
        {
            return new Regex(expression.Append(@"\z")
                .ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (ArgumentException)
        {
            // [z-a] and the like match nothing.
            return new Regex(@"(?!)", RegexOptions.CultureInvariant);
        }
    }
}
