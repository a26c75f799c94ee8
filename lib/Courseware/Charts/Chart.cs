using System.Text.Json;
using System.Text.Json.Nodes;

namespace Courseware;

/// <summary>
/// A picture: a Plotly figure (data and layout in plotly.js' own schema), which can also be drawn as SVG and described in words.
/// </summary>
/// <remarks>Immutable. Built by <see cref="Plot"/>, or from a figure's JSON. No form of it needs a network.</remarks>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed class Chart : IDisplayable
{
    /// <summary>The width for which charts are laid out, in pixels.</summary>
    internal const int DefaultWidth = 900;

    private readonly JsonObject _figure;
    private readonly Lazy<Drawing> _drawing;
    private readonly Lazy<string> _svg;

    /// <summary>
    /// A chart of a figure that nobody else changes; plotly.js gets it with the room that our picture has for titles and legend.
    /// </summary>
    internal Chart(JsonObject figure)
        : this(figure, () => Fitted(figure))
    {
    }

    private Chart(JsonObject figure, Func<Drawing> draw)
    {
        _figure = figure;
        _drawing = new(draw);
        _svg = new(() => _drawing.Value.Picture.Render(_drawing.Value.Plotly));
    }

    /// <summary>A chart from a figure: <c>{"data":[…],"layout":{…}}</c>.</summary>
    /// <exception cref="NotSupportedException">It uses what our renderer would not draw as plotly.js does, or it would draw nothing; the
    /// message names it.</exception>
    public static Chart FromPlotly(string json)
    {
        var figure = JsonDocument.Parse(json).RootElement.Clone();
        FigureSchema.Check(figure);
        var complete = ForeignFigure.Complete(figure);
        var drawn = JsonDocument.Parse(complete.ToJsonString(Json.Compact)).RootElement;
        return new(complete, () => new(drawn, figure.GetRawText(), Laid(drawn)));
    }

    /// <summary>What to see in it, in one line.</summary>
    internal string Title => Lines.Count > 0 ? Lines[0] : "";

    /// <summary>The lines under the title: where the data come from, what is cut off.</summary>
    internal IReadOnlyList<string> Subtitles => [.. Lines.Skip(1)];

    /// <summary>The figure in words: axes, and the first, last, lowest and highest value of each series.</summary>
    internal string TextAlternative => FigureSummary.Of(_drawing.Value.Figure);

    private IReadOnlyList<string> Lines => FigureText.Title((string?)_figure["layout"]?["title"]?["text"] ?? "");

    /// <summary>The same chart under another title.</summary>
    public Chart WithTitle(string title) => WithLines([title, .. Subtitles]);

    /// <summary>The same chart with one more line under the title; a note on stand-in data goes here.</summary>
    public Chart WithSubtitle(string line) => WithLines([Title, .. Subtitles, line]);

    /// <summary>The same chart with another height in pixels (at a width of <see cref="DefaultWidth"/>).</summary>
    public Chart WithHeight(int height) => Changed(layout => layout["height"] = height);

    /// <summary>The figure as plotly.js takes it.</summary>
    public string ToPlotlyJson() => _drawing.Value.Plotly;

    /// <summary>The picture as SVG. It grows in height where titles and legend would leave the data too little room.</summary>
    public string ToSvg(int width = DefaultWidth, int? height = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 300);
        var (figure, plotly, picture) = _drawing.Value;
        return width == DefaultWidth && height is null ? _svg.Value
            : new SvgRenderer(figure, width, height ?? picture.Room.Height).Render(plotly);
    }

    public IReadOnlyDictionary<string, string> ToMimeBundle() => MimeBundle.Empty
        .With(MimeTypes.Plotly, ToPlotlyJson())
        .With(MimeTypes.Svg, _svg.Value)
        .With(MimeTypes.Html, $"<figure class=\"courseware-chart\" style=\"margin:.6em 0;max-width:1100px\">{_svg.Value}</figure>")
        .With(MimeTypes.Plain, ToString());

    /// <summary>Title, axes and series in a few lines of text.</summary>
    public override string ToString() => TextAlternative;

    private Chart WithLines(IReadOnlyList<string> lines) => Changed(layout =>
    {
        layout["title"] ??= new JsonObject();
        layout["title"]!["text"] = FigureText.Compose(lines);
    });

    private Chart Changed(Action<JsonObject> change)
    {
        var figure = _figure.DeepClone().AsObject();
        figure["layout"] ??= new JsonObject();
        change(figure["layout"]!.AsObject());
        return new Chart(figure);
    }

    private static SvgRenderer Laid(JsonElement figure) => new(figure, DefaultWidth, figure.Get("layout").Num("height") ?? 500);

    // plotly.js does not measure titles: the figure gives it the room that our own picture has for them.
    private static Drawing Fitted(JsonObject figure)
    {
        var element = JsonDocument.Parse(figure.ToJsonString(Json.Compact)).RootElement;
        FigureSchema.Check(element);
        var picture = Laid(element);
        var (left, right, top, bottom, height, legendTop) = picture.Room;
        var layout = figure["layout"]!.DeepClone().AsObject();
        layout["height"] = height;
        layout["margin"] = Json.Obj(("l", left), ("r", right), ("t", top), ("b", bottom));
        if (layout["title"] is JsonObject title && title["yref"] is not null)
        {
            // plotly.js hangs a single line by its top, but several by the first one's baseline.
            var several = (title["text"]?.GetValue<string>() ?? "").Contains("<br>", StringComparison.Ordinal);
            title["y"] = Rounding.Number(1 - (several ? 25 : 10) / height);
        }
        if (legendTop > 0)
            layout["legend"]!["y"] = -legendTop;
        return new(element, $"{{\"data\":{element.Get("data")?.GetRawText() ?? "[]"},\"layout\":{layout.ToJsonString(Json.Compact)}}}",
            picture);
    }

    /// <summary>The figure read once and laid out once for <see cref="DefaultWidth"/>, with its text as plotly.js takes it.</summary>
    private sealed record Drawing(JsonElement Figure, string Plotly, SvgRenderer Picture);
}
