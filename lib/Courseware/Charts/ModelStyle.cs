namespace Courseware;

/// <summary>How a model looks throughout the course: the same colour, dash and marker in every chart.</summary>
/// <param name="Color">A colour of <see cref="Palette.Series"/>.</param>
/// <param name="Dash">solid, dash, dot, dashdot or longdash.</param>
/// <param name="Symbol">A marker: circle, square, diamond, triangle-up, …</param>
internal sealed record ModelStyle(string Color, string Dash, string Symbol)
{
    internal static readonly string[] Symbols =
        ["circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "x", "star", "pentagon", "hexagon"];
    internal static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot", "longdash"];

    private static readonly Dictionary<string, ModelStyle> s_table = Build();

    /// <summary>The style of a model by its name; case and spaces around + and = do not matter.</summary>
    /// <remarks>
    /// A name that the course does not know gets a style made from the name, the same on every machine; a chart moves it on if two of its
    /// series would look alike.
    /// </remarks>
    public static ModelStyle For(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (s_table.TryGetValue(Key(name), out var style)) return style;
        // FNV-1a: string.GetHashCode differs from run to run.
        var hash = 2166136261u;
        foreach (var c in Key(name).ToUpperInvariant()) hash = (hash ^ c) * 16777619u;
        return At((int)(hash % 1000));
    }

    /// <summary>True if the course's table has this name.</summary>
    public static bool IsKnown(string name) => s_table.ContainsKey(Key(name));

    /// <summary>Styles for the series of one chart: each its own, and no two alike as far as there are colours.</summary>
    public static IReadOnlyList<ModelStyle> ForAll(IEnumerable<string> names)
    {
        var list = names.ToArray();
        var styles = new ModelStyle[list.Length];
        var taken = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase); // colour → name that owns it
        foreach (var known in new[] { true, false })
        {
            for (var i = 0; i < list.Length; i++)
            {
                if (IsKnown(list[i]) != known) continue;
                var style = For(list[i]);
                for (var tries = 1; tries <= Palette.Series.Count && taken.TryGetValue(style.Color, out var owner)
                    && !Key(owner).Equals(Key(list[i]), StringComparison.OrdinalIgnoreCase); tries++)
                {
                    style = At(Array.IndexOf(Palette.Series.ToArray(), style.Color) + 1);
                }

                taken.TryAdd(style.Color, list[i]);
                styles[i] = style;
            }
        }
        // More series than colours: same colour again, with another dash and marker.
        for (var i = Palette.Series.Count; i < list.Length; i++)
        {
            styles[i] = styles[i] with
            {
                Dash = Dashes[i / Palette.Series.Count % Dashes.Length],
                Symbol = Symbols[(i * 3 + i / Palette.Series.Count) % Symbols.Length]
            };
        }

        return styles;
    }

    private static ModelStyle At(int index)
    {
        var i = index % Palette.Series.Count;
        return new ModelStyle(Palette.Series[i], Dashes[i % Dashes.Length], Symbols[i % Symbols.Length]);
    }

    private static Dictionary<string, ModelStyle> Build()
    {
        var table = new Dictionary<string, ModelStyle>(StringComparer.OrdinalIgnoreCase);
        var names = StyleNames.Read();
        foreach (var series in names.Series)
        {
            for (var i = 0; i < series.Count; i++)
                table[Key(series[i])] = At(i);
        }

        foreach (var (other, name) in names.Synonyms)
        {
            if (table.TryGetValue(Key(name), out var style))
                table[Key(other)] = style;
        }

        return table;
    }

    private static string Key(string name) => name.Trim()
        .Replace(" + ", "+", StringComparison.Ordinal)
        .Replace(" = ", "=", StringComparison.Ordinal)
        .Replace('×', '+');
}
