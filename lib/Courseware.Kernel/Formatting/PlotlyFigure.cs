using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Courseware.Kernel.Formatting;

/// <summary>The figure of a chart of Plotly.NET, as its own JSON. There is no reference to it.</summary>
internal static class PlotlyFigure
{
    private const string ChartType = "Plotly.NET.GenericChart";

    /// <summary>Data and layout as JSON; null for a value of another type, or one that gives none.</summary>
    public static string? Of(object value)
    {
        var chart = value.GetType();
        while (chart is not null && chart.FullName != ChartType)
            chart = chart.BaseType;
        var write = chart?.GetMethods(BindingFlags.Static | BindingFlags.Public)
            .FirstOrDefault(method => method.Name == "toFigureJson" && method.ReturnType == typeof(string)
                && method.GetParameters() is [var one] && one.ParameterType.IsInstanceOfType(value));
        try
        {
            if (write?.Invoke(null, [value]) is not string json || JsonNode.Parse(json) is not JsonObject figure
                || figure["data"] is not JsonArray data)
            {
                return null;
            }

            var layout = figure["layout"] as JsonObject ?? [];
            // Its look is that of the page; and what is empty says nothing.
            layout.Remove("template");
            DropEmpty(layout);
            foreach (var trace in data)
                DropEmpty(trace);
            return new JsonObject { ["data"] = data.DeepClone(), ["layout"] = layout.DeepClone() }.ToJsonString();
        }
        catch (Exception e) when (e is TargetInvocationException or JsonException)
        {
            return null;
        }
    }

    private static void DropEmpty(JsonNode? node)
    {
        if (node is not JsonObject part)
            return;
        foreach (var (name, value) in part.ToList())
        {
            DropEmpty(value);
            if (value is JsonObject { Count: 0 })
                part.Remove(name);
        }
    }
}
