using System.Net;
using System.Text.RegularExpressions;

namespace Courseware.Host.Pages;

/// <summary>Small helpers for writing HTML.</summary>
internal static partial class Html
{
    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    /// <summary>An id that is a valid fragment: letters, digits, - _ . of any script.</summary>
    public static string Slug(string text)
    {
        var kept = text.Trim().ToLowerInvariant()
            .Where(c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' ' or '\u200c'
                || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark);
        var slug = string.Concat(kept).Replace(' ', '-').Replace("\u200c", "", StringComparison.Ordinal);
        return slug.Length == 0 ? "section" : slug;
    }

    /// <summary>
    /// Gives every id in a piece of HTML or SVG a prefix, with all that points to it: two charts on one page may both call their clip path
    /// "clip".
    /// </summary>
    public static string PrefixIds(string markup, string prefix)
    {
        var ids = IdAttribute().Matches(markup).Select(m => m.Groups["id"].Value).ToHashSet(StringComparer.Ordinal);
        if (ids.Count == 0) return markup;
        string Renamed(string id) => ids.Contains(id) ? prefix + id : id;
        markup = IdAttribute().Replace(markup, m => m.Groups["before"].Value + Renamed(m.Groups["id"].Value) + m.Groups["quote"].Value);
        markup = UrlReference()
            .Replace(markup, m => $"url({m.Groups["quote"].Value}#{Renamed(m.Groups["id"].Value)}{m.Groups["quote"].Value})");
        markup = HrefReference().Replace(markup, m => m.Groups["before"].Value + Renamed(m.Groups["id"].Value) + m.Groups["quote"].Value);
        markup = IdList().Replace(markup, m => m.Groups["before"].Value
            + string.Join(' ', m.Groups["ids"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Renamed))
            + m.Groups["quote"].Value);
        markup = AnimationReference()
            .Replace(markup, m => m.Groups["before"].Value + Renamed(m.Groups["id"].Value) + m.Groups["after"].Value);
        return StyleElement().Replace(markup, m => StyleId().Replace(m.Value, s => "#" + Renamed(s.Groups["id"].Value)));
    }

    [GeneratedRegex("""(?<before>\sid\s*=\s*(?<quote>["']))(?<id>[^"']+)\k<quote>""", RegexOptions.IgnoreCase)]
    private static partial Regex IdAttribute();

    [GeneratedRegex("""url\(\s*(?<quote>["']|&quot;|)#(?<id>[^"')&]+)\k<quote>\s*\)""", RegexOptions.IgnoreCase)]
    private static partial Regex UrlReference();

    [GeneratedRegex("""(?<before>\s(?:xlink:)?href\s*=\s*(?<quote>["'])#)(?<id>[^"']+)\k<quote>""", RegexOptions.IgnoreCase)]
    private static partial Regex HrefReference();

    [GeneratedRegex("""(?<before>\s(?:aria-(?:labelledby|describedby|controls|owns|details)|for|headers)\s*=\s*(?<quote>["']))(?<ids>[^"']+)\k<quote>""", RegexOptions.IgnoreCase)]
    private static partial Regex IdList();

    [GeneratedRegex("""(?<before>\s(?:begin|end)\s*=\s*["'])(?<id>[\w-]+)(?<after>\.(?:begin|end|click)[^"']*["'])""",
        RegexOptions.IgnoreCase)]
    private static partial Regex AnimationReference();

    [GeneratedRegex("<style.*?</style>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex StyleElement();

    [GeneratedRegex("#(?<id>[A-Za-z][\\w-]*)(?=[^{}]*\\{)")]
    private static partial Regex StyleId();
}
