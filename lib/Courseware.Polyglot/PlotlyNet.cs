using DynamicObj;
using Microsoft.FSharp.Collections;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace Courseware;

/// <summary>Charts of the course as charts of Plotly.NET, and back: <c>chart.ToGenericChart()</c>, <c>generic.ToChart()</c>.</summary>
public static class PlotlyNet
{
    private static readonly JsonLoadSettings s_asWritten = new() { CommentHandling = CommentHandling.Ignore };

    /// <summary>The same figure as Plotly.NET's chart: data and layout are equal, value by value.</summary>
    /// <remarks>
    /// What Plotly.NET reads again (size, titles, fonts, legend, margin, axes, annotations, shapes, images; a trace's line and marker) is
    /// made of its own types, so that its
    /// <c>WithXAxisStyle</c>, <c>Combine</c> and the like find it; other values are JSON, which it passes on as it is.
    /// </remarks>
    public static GenericChart ToGenericChart(this Chart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        return FromFigureJson(chart.ToPlotlyJson());
    }

    /// <summary>Plotly.NET's chart as one of ours, which needs no network to be seen.</summary>
    /// <remarks>The template is left out (our charts have one look), and so are empty objects, which say nothing.</remarks>
    /// <exception cref="NotSupportedException">The figure uses what our renderer does not draw; the message names it.</exception>
    public static Chart ToChart(this GenericChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        var figure = Parse(GenericChart.toFigureJson(chart));
        var layout = figure["layout"] as JObject ?? [];
        layout.Remove("template");
        DropEmptyObjects(layout);
        foreach (var trace in (JArray)figure["data"]!)
            DropEmptyObjects(trace);
        // the form that every Newtonsoft.Json 13 has: a host brings its own
        return Chart.FromPlotly(new JObject { ["data"] = figure["data"], ["layout"] = layout }.ToString(Formatting.None, []));
    }

    /// <summary>A figure <c>{"data":[…],"layout":{…}}</c> of any kind as Plotly.NET's chart.</summary>
    public static GenericChart FromFigureJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var figure = Parse(json);
        var traces = (figure["data"] as JArray ?? []).Cast<JObject>().Select(ToTrace);
        var layout = ToLayout(figure["layout"] as JObject ?? []);
        return GenericChart.fromFigure(Figure.create(ListModule.OfSeq(traces), layout));
    }

    /// <summary>A page that shows the chart, plotly.js included, without a network.</summary>
    public static string ToOfflinePage(this GenericChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        var whole = DisplayOptions.setPlotlyReference(PlotlyJSReference.Full).Invoke(new DisplayOptions());
        return GenericChart.toEmbeddedHTML(GenericChart.setDisplayOptions(whole, chart));
    }

    private static Trace ToTrace(JObject json)
    {
        // The type is the constructor's; as a property it is read-only.
        var trace = new Trace((string?)json["type"] ?? "scatter");
        foreach (var (name, value) in json)
        {
            if (name != "type")
                trace.SetProperty(name, Value(name, value!));
        }

        return trace;
    }

    private static Layout ToLayout(JObject json)
    {
        var layout = Fill(new Layout(), json);
        foreach (var name in (string[])["width", "height"])
        {
            if (json[name] is { Type: JTokenType.Integer } size)
                layout.SetProperty(name, (int)size);
        }

        return layout;
    }

    // Objects are at least dynamic ones: Plotly.NET merges an object with an object, and fails where it meets anything else.
    private static object Value(string name, JToken value) => (name, value) switch
    {
        ("name", { Type: JTokenType.String }) => (string)value!,
        ("annotations", JArray items) => Each<Annotation>(items),
        ("shapes", JArray items) => Each<Shape>(items),
        ("images", JArray items) => Each<LayoutImage>(items),
        ("title", JObject title) => Fill(new Title(), title),
        ("font" or "tickfont" or "textfont", JObject font) => Fill(new Font(), font),
        ("line", JObject line) => Fill(new Line(), line),
        ("marker", JObject marker) => Fill(new Marker(), marker),
        ("legend", JObject legend) => Fill(new Legend(), legend),
        ("margin", JObject margin) => Fill(new Margin(), margin),
        (_, JObject axis) when name.StartsWith("xaxis", StringComparison.Ordinal) || name.StartsWith("yaxis", StringComparison.Ordinal) =>
            Fill(new LinearAxis(), axis),
        (_, JObject other) => Fill(new DynamicObj.DynamicObj(), other),
        _ => value,
    };

    private static T[] Each<T>(JArray items)
        where T : DynamicObj.DynamicObj, new() => [.. items.Cast<JObject>().Select(item => Fill(new T(), item))];

    private static T Fill<T>(T target, JObject json) where T : DynamicObj.DynamicObj
    {
        foreach (var (name, value) in json)
            target.SetProperty(name, Value(name, value!));
        return target;
    }

    // Json.NET would take a text that looks like a date for one, and write it in another form.
    private static JObject Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader, s_asWritten);
    }

    private static void DropEmptyObjects(JToken token)
    {
        foreach (var child in token.Children().ToList())
            DropEmptyObjects(child);
        if (token is JProperty { Value: JObject { Count: 0 } } property)
            property.Remove();
    }
}
