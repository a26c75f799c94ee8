namespace Courseware;

/// <summary>What a mistyped word may have meant.</summary>
/// <remarks>This file is the host's too, which references no library and compiles it in.</remarks>
internal static class Spelling
{
    /// <summary>
    /// The most likely of the candidates that differ by few letters for the word's length, or that begin with the word; null when there is
    /// none.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        var letters = word.TrimStart('-', '\\').Length;
        return candidates
            .Select(candidate =>
                (candidate, distance: letters > 2 && candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase) ? 0
                    : Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(found => found.distance <= int.Max(1, letters / 3))
            .OrderBy(found => found.distance)
            .Select(found => found.candidate)
            .FirstOrDefault();
    }

    // Letters to put in, leave out, change, or swap with a neighbour (the restricted Damerau-Levenshtein distance).
    internal static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                d[i, j] = int.Min(int.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = int.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
