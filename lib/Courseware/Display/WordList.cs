namespace Courseware;

/// <summary>Words as a sentence lists them.</summary>
/// <remarks>This file is the host's too, which references no library and compiles it in.</remarks>
internal static class WordList
{
    /// <summary>"a, b or c" for the last word "or"; one word as it is.</summary>
    public static string Of(IEnumerable<string> words, string last) =>
        words.ToList() is var all && all.Count > 1 ? $"{string.Join(", ", all[..^1])} {last} {all[^1]}" : string.Concat(all);
}
