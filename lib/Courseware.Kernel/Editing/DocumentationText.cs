using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Courseware.Kernel.Editing;

/// <summary>The words of a doc comment, as plain text or as Markdown.</summary>
internal sealed partial class DocumentationText(bool markdown)
{
    public bool IsMarkdown => markdown;

    public string Of(XElement? element)
    {
        if (element is null)
            return "";
        var text = new StringBuilder();
        Write(text, element.Nodes());
        return TooManyLines().Replace(text.ToString(), "\n\n").Trim();
    }

    public string Code(string code) => markdown ? $"`{code}`" : code;

    private void Write(StringBuilder text, IEnumerable<XNode> nodes)
    {
        foreach (var node in nodes)
        {
            if (node is XText words)
                Append(text, Spaces().Replace(words.Value, " "));
            else if (node is XElement element)
                Write(text, element);
        }
    }

    private void Write(StringBuilder text, XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "see" or "seealso":
                Append(text, element.Nodes().Any() && element.Attribute("href") is null ? element.Value : Reference(element));
                break;
            case "paramref" or "typeparamref":
                Append(text, Code((string?)element.Attribute("name") ?? ""));
                break;
            case "c":
                Append(text, Code(element.Value.Trim()));
                break;
            case "code":
                var code = Unindented(element.Value);
                text.Append(markdown ? $"\n\n```csharp\n{code}\n```\n\n"
                    : $"\n\n    {code.Replace("\n", "\n    ", StringComparison.Ordinal)}\n\n");
                break;
            case "para":
                text.Append("\n\n");
                Write(text, element.Nodes());
                text.Append("\n\n");
                break;
            case "br":
                text.Append('\n');
                break;
            case "list":
                WriteList(text, element);
                break;
            case "b" or "strong" when markdown:
                Append(text, $"**{element.Value}**");
                break;
            case "i" or "em" when markdown:
                Append(text, $"*{element.Value}*");
                break;
            case "a":
                Append(text, Reference(element));
                break;
            default:
                Write(text, element.Nodes());
                break;
        }
    }

    private void WriteList(StringBuilder text, XElement list)
    {
        text.Append("\n\n");
        var number = 0;
        foreach (var item in list.Elements("item"))
        {
            text.Append((string?)list.Attribute("type") == "number" ? $"{++number}. " : "- ");
            var (term, description) = (Of(item.Element("term")), Of(item.Element("description")));
            text.Append(term.Length > 0 && description.Length > 0 ? $"{term}: {description}" : term + description)
                .Append(item.HasElements ? "" : Of(item)).Append('\n');
        }
        text.Append('\n');
    }

    private string Reference(XElement element)
    {
        if ((string?)element.Attribute("langword") is { } word)
            return Code(word);
        if ((string?)element.Attribute("href") is { } link)
            return element.Value.Length == 0 ? link : markdown ? $"[{element.Value}]({link})" : $"{element.Value} ({link})";
        return (string?)element.Attribute("cref") is { } id ? Code(NameOf(id)) : element.Value;
    }

    /// <summary>"M:Courseware.Dense.Forward(System.Int32)" is Dense.Forward, "T:System.Collections.Generic.List`1" is List.</summary>
    public static string NameOf(string id)
    {
        var kind = id.Length > 1 && id[1] == ':' ? id[0] : 'T';
        var name = Arity().Replace((id.Length > 1 && id[1] == ':' ? id[2..] : id).Split('(', '~')[0], "");
        var parts = name.Split('.');
        if (parts.Length > 1 && parts[^1] == "#ctor")
            return parts[^2];
        return kind is 'T' or 'N' or '!' || parts.Length == 1 ? (kind == 'N' ? name : parts[^1]) : $"{parts[^2]}.{parts[^1]}";
    }

    private static void Append(StringBuilder text, string words)
    {
        if (text.Length == 0 || char.IsWhiteSpace(text[^1]))
            words = words.TrimStart(' ');
        text.Append(words);
    }

    private static string Unindented(string code)
    {
        var lines = code.Replace("\r", "", StringComparison.Ordinal).Trim('\n').TrimEnd().Split('\n');
        var indent = lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length)
            .DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..].TrimEnd() : ""));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[ \t]*\n[ \t]*\n\s*")]
    private static partial Regex TooManyLines();

    [GeneratedRegex(@"``?\d+|\{[^}]*\}")]
    private static partial Regex Arity();
}
