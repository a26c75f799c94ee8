using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Courseware.Host.Formulas;
using Courseware.Kernel.Formatting;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Courseware.Host.Pages;

/// <summary>
/// Markdown cells as HTML: tables, task lists, formulae as MathML, Persian blocks with Markdown inside, and of raw HTML only what is safe.
/// One object renders one page, so that the ids of its headings are unique.
/// </summary>
public sealed partial class MarkdownRenderer
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseMathematics().UseTaskLists().UseEmphasisExtras().UseAutoLinks().Build();

    private const string Attached = "attachment:";

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<Heading> _headings = [];
    private readonly string? _folder;
    private readonly string? _linkPrefix;

    /// <param name="notebookFolder">Where relative pictures are; null leaves them out.</param>
    /// <param name="linkPrefix">Put before relative links to anything but notebooks.</param>
    public MarkdownRenderer(string? notebookFolder = null, string? linkPrefix = null)
    {
        _folder = notebookFolder;
        _linkPrefix = linkPrefix;
    }

    /// <summary>The headings rendered so far, in order.</summary>
    public IReadOnlyList<Heading> Headings => _headings;

    /// <summary>The pictures that the cell to be rendered next carries with it, as nbformat has them; null for none.</summary>
    internal JsonObject? Attachments { get; set; }

    /// <summary>The formulae of a Markdown text, in order; nothing is converted.</summary>
    public static IReadOnlyList<(string Tex, bool Display)> Formulae(string markdown)
        => [.. Parse(Prepare(markdown), s_pipeline).Descendants().Select(Formula).OfType<(string, bool)>()];

    /// <summary>Renders one cell.</summary>
    /// <param name="markdown">Its source.</param>
    /// <param name="dropFirstHeading">Leaves out a heading of level 1 at the very start: the page's header shows it.</param>
    public string Render(string markdown, bool dropFirstHeading = false)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        var document = Parse(Prepare(markdown), s_pipeline);
        if (dropFirstHeading && document.FirstOrDefault() is HeadingBlock { Level: 1 } title) document.Remove(title);
        var safe = new SafeHtml();
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        s_pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new Code());
        renderer.ObjectRenderers.Replace<HtmlBlockRenderer>(new RawBlock(safe));
        renderer.ObjectRenderers.Replace<HtmlInlineRenderer>(new RawInline(safe));
        renderer.ObjectRenderers.Replace<HtmlMathBlockRenderer>(new BlockFormula());
        renderer.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new InlineFormula());
        foreach (var link in document.Descendants<LinkInline>().ToList()) Rewrite(link);
        foreach (var link in document.Descendants<AutolinkInline>().Where(l => !l.IsEmail && !IsSafe(l.Url)).ToList())
            link.ReplaceBy(new LiteralInline(link.Url));
        foreach (var heading in document.Descendants<HeadingBlock>())
            heading.GetAttributes().Id = UniqueId(Html.Slug(PlainText(heading.Inline)));
        renderer.Render(document);
        writer.Write(safe.CloseAll());
        foreach (var heading in document.Descendants<HeadingBlock>()) _headings.Add(Describe(heading));
        return Callouts(writer.ToString());
    }

    /// <summary>The text of the first heading, when the Markdown begins with one of level 1; else null.</summary>
    public static string? Title(string markdown)
        => Parse(Prepare(markdown), s_pipeline).FirstOrDefault() is HeadingBlock { Level: 1 } heading ? PlainText(heading.Inline) : null;

    /// <summary>
    /// The Persian title under the heading of level 1 that a text begins with, and the text without it; null when there is none.
    /// </summary>
    internal static (string? Title, string Text) PersianTitle(string markdown)
    {
        var text = markdown.ReplaceLineEndings("\n");
        var found = TitleInPersian().Match(text);
        if (!found.Success) return (null, markdown);
        var title = PlainText(Parse(RawTag().Replace(found.Groups["title"].Value, "")).Descendants<ParagraphBlock>()
            .FirstOrDefault()?.Inline);
        return title.Length == 0 ? (null, markdown) : (title, text.Remove(found.Groups["block"].Index, found.Groups["block"].Length));
    }

    /// <summary>A Markdown text's parts. A text that is nested too deeply for the parser is shown as it was typed.</summary>
    internal static MarkdownDocument Parse(string markdown, MarkdownPipeline? pipeline = null)
    {
        try
        {
            return Markdown.Parse(markdown, pipeline);
        }
        catch (ArgumentException)
        {
            return Markdown.Parse("    " + markdown.ReplaceLineEndings("\n    "));
        }
    }

    /// <summary>An id that no other element of the page has.</summary>
    public string UniqueId(string wanted)
    {
        var id = wanted;
        for (var i = 1; !_ids.Add(id); i++) id = wanted + "-" + i;
        return id;
    }

    /// <summary>One formula; one that cannot be converted shows its source and the reason, and stops nothing.</summary>
    /// <param name="inParagraph">Where a div is not allowed; the math element itself makes the line of its own.</param>
    internal static string FormulaHtml(string tex, bool display, bool inParagraph = false)
    {
        try
        {
            var math = TexToMathMl.Convert(tex, display);
            return !display ? math : inParagraph ? $"<span class=\"formula\">{math}</span>"
                : $"<div class=\"formula\" tabindex=\"0\" role=\"group\" aria-label=\"Formula\">{math}</div>";
        }
        catch (TexException e)
        {
            return $"<code class=\"tex-error\" title=\"{Html.Text(e.Message)}\">{Html.Text(tex)}</code>";
        }
    }

    private static (string, bool)? Formula(MarkdownObject part) => part switch
    {
        MathBlock block => (block.Lines.ToString(), true),
        MathInline inline => (inline.Content.ToString(), inline.DelimiterCount == 2),
        _ => null,
    };

    // CommonMark reads Markdown inside a <div> only after an empty line; a Persian block should not depend on the author's knowing that.
    private static string Prepare(string markdown)
    {
        var text = new StringBuilder();
        var fence = "";
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            var trimmed = line.Trim();
            if (fence.Length > 0)
            {
                if (trimmed.StartsWith(fence, StringComparison.Ordinal)) fence = "";
                text.Append(line).Append('\n');
                continue;
            }
            if (trimmed.StartsWith("```", StringComparison.Ordinal) || trimmed.StartsWith("~~~", StringComparison.Ordinal))
                fence = trimmed[..3];
            var whole = WholeBlock().Match(trimmed);
            if (whole.Success)
            {
                text.Append(whole.Groups["open"].Value).Append("\n\n").Append(whole.Groups["body"].Value).Append("\n\n")
                    .Append(whole.Groups["close"].Value).Append("\n\n");
            }
            else if (BlockTag().IsMatch(trimmed))
            {
                text.Append('\n').Append(trimmed).Append("\n\n");
            }
            else
            {
                text.Append(line).Append('\n');
            }
        }
        return text.ToString();
    }

    private void Rewrite(LinkInline link)
    {
        var url = link.GetDynamicUrl?.Invoke() ?? link.Url ?? "";
        if (link.IsImage)
        {
            link.Url = Picture(url);
            if (link.Url.Length == 0) link.ReplaceBy(new LiteralInline("[picture not in the page: " + url + "]"));
            return;
        }
        if (!IsSafe(url))
        {
            url = "#";
        }
        else if (!url.Contains(':', StringComparison.Ordinal) && !url.StartsWith('#'))
        {
            var notebook = NotebookLink().Match(url);
            url = notebook.Success ? notebook.Groups["name"].Value + ".html" + notebook.Groups["rest"].Value
                : url.StartsWith('/') ? url : _linkPrefix + url;
        }
        else if (url.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        {
            link.GetAttributes().AddPropertyIfNotExist("rel", "noopener");
        }

        link.GetDynamicUrl = null;
        link.Url = url;
    }

    private static bool IsSafe(string url)
    {
        var scheme = Scheme().Match(url);
        return !scheme.Success || scheme.Groups["name"].Value.ToLowerInvariant() is "http" or "https" or "mailto";
    }

    /// <summary>A picture as a data address, as the page must not need other files. Empty when it is not found.</summary>
    private string Picture(string url)
    {
        if (url.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase)) return url;
        if (url.StartsWith(Attached, StringComparison.OrdinalIgnoreCase)) return Attachment(url[Attached.Length..]);
        var type = Path.GetExtension(url).ToLowerInvariant() switch
        {
            ".png" => MimeTypes.Png,
            ".jpg" or ".jpeg" => MimeTypes.Jpeg,
            ".gif" => MimeTypes.Gif,
            ".svg" => MimeTypes.Svg,
            ".webp" => MimeTypes.Webp,
            _ => null,
        };
        if (_folder == null || type == null || Scheme().IsMatch(url)) return "";
        var path = Path.GetFullPath(Path.Combine(_folder, Uri.UnescapeDataString(url)));
        return File.Exists(path) ? $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}" : "";
    }

    private string Attachment(string name)
    {
        var forms = Attachments?[name] as JsonObject ?? Attachments?[Uri.UnescapeDataString(name)] as JsonObject;
        var picture =
            forms?.FirstOrDefault(form => form.Key is MimeTypes.Png or MimeTypes.Jpeg or MimeTypes.Gif or MimeTypes.Webp or MimeTypes.Svg);
        var content = NotebookJson.Text(picture?.Value);
        if (content.Length == 0) return "";
        // Front ends encode a drawing as they do any picture; by hand it is put there as it is.
        var encoded = content.TrimStart().StartsWith('<') ? Convert.ToBase64String(Encoding.UTF8.GetBytes(content))
            : string.Concat(content.Where(c => !char.IsWhiteSpace(c)));
        return Base64().IsMatch(encoded) ? $"data:{picture!.Value.Key};base64,{encoded}" : "";
    }

    private static Heading Describe(HeadingBlock heading)
    {
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        s_pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new InlineFormula());
        renderer.ObjectRenderers.Replace<HtmlInlineRenderer>(new RawInline(new SafeHtml()));
        renderer.WriteLeafInline(heading);
        return new(heading.Level, heading.GetAttributes().Id!, Anchors().Replace(writer.ToString(), ""), PlainText(heading.Inline));
    }

    private static string PlainText(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines?.Descendants() ?? [])
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                MathInline math => math.Content.ToString(),
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                LineBreakInline => " ",
                _ => "",
            });
        }

        return text.ToString().Trim();
    }

    // > **Note.** …  and GitHub's > [!NOTE] become a box of their own.
    private static string Callouts(string html) => Callout().Replace(html, m =>
    {
        var word = m.Groups["word"].Value.ToLowerInvariant();
        var kind = word switch
        {
            "warning" or "caution" or "mistake" or "important" => "warning",
            "tip" or "hint" or "your turn" =>
            "tip",
            _ => "note"
        };
        var label = m.Groups["git"].Success ? $"<p><strong>{char.ToUpperInvariant(word[0])}{word[1..]}.</strong> "
            : m.Groups["start"].Value;
        return $"<blockquote class=\"callout {kind}\">\n{label}";
    });

    [GeneratedRegex("""\A\s*#[ \t][^\n]*\n\s*(?<block><(?<tag>div|p)\b(?=[^>]*\blang=["']?fa\b)[^>]*>\s*(?<title>[^\n]+?)\s*</\k<tag>>[ \t]*(?=\n|\z))""", RegexOptions.IgnoreCase)]
    private static partial Regex TitleInPersian();

    [GeneratedRegex("</?[A-Za-z][^>]*>")]
    private static partial Regex RawTag();

    [GeneratedRegex("^[A-Za-z0-9+/]+={0,2}$")]
    private static partial Regex Base64();

    [GeneratedRegex("^(?<open><(?<tag>div|details|p)\\b[^>]*>)(?<body>.+)(?<close></\\k<tag>>)$", RegexOptions.IgnoreCase)]
    private static partial Regex WholeBlock();

    [GeneratedRegex("^(?:<(?:div|details)\\b[^>]*>|</(?:div|details)>|(?:<details[^>]*>)?<summary>.*</summary>)$", RegexOptions.IgnoreCase)]
    private static partial Regex BlockTag();

    [GeneratedRegex("^(?:\\./)?(?<name>[^#?:]+)\\.ipynb(?<rest>[#?].*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex NotebookLink();

    [GeneratedRegex("^\\s*(?<name>[A-Za-z][A-Za-z0-9+.-]*):")]
    private static partial Regex Scheme();

    [GeneratedRegex("</?a\\b[^>]*>")]
    private static partial Regex Anchors();

    [GeneratedRegex("<blockquote>\\n(?:<p>\\[!(?<git>(?<word>NOTE|TIP|WARNING|IMPORTANT|CAUTION))\\]\\s*|(?<start><p><strong>(?<word>Note|Tip|Hint|Warning|Mistake|Caution|Your turn|What to notice)[^<]*</strong>))", RegexOptions.IgnoreCase)]
    private static partial Regex Callout();

    private sealed class Code : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            var text = block.Lines.ToString();
            var csharp = block is FencedCodeBlock { Info: "csharp" or "cs" or "c#" or "C#" };
            renderer.Write("<pre class=\"code\" tabindex=\"0\" role=\"group\" aria-label=\"Code\" dir=\"ltr\"><code>")
                .Write(csharp ? CSharpColouring.ToHtml(text) : Html.Text(text)).Write("</code></pre>\n");
        }
    }

    private sealed class RawBlock(SafeHtml safe) : HtmlObjectRenderer<HtmlBlock>
    {
        protected override void Write(HtmlRenderer renderer, HtmlBlock block)
            => renderer.Write(safe.Clean(block.Lines.ToString())).Write("\n");
    }

    private sealed class RawInline(SafeHtml safe) : HtmlObjectRenderer<HtmlInline>
    {
        protected override void Write(HtmlRenderer renderer, HtmlInline inline) => renderer.Write(safe.Clean(inline.Tag));
    }

    private sealed class BlockFormula : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock block)
            => renderer.Write(FormulaHtml(block.Lines.ToString(), display: true)).Write("\n");
    }

    private sealed class InlineFormula : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline inline)
            => renderer.Write(FormulaHtml(inline.Content.ToString(), inline.DelimiterCount == 2, inParagraph: true));
    }
}
