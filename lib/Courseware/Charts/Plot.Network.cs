using System.Text.Json.Nodes;

namespace Courseware;

public static partial class Plot
{
    private const double UnitSize = 54;

    /// <summary>
    /// A small dense network: a circle for each unit, a line for each weight. Every unit is joined with every unit of the next layer.
    /// </summary>
    /// <param name="layers">The units' names, layer by layer from the inputs on; each name once.</param>
    /// <param name="title">What to see.</param>
    /// <param name="weights">
    /// A name for each line, in the order of the library's matrices: first those that lead to the first unit of the second layer, from the
    /// first to the last input, then those to its second unit, … Null for lines without names.
    /// </param>
    /// <param name="dropped">Units that dropout has set to zero: dashed, with the lines that begin or end there.</param>
    /// <param name="subtitle">A line under the title.</param>
    /// <exception cref="ArgumentException">Fewer than two layers, a name twice, another number of weights than lines, or a dropped unit
    /// that is not there.</exception>
    public static Chart Network(IReadOnlyList<IReadOnlyList<string>> layers, string title, IReadOnlyList<string>? weights = null,
        IReadOnlyCollection<string>? dropped = null, string? subtitle = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        dropped ??= [];
        var most = CheckNetwork(layers, weights, dropped);
        var (kept, cut, names) = (new Strokes(), new Strokes(), new JsonArray());
        var lines = new List<string>();
        for (var l = 1; l < layers.Count; l++)
        {
            for (var to = 0; to < layers[l].Count; to++)
            {
                for (var from = 0; from < layers[l - 1].Count; from++)
                {
                    var (a, b) = (layers[l - 1][from], layers[l][to]);
                    var (y0, y1) = (Height(layers[l - 1].Count, from), Height(layers[l].Count, to));
                    (dropped.Contains(a) || dropped.Contains(b) ? cut : kept).Add(l - 1, y0, l, y1);
                    if (weights is not null)
                        names.Add(Figures.Note(weights[lines.Count], l - 0.7, y0 + 0.3 * (y1 - y0), background: "rgba(255,255,255,0.85)"));
                    lines.Add(weights is null ? $"{a} to {b}" : $"{a} to {b} {weights[lines.Count]}");
                }
            }
        }

        var data = new JsonArray();
        if (kept.X.Count > 0) data.Add(Figures.Line("weights", kept.X, kept.Y, Palette.Muted, width: 1.8, legend: false));
        if (cut.X.Count > 0)
            data.Add(Figures.Line("weights of dropped units", cut.X, cut.Y, Palette.Series[^1], "dot", 1.4, legend: false));
        for (var l = 0; l < layers.Count; l++)
        {
            for (var k = 0; k < layers[l].Count; k++)
            {
                var (name, y, isDropped) = (layers[l][k], Height(layers[l].Count, k), dropped.Contains(layers[l][k]));
                data.Add(Figures.Points(name, [l], [y], isDropped ? Palette.Paper
                    : Palette.Fills[l % Palette.Fills.Count], "circle", UnitSize,
                    legend: false, edge: isDropped ? Palette.Series[^1] : Palette.Ink, edgeWidth: 1.6));
                names.Add(Figures.Note(isDropped ? $"{name}\n→ 0" : name, l, y, color: isDropped ? Palette.Muted : Palette.Ink));
            }
        }

        var description = $"A network of {layers.Count} layers: {string.Join(" → ", layers.Select(layer => string.Join(", ", layer)))}."
            + (weights is null ? "" : $" Weights: {string.Join(", ", lines)}.")
            + (dropped.Count == 0 ? "" : $" Dropped: {string.Join(", ", dropped)}.");
        return Figures.Chart(title, [subtitle], data,
            Json.Obj(("xaxis", Figures.Hidden((-0.35, layers.Count - 0.65), "y")),
                ("yaxis", Figures.Hidden((-0.5 * most - 0.1, 0.5 * most + 0.1), "x"))),
            height: 90 + 86 * most, legend: false, annotations: names, description: description);
    }

    /// <summary>Units are one apart, and a layer is centred.</summary>
    private static double Height(int units, int unit) => (units - 1) / 2.0 - unit;

    /// <returns>The units of the largest layer.</returns>
    private static int CheckNetwork(IReadOnlyList<IReadOnlyList<string>> layers, IReadOnlyList<string>? weights,
        IReadOnlyCollection<string> dropped)
    {
        if (layers.Count < 2 || layers.Any(layer => layer.Count == 0))
        {
            throw new ArgumentException(
                "A network has two or more layers, each with at least one unit: [[\"i₁\", \"i₂\"], [\"h₁\", \"h₂\"], [\"ŷ\"]].",
                nameof(layers));
        }

        var units = layers.SelectMany(layer => layer).ToArray();
        if (units.GroupBy(unit => unit, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"A unit's name occurs once in a drawing; \"{twice.Key}\" occurs {twice.Count()} times.",
                nameof(layers));
        }

        var lines = Enumerable.Range(1, layers.Count - 1).Sum(l => layers[l - 1].Count * layers[l].Count);
        if (weights is not null && weights.Count != lines)
            throw new ArgumentException($"A network of {string.Join("-", layers.Select(layer => layer.Count))} units has {lines} weights; got {weights.Count} names.", nameof(weights));
        if (dropped.FirstOrDefault(unit => !units.Contains(unit)) is { } missing)
            throw new ArgumentException($"There is no unit \"{missing}\" to drop; there are {string.Join(", ", units)}.", nameof(dropped));
        return layers.Max(layer => layer.Count);
    }

    /// <summary>Many straight lines as one trace, with a gap after each.</summary>
    private sealed class Strokes
    {
        public List<double> X { get; } = [];

        public List<double> Y { get; } = [];

        public void Add(double x0, double y0, double x1, double y1)
        {
            X.AddRange([x0, x1, double.NaN]);
            Y.AddRange([y0, y1, double.NaN]);
        }
    }
}
