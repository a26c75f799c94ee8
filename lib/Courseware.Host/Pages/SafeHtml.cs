using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Courseware.Host.Pages;

/// <summary>
/// Lets through the few HTML tags that a lesson's prose needs, with the few attributes that they need; anything else shows as the text that
/// it is. It also keeps the tags in pairs, so that a forgotten &lt;/div&gt; cannot swallow the rest of the page.
/// </summary>
internal sealed partial class SafeHtml
{
    private static readonly FrozenDictionary<string, string[]> s_allowed =
        new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
        {
            ["div"] = ["dir", "lang", "align"],
            ["span"] = ["dir", "lang"],
            ["p"] = ["dir", "lang", "align"],
            ["bdi"] = ["dir", "lang"],
            ["details"] = ["open", "dir", "lang"],
            ["summary"] = ["dir", "lang"],
            ["sub"] = [],
            ["sup"] = [],
            ["br"] = [],
            ["hr"] = [],
            ["kbd"] = [],
            ["mark"] = [],
            ["small"] = [],
            ["b"] = [],
            ["i"] = [],
            ["em"] = [],
            ["strong"] = [],
            ["u"] = [],
            ["s"] = [],
            ["code"] = [],
            ["abbr"] = ["title"],
            ["table"] = ["dir"],
            ["thead"] = [],
            ["tbody"] = [],
            ["tr"] = [],
            ["th"] = ["colspan", "rowspan", "align", "scope"],
            ["td"] = ["colspan", "rowspan", "align"],
            ["ul"] = ["dir"],
            ["ol"] = ["dir", "start"],
            ["li"] = [],
            ["blockquote"] = ["dir", "lang"],
            ["h2"] = ["dir", "lang"],
            ["h3"] = ["dir", "lang"],
            ["h4"] = ["dir", "lang"],
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly Stack<string> _open = new();

    /// <summary>A piece of raw HTML, made safe. Tags may be opened in one piece and closed in a later one.</summary>
    public string Clean(string markup)
    {
        var html = new StringBuilder();
        var at = 0;
        foreach (Match tag in Tag().Matches(markup))
        {
            html.Append(Escape(markup[at..tag.Index]));
            at = tag.Index + tag.Length;
            if (tag.Value.StartsWith("<!--", StringComparison.Ordinal)) continue;
            html.Append(CleanTag(tag));
        }
        return html.Append(Escape(markup[at..])).ToString();
    }

    /// <summary>The end tags of all that is still open.</summary>
    public string CloseAll()
    {
        var html = string.Concat(_open.Select(name => $"</{name}>"));
        _open.Clear();
        return html;
    }

    private string CleanTag(Match tag)
    {
        var name = tag.Groups["name"].Value.ToLowerInvariant();
        if (!s_allowed.TryGetValue(name, out var attributes)) return Escape(tag.Value);
        if (tag.Groups["end"].Length > 0)
        {
            if (!_open.Contains(name)) return "";
            var html = new StringBuilder();
            for (var closed = ""; closed != name;)
            {
                closed = _open.Pop();
                html.Append("</").Append(closed).Append('>');
            }
            return html.ToString();
        }
        var kept = new StringBuilder("<").Append(name);
        foreach (Match attribute in Attribute().Matches(tag.Groups["attributes"].Value))
        {
            var key = attribute.Groups["key"].Value.ToLowerInvariant();
            if (!attributes.Contains(key)) continue;
            var value = attribute.Groups["value"].Value.Trim('"', '\'');
            kept.Append(' ').Append(key);
            if (attribute.Groups["value"].Length > 0)
                kept.Append("=\"").Append(Html.Text(System.Net.WebUtility.HtmlDecode(value))).Append('"');
        }
        if (name is not ("br" or "hr")) _open.Push(name);
        return kept.Append('>').ToString();
    }

    // Entities that the author wrote stay entities.
    private static string Escape(string text)
        => BareAmpersand().Replace(text, "&amp;").Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    [GeneratedRegex("""<!--.*?-->|<(?<end>/?)(?<name>[A-Za-z][A-Za-z0-9-]*)(?<attributes>(?:\s+[^<>]*?)?)\s*/?>""",
        RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex("""(?<key>[A-Za-z-]+)(?:\s*=\s*(?<value>"[^"]*"|'[^']*'|[^\s"'>]+))?""")]
    private static partial Regex Attribute();

    [GeneratedRegex("&(?!#?\\w+;)")]
    private static partial Regex BareAmpersand();
}
