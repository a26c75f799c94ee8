using System.Net;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using Plotly.NET.Interactive;

namespace Courseware;

/// <summary>How .NET Interactive shows a chart of Plotly.NET.</summary>
public static class OfflineCharts
{
    private static readonly string[] s_forms = [HtmlFormatter.MimeType, PlainTextFormatter.MimeType];

    /// <summary>
    /// From now on Plotly.NET's charts are shown without a network: as a picture where ours can be drawn, else in a frame that holds
    /// plotly.js.
    /// </summary>
    public static void Register()
    {
        Formatter.Register<GenericChart>((chart, writer) => writer.Write(ToHtml(chart)), HtmlFormatter.MimeType);
        Formatter.Register<GenericChart>((chart, writer) => writer.Write(ToText(chart)), PlainTextFormatter.MimeType);
        Formatter.SetPreferredMimeTypesFor(typeof(GenericChart), s_forms);
    }

    /// <summary>From now on they are shown as Plotly.NET.Interactive does it: live, with plotly.js from the network.</summary>
    /// <exception cref="InvalidOperationException">This is no session of .NET Interactive.</exception>
    public static Task UseNetworkAsync()
        => ((IKernelExtension)new FormatterKernelExtension()).OnLoadAsync(Microsoft.DotNet.Interactive.Kernel.Root
        ?? throw new InvalidOperationException(
            "UseNetworkAsync is for a session of .NET Interactive, and this is none: show generic.ToChart() here."));

    private static string ToHtml(GenericChart chart)
    {
        try
        {
            return chart.ToChart().ToMimeBundle()[HtmlFormatter.MimeType];
        }
        catch (NotSupportedException)
        {
            var (width, height) = (Size(chart, "width") ?? 700, Size(chart, "height") ?? 500);
            return $"<iframe style=\"border:0;width:{width + 20}px;max-width:100%;height:{height + 20}px\" srcdoc=\"{WebUtility.HtmlEncode(chart.ToOfflinePage())}\"></iframe>";
        }
    }

    private static string ToText(GenericChart chart)
    {
        try
        {
            return chart.ToChart().ToString();
        }
        catch (NotSupportedException)
        {
            return $"a chart of Plotly.NET ({string.Join(", ", GenericChart.getTraces(chart).Select(trace => trace.type))})";
        }
    }

    private static int? Size(GenericChart chart, string name) => GenericChart.getLayout(chart).TryGetTypedPropertyValue<int>(name)?.Value;
}
