namespace Courseware;

/// <summary>How a model looks throughout the course: the same colour, dash and marker in every chart.</summary>
/// <param name="Color">A colour of <see cref="Palette.Series"/>.</param>
/// <param name="Dash">solid, dash, dot, dashdot or longdash.</param>
/// <param name="Symbol">A marker: circle, square, diamond, triangle-up, …</param>
public sealed record ModelStyle(string Color, string Dash, string Symbol)
{
    internal static readonly string[] Symbols = ["circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "x", "star", "pentagon", "hexagon"];
    internal static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot", "longdash"];

    // Names that are compared in one chart stand in one line, so they differ in colour and marker; names in different lines never meet.
    private static readonly string[][] Known =
    [
        ["tiny", "small", "medium", "large", "L2", "dropout", "L2 + dropout", "L1L2", "best model", "baseline"],
        ["student alone", "teacher", "distilled T=1", "distilled T=2", "distilled T=4", "distilled T=8", "student", "distilled", "distilled T=16", "distilled T=20"],
        ["sigmoid + BCE", "softmax + CCE", "sigmoid + MSE", "softmax + MSE", "linear + MSE", "bag of words"],
        ["SGD", "Momentum", "Adagrad", "RMSprop", "Adam", "Nesterov", "Nadam", "Adadelta", "AdamW", "SGD (Keras momentum)"],
        ["train", "validation", "test"],
    ];

    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dropout + L2"] = "L2 + dropout",
        ["combined"] = "L2 + dropout",
        ["sigmoid + binary cross-entropy"] = "sigmoid + BCE",
        ["softmax + categorical cross-entropy"] = "softmax + CCE",
        ["softmax + cross-entropy"] = "softmax + CCE",
        ["sigmoid + mean squared error"] = "sigmoid + MSE",
        ["softmax + mean squared error"] = "softmax + MSE",
        ["linear + mean squared error"] = "linear + MSE",
        ["training"] = "train",
        ["val"] = "validation",
    };

    private static readonly Dictionary<string, ModelStyle> Table = Build();

    /// <summary>The style of a model by its name; case and spaces around + and = do not matter.</summary>
    /// <remarks>A name that the course does not know gets a style made from the name, the same on every machine; a chart moves it on if two of its series would look alike.</remarks>
    public static ModelStyle For(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Table.TryGetValue(Key(name), out var style)) return style;
        // FNV-1a: string.GetHashCode differs from run to run.
        var hash = 2166136261u;
        foreach (var c in Key(name).ToUpperInvariant()) hash = (hash ^ c) * 16777619u;
        return At((int)(hash % 1000));
    }

    /// <summary>True if the course's table has this name.</summary>
    public static bool IsKnown(string name) => Table.ContainsKey(Key(name));

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
                for (var tries = 1; tries <= Palette.Series.Count && taken.TryGetValue(style.Color, out var owner) && !Key(owner).Equals(Key(list[i]), StringComparison.OrdinalIgnoreCase); tries++)
                    style = At(Array.IndexOf(Palette.Series.ToArray(), style.Color) + 1);
                taken.TryAdd(style.Color, list[i]);
                styles[i] = style;
            }
        }
        // More series than colours: same colour again, with another dash and marker.
        for (var i = Palette.Series.Count; i < list.Length; i++)
            styles[i] = styles[i] with { Dash = Dashes[i / Palette.Series.Count % Dashes.Length], Symbol = Symbols[(i * 3 + i / Palette.Series.Count) % Symbols.Length] };
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
        foreach (var group in Known)
            for (var i = 0; i < group.Length; i++)
                table[Key(group[i])] = At(i);
        foreach (var (other, name) in Synonyms) table[Key(other)] = table[Key(name)];
        return table;
    }

    private static string Key(string name) => name.Trim()
        .Replace(" + ", "+", StringComparison.Ordinal)
        .Replace(" = ", "=", StringComparison.Ordinal)
        .Replace('×', '+');
}
