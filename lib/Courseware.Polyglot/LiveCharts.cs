using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.DotNet.Interactive.Formatting;

namespace Courseware;

/// <summary>The course's charts in the front ends of .NET Interactive: pictures, and live where somebody asks for it.</summary>
public static class LiveCharts
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    // Not a field: a notebook that names the adapter may have a second copy of it.
    private const string Name = "courseware.live-charts";

    // The one that Plotly.NET takes.
    private const string Source = "https://cdn.plot.ly/plotly-2.28.0.min.js";

    private static readonly JsonSerializerOptions s_escaping = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>
    /// From now on a chart is live (values under the mouse, zoom, series on and off) where the notebook's page can fetch plotly.js from the
    /// network, and else the picture that it is without this.
    /// </summary>
    /// <remarks>
    /// Over Jupyter .NET Interactive sends JSON as text, which a front end cannot draw: so the figure travels within the HTML.
    /// </remarks>
    public static void UseNetwork()
    {
        AppContext.SetData(Name, true);
        Formatter.Register<Chart>((chart, writer) => writer.Write(HtmlOf(chart.ToMimeBundle())), HtmlFormatter.MimeType);
    }

    /// <summary>The HTML of a bundle, live where that is asked for and the bundle has a figure.</summary>
    internal static string HtmlOf(IReadOnlyDictionary<string, string> bundle)
        => AppContext.GetData(Name) is true && bundle.TryGetValue(Plotly, out var figure)
        ? Live(bundle[HtmlFormatter.MimeType], figure) : bundle[HtmlFormatter.MimeType];

    // A moment later: while a model trains, the next picture has come by then, and this one is gone from the page.
    private static string Live(string picture, string figure)
    {
        var id = $"live-{Guid.NewGuid():N}";
        return $$"""
            <div id="{{id}}">{{picture}}</div>
            <script>
            (() => {
              const figure = {{Escaped(figure)}};
              window.coursewarePlotly ??= new Promise((loaded, failed) => {
                const define = window.define, script = document.createElement('script');
                const restore = () => { window.define = define; };
                window.define = undefined; // or plotly.js becomes a module that nobody asks for
                script.src = '{{Source}}';
                script.onload = () => { restore(); loaded(window.Plotly); };
                script.onerror = () => { restore(); window.coursewarePlotly = null; failed(); };
                document.head.append(script);
              });
              setTimeout(() => window.coursewarePlotly?.then(plotly => {
                const box = document.getElementById('{{id}}');
                if (!box) return;
                const picture = [...box.childNodes], live = document.createElement('div');
                box.replaceChildren(live);
                return plotly.newPlot(live, figure.data, figure.layout, { displaylogo: false, responsive: true })
                  .catch(() => box.replaceChildren(...picture));
              }).catch(() => {}), 300);
            })();
            </script>
            """;
    }

    // As JSON, in which no text can end the script.
    private static string Escaped(string json)
        => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, s_escaping);
}
