using System.Text.Json.Nodes;

namespace Courseware;

public static partial class Plot
{
    /// <summary>Small line charts in a grid, all on the same two axes, such as one for each learning rate.</summary>
    /// <param name="panels">Name and lines of each; a line with <see cref="Series.Low"/> and <see cref="Series.High"/> gets a band.</param>
    /// <param name="title">What to see.</param>
    /// <param name="x">The x axis' name with its unit.</param>
    /// <param name="y">The y axis' name with its unit.</param>
    /// <param name="columns">Charts in a row.</param>
    /// <param name="byColumn">Fill the grid from top to bottom, then to the right.</param>
    /// <param name="range">The y axis; wide enough for all lines by default. What leaves it is cut off.</param>
    /// <param name="subtitle">A line under the title.</param>
    public static Chart LineGrid(IEnumerable<(string Name, IReadOnlyList<Series> Lines)> panels, string title, string x, string y,
        int columns = 2, bool byColumn = false, (double Low, double High)? range = null, string? subtitle = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var list = panels.ToArray();
        if (list.Length == 0)
            throw new ArgumentException("There is no panel to draw; give at least one, with a name and its lines.", nameof(panels));
        var all = list.SelectMany(p => p.Lines).ToArray();
        foreach (var s in all)
            s.Check();
        columns = Math.Min(columns, list.Length);
        var rows = (list.Length + columns - 1) / columns;
        var cells = Figures.Cells(rows * columns, columns, 0.07, 0.2);
        var ends = Ends(all.SelectMany(s => s.X));
        var xRange = ends.Low < ends.High ? (ends.Low, ends.High) : Figures.Range([ends.Low]);
        var yRange = Checked(range, y) ?? Figures.Range(all.SelectMany(s => s.Y.Concat(s.Low ?? []).Concat(s.High ?? [])));
        var names = all.Select(s => s.Name).Distinct().ToArray();
        var styleOf = names.Zip(ModelStyle.ForAll(names.Select(n => all.First(s => s.Name == n).StyleOf ?? n)))
            .ToDictionary(p => p.First, p => p.Second);
        var (data, notes, axes) = (new JsonArray(), new JsonArray(), new JsonObject());
        for (var i = 0; i < list.Length; i++)
        {
            var (row, column) = byColumn ? (i % rows, i / rows) : (i / columns, i % columns);
            var ((dx, dy), number) = (cells[row * columns + column], Figures.AxisNumber(i));
            foreach (var s in list[i].Lines)
            {
                var (style, first) = (styleOf[s.Name], ReferenceEquals(s, all.First(other => other.Name == s.Name)));
                if (s.Low is { } low)
                    data.Add(Figures.Band($"{s.Name}, spread", s.X, low, s.High!, style.Color, s.Name, number));
                var (px, py) = Decimation.Thin(s.X, s.Y);
                data.Add(Figures.Line(s.Name, px, py, style.Color, s.Dash ?? style.Dash, group: s.Name, legend: first, axes: number));
            }
            axes["xaxis" + number] = Figures.Axis(row == rows - 1 ? x : null, xRange, "linear", "y" + number, dx);
            axes["yaxis" + number] = Figures.Axis(column == 0 ? y : null, yRange, "linear", "x" + number, dy);
            notes.Add(Figures.Note(list[i].Name, (dx.Item1 + dx.Item2) / 2, dy.Item2, "paper", "paper", yanchor: "bottom", size: 16,
                bold: true, yshift: 4));
        }
        return Figures.Chart(title, [subtitle], data, axes, height: 160 + 250 * rows, legend: names.Length > 1, legendBelow: true,
            annotations: notes);
    }
}
