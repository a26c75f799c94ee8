using System.Text;

namespace Courseware;

internal sealed partial class SvgRenderer
{
    private void DrawGrid(AxisView x, AxisView y)
    {
        var path = new StringBuilder();
        if (x.Visible && (x.Json.Flag("showgrid") ?? true))
        {
            foreach (var (at, _) in x.Major)
                path.Append('M').Append(F(x.Pixel(at))).Append(' ').Append(F(y.Near)).Append('V').Append(F(y.Far));
        }

        if (y.Visible && (y.Json.Flag("showgrid") ?? true))
        {
            foreach (var (at, _) in y.Major)
                path.Append('M').Append(F(x.Near)).Append(' ').Append(F(y.Pixel(at))).Append('H').Append(F(x.Far));
        }

        Stroke(path, Palette.Grid, 1);

        path.Clear();
        if (y.Visible && y.Json.Flag("zeroline") == true && y.Type == "linear" && InRange(y, 0))
            path.Append('M').Append(F(x.Near)).Append(' ').Append(F(y.Pixel(0))).Append('H').Append(F(x.Far));
        if (x.Visible && x.Json.Flag("zeroline") == true && x.Type == "linear" && InRange(x, 0))
            path.Append('M').Append(F(x.Pixel(0))).Append(' ').Append(F(y.Near)).Append('V').Append(F(y.Far));
        Stroke(path, Palette.AxisLine, 1);
    }

    private void DrawAxes(AxisView x, AxisView y)
    {
        var path = new StringBuilder();
        if (x.Visible && (x.Json.Flag("showline") ?? false))
            path.Append('M').Append(F(x.Near)).Append(' ').Append(F(y.Far)).Append('H').Append(F(x.Far));
        if (y.Visible && (y.Json.Flag("showline") ?? false))
            path.Append('M').Append(F(x.Near)).Append(' ').Append(F(y.Near)).Append('V').Append(F(y.Far));
        if (x.Visible && x.Json.Text("ticks") == "outside")
        {
            foreach (var (at, _) in x.Major) path.Append('M').Append(F(x.Pixel(at))).Append(' ').Append(F(y.Far)).Append("v5");
            foreach (var at in x.Minor) path.Append('M').Append(F(x.Pixel(at))).Append(' ').Append(F(y.Far)).Append("v3");
        }
        if (y.Visible && y.Json.Text("ticks") == "outside")
        {
            foreach (var (at, _) in y.Major) path.Append('M').Append(F(x.Near)).Append(' ').Append(F(y.Pixel(at))).Append("h-5");
            foreach (var at in y.Minor) path.Append('M').Append(F(x.Near)).Append(' ').Append(F(y.Pixel(at))).Append("h-3");
        }
        Stroke(path, Palette.AxisLine, 1);

        if (x.Visible)
        {
            if (LabelRoom(x) > 0)
            {
                foreach (var (at, lines) in x.Major)
                {
                    if (x.Slanted)
                    {
                        Text(x.Pixel(at) + 5, y.Far + TickSize + 4, lines[0], TickSize, "end", angle: -35);
                    }
                    else
                    {
                        for (var i = 0; i < lines.Count; i++)
                            Text(x.Pixel(at), y.Far + 8 + TickSize * (0.85 + 1.2 * i), lines[i], TickSize, "middle");
                    }
                }
            }
            if (!string.IsNullOrEmpty(x.Title))
            {
                var lines = AxisTitleLines(x);
                for (var i = 0; i < lines.Count; i++)
                {
                    Text((x.Near + x.Far) / 2, y.Far + XLabelHeight(x) + 3 + AxisTitleSize * (0.9 + 1.25 * i), lines[i], AxisTitleSize,
                        "middle");
                }
            }
        }
        if (y.Visible)
        {
            if (LabelRoom(y) > 0)
            {
                foreach (var (at, lines) in y.Major)
                {
                    for (var i = 0; i < lines.Count; i++)
                        Text(x.Near - 9, y.Pixel(at) + TickSize * (0.36 + 1.2 * (i - (lines.Count - 1) / 2.0)), lines[i], TickSize, "end");
                }
            }
            if (!string.IsNullOrEmpty(y.Title))
            {
                var lines = AxisTitleLines(y);
                var from = x.Near - YRoom(y) + AxisTitleSize * 0.9;
                for (var i = 0; i < lines.Count; i++)
                    Text(from + AxisTitleSize * 1.25 * i, (y.Near + y.Far) / 2, lines[i], AxisTitleSize, "middle", angle: -90);
            }
        }
    }

    private static bool InRange(AxisView axis, double place)
        => place >= Math.Min(axis.Low, axis.High) && place <= Math.Max(axis.Low, axis.High);

    private void Stroke(StringBuilder path, string colour, double width, string extra = "")
    {
        if (path.Length == 0) return;
        _svg.Append("<path d=\"").Append(path).Append("\" fill=\"none\" stroke=\"").Append(colour).Append("\" stroke-width=\"")
            .Append(F(width)).Append('"').Append(extra).Append("/>");
    }
}
