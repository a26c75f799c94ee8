using Courseware.Charts;
using DynamicObj;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using Chart = Courseware.Charts.Chart;

namespace Courseware.Polyglot;

/// <summary>Charts of the course as charts of Plotly.NET, and back: <c>chart.ToGenericChart()</c>, <c>generic.ToChart()</c>.</summary>
public static class PlotlyNet
{
    private static readonly JsonLoadSettings AsWritten = new() { CommentHandling = CommentHandling.Ignore };

    /// <summary>The same figure as Plotly.NET's chart: data and layout are equal, value by value.</summary>
    /// <remarks>
    /// What Plotly.NET reads again (size, title, legend, margin, axes, annotations, shapes, images; a trace's line and marker) is made of its own types, so that its
    /// <c>WithXAxisStyle</c>, <c>Combine</c> and the like find it; the rest are JSON values, which it passes on as they are.
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
        return Chart.FromPlotly(new JObject { ["data"] = figure["data"], ["layout"] = layout }.ToString(Formatting.None));
    }

    /// <summary>A figure <c>{"data":[…],"layout":{…}}</c> of any kind as Plotly.NET's chart.</summary>
    public static GenericChart FromFigureJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var figure = Parse(json);
        var traces = (figure["data"] as JArray ?? []).Cast<JObject>().Select(ToTrace);
        var layout = Fill(new Layout(), figure["layout"] as JObject ?? [], LayoutValue);
        return GenericChart.fromFigure(Figure.create(ListModule.OfSeq(traces), layout));
    }

    /// <summary>A page that shows the chart, plotly.js included, without a network.</summary>
    public static string ToOfflinePage(this GenericChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        var whole = DisplayOptions.init(PlotlyJSReference: FSharpOption<PlotlyJSReference>.Some(PlotlyJSReference.Full));
        return GenericChart.toEmbeddedHTML(GenericChart.setDisplayOptions(whole, chart));
    }

    private static Trace ToTrace(JObject json)
    {
        // The type is the constructor's; as a property it is read-only.
        var trace = new Trace((string?)json["type"] ?? "scatter");
        foreach (var (name, value) in json)
            if (name != "type")
                trace.SetValue(name, TraceValue(name, value!));
        return trace;
    }

    private static object TraceValue(string name, JToken value) => (name, value) switch
    {
        ("line", JObject line) => Fill(new Line(), line),
        ("marker", JObject marker) => Fill(new Marker(), marker),
        ("name", { Type: JTokenType.String }) => (string)value!,
        _ => value,
    };

    private static object LayoutValue(string name, JToken value) => (name, value) switch
    {
        ("width" or "height", { Type: JTokenType.Integer }) => (int)value,
        ("title", JObject title) => Fill(new Title(), title),
        ("legend", JObject legend) => Fill(new Legend(), legend),
        ("margin", JObject margin) => Fill(new Margin(), margin),
        ("annotations", JArray items) => Each<Annotation>(items),
        ("shapes", JArray items) => Each<Shape>(items),
        ("images", JArray items) => Each<LayoutImage>(items),
        (_, JObject axis) when name.StartsWith("xaxis", StringComparison.Ordinal) || name.StartsWith("yaxis", StringComparison.Ordinal) => Fill(new LinearAxis(), axis, AxisValue),
        _ => value,
    };

    private static object AxisValue(string name, JToken value) => (name, value) is ("title", JObject title) ? Fill(new Title(), title) : value;

    private static T[] Each<T>(JArray items) where T : DynamicObj.DynamicObj, new() => [.. items.Cast<JObject>().Select(item => Fill(new T(), item))];

    private static T Fill<T>(T target, JObject json, Func<string, JToken, object>? convert = null) where T : DynamicObj.DynamicObj
    {
        foreach (var (name, value) in json)
            target.SetValue(name, convert is null ? value : convert(name, value!));
        return target;
    }

    // Json.NET would take a text that looks like a date for one, and write it in another form.
    private static JObject Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader, AsWritten);
    }

    private static void DropEmptyObjects(JToken token)
    {
        foreach (var child in token.Children().ToList())
            DropEmptyObjects(child);
        if (token is JProperty { Value: JObject { Count: 0 } } property)
            property.Remove();
    }
}
