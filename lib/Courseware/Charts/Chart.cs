using System.Text.Json;
using System.Text.Json.Nodes;

namespace Courseware;

/// <summary>A picture: a Plotly figure (data and layout in plotly.js' own schema), which also draws itself as SVG and tells itself in words.</summary>
/// <remarks>Immutable. Built by <see cref="Plot"/>, or from a figure's JSON. No form of it needs a network.</remarks>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed class Chart : IDisplayable
{
    /// <summary>The width for which charts are laid out, in pixels.</summary>
    public const int DefaultWidth = 900;

    private readonly JsonElement _figure;
    private readonly Lazy<string> _svg;

    internal Chart(JsonObject figure, bool fit = false) : this(JsonDocument.Parse((fit ? Fitted(figure) : figure).ToJsonString(Json.Compact)).RootElement)
    {
    }

    private Chart(JsonElement figure)
    {
        FigureSchema.Check(figure);
        _figure = figure;
        _svg = new(() => ToSvg());
    }

    /// <summary>A chart from a figure: <c>{"data":[…],"layout":{…}}</c>.</summary>
    /// <exception cref="NotSupportedException">It uses a property that our renderer would not draw; the message names it.</exception>
    public static Chart FromPlotly(string json) => new(JsonDocument.Parse(json).RootElement.Clone());

    /// <summary>What to see in it, in one line.</summary>
    public string Title => Lines.Count > 0 ? Lines[0] : "";

    /// <summary>The lines under the title: where the data come from, what is cut off.</summary>
    public IReadOnlyList<string> Subtitles => [.. Lines.Skip(1)];

    /// <summary>The figure in words: axes, and the first, last, lowest and highest value of each series.</summary>
    public string TextAlternative => FigureSummary.Of(_figure);

    private IReadOnlyList<string> Lines => FigureText.Title(_figure.Get("layout").Get("title").Text("text") ?? "");

    /// <summary>The same chart under another title.</summary>
    public Chart WithTitle(string title) => WithLines([title, .. Subtitles]);

    /// <summary>The same chart with one more line under the title; a note on stand-in data goes here.</summary>
    public Chart WithSubtitle(string line) => WithLines([Title, .. Subtitles, line]);

    /// <summary>The same chart with another height in pixels (at a width of <see cref="DefaultWidth"/>).</summary>
    public Chart WithHeight(int height) => Changed(layout => layout["height"] = height);

    /// <summary>The figure as plotly.js takes it.</summary>
    public string ToPlotlyJson() => _figure.GetRawText();

    /// <summary>The picture as SVG. It grows in height where titles and legend would leave the data too little room.</summary>
    public string ToSvg(int width = DefaultWidth, int? height = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 300);
        return new SvgRenderer(_figure, width, height ?? _figure.Get("layout").Num("height") ?? 500).Render();
    }

    public IReadOnlyDictionary<string, string> ToMimeBundle() => MimeBundle.Empty
        .With(MimeTypes.Plotly, ToPlotlyJson())
        .With(MimeTypes.Svg, _svg.Value)
        .With(MimeTypes.Html, $"<figure class=\"courseware-chart\" style=\"margin:.6em 0;max-width:1100px\">{_svg.Value}</figure>")
        .With(MimeTypes.Plain, ToString());

    /// <summary>Title, axes and series in a few lines of text.</summary>
    public override string ToString() => TextAlternative;

    internal JsonElement Figure => _figure;

    private Chart WithLines(IReadOnlyList<string> lines) => Changed(layout =>
    {
        layout["title"] ??= new JsonObject();
        layout["title"]!["text"] = FigureText.Compose(lines);
    });

    private Chart Changed(Action<JsonObject> change)
    {
        var figure = JsonNode.Parse(_figure.GetRawText())!.AsObject();
        figure["layout"] ??= new JsonObject();
        change(figure["layout"]!.AsObject());
        return new Chart(figure, fit: true);
    }

    // plotly.js does not measure titles: it is told the room that our own picture has for them.
    private static JsonObject Fitted(JsonObject figure)
    {
        var element = JsonDocument.Parse(figure.ToJsonString(Json.Compact)).RootElement;
        FigureSchema.Check(element);
        var layout = figure["layout"]!.AsObject();
        var (left, right, top, bottom, height, legendTop) = new SvgRenderer(element, DefaultWidth, element.Get("layout").Num("height") ?? 500).Measure();
        layout["height"] = height;
        layout["margin"] = Json.Obj(("l", left), ("r", right), ("t", top), ("b", bottom));
        if (layout["title"] is JsonObject title && title["yref"] is not null)
        {
            // plotly.js hangs a single line by its top, but several by the first one's baseline.
            var several = (title["text"]?.GetValue<string>() ?? "").Contains("<br>", StringComparison.Ordinal);
            title["y"] = Json.Number(1 - (several ? 25 : 10) / height);
        }
        if (legendTop > 0) layout["legend"]!["y"] = -legendTop;
        return figure;
    }
}
