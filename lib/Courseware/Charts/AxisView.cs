using System.Text.Json;

namespace Courseware;

/// <summary>One axis of a figure while it is drawn: its range in its own terms, its pixels, its ticks.</summary>
internal sealed class AxisView
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public AxisView(string id, JsonElement? json)
    {
        Id = id;
        Json = json;
        Type = json.Text("type") ?? "linear";
        var domain = json is { } j ? j.Doubles("domain") : [];
        (DomainLow, DomainHigh) = domain.Length == 2 ? (domain[0], domain[1]) : (0, 1);
        Anchor = json.Text("anchor") ?? (IsX ? "y" : "x") + id[1..];
        Title = json.Get("title").Text("text");
        Visible = json.Flag("visible") ?? true;
        if (json is { } j2)
            foreach (var name in j2.Items("categoryarray")) AddCategory(name.GetString()!);
    }

    public string Id { get; }
    public JsonElement? Json { get; }
    public string Type { get; set; }
    public string Anchor { get; }
    public string? Title { get; }
    public bool Visible { get; }
    public bool IsX => Id[0] == 'x';
    public double DomainLow { get; }
    public double DomainHigh { get; }
    public List<string> Categories { get; } = [];

    /// <summary>Range as plotly.js has it: log₁₀ on a log axis, positions on a category axis.</summary>
    public double Low { get; set; }
    public double High { get; set; }

    /// <summary>Pixels of <see cref="Low"/> and <see cref="High"/>.</summary>
    public double Start { get; set; }
    public double End { get; set; }

    public double Near => Math.Min(Start, End);
    public double Far => Math.Max(Start, End);
    public double Length => Far - Near;

    public List<(double At, IReadOnlyList<string> Lines)> Major { get; } = [];
    public List<double> Minor { get; } = [];
    public bool Slanted { get; private set; }

    public void AddCategory(string name)
    {
        if (_places.TryAdd(name, Categories.Count)) Categories.Add(name);
    }

    /// <summary>A value's place in the range's terms.</summary>
    public double Place(double value) => Type == "log" ? value > 0 ? LogScale.Of(value) : double.NaN : value;

    public double Place(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => Place(value.GetDouble()),
        JsonValueKind.String when _places.TryGetValue(value.GetString()!, out var place) => place,
        JsonValueKind.String when Type != "category" && ForeignFigure.Number(value.GetString()!) is { } number => Place(number),
        _ => double.NaN,
    };

    public double Pixel(double place) => Start + (place - Low) / (High - Low) * (End - Start);

    /// <summary>Puts ticks and labels where the axis is now.</summary>
    public void SetTicks(double size)
    {
        Major.Clear();
        Minor.Clear();
        Slanted = false;
        var low = Math.Min(Low, High);
        var high = Math.Max(Low, High);
        var labels = new List<(double At, string Text)>();
        if (Json.Get("tickvals") is not null && Json.Text("tickmode") != "auto")
        {
            var texts = Json!.Value.Items("ticktext")
                .Select(t => t.ValueKind == JsonValueKind.Number ? Ticks.Number(t.GetDouble()) : t.GetString() ?? "").ToArray();
            var i = 0;
            foreach (var value in Json.Value.Items("tickvals"))
            {
                labels.Add((Place(value), i < texts.Length ? texts[i] : value.ValueKind == JsonValueKind.Number
                    ? Ticks.Number(value.GetDouble()) : value.GetString()!));
                i++;
            }
        }
        else if (Type == "category")
        {
            labels.AddRange(Categories.Select((name, i) => ((double)i, name)));
        }
        else if (Type == "log")
        {
            var (major, minor) = Ticks.Log(low, high);
            labels.AddRange(major.Select(t => (Place(t.Value), t.Label)));
            Minor.AddRange(minor.Select(Place));
        }
        else
        {
            var most = (int)Math.Max(IsX ? 4 : 3, IsX ? Length / 68 : Length / 44);
            if (Json.Num("nticks") is { } given) most = Math.Min(most, (int)given);
            labels.AddRange(Ticks.Linear(low, high, most));
        }
        if (Json.Get("minor") is { } m) Minor.AddRange(m.Doubles("tickvals").Select(Place));
        var slack = (high - low) * 1e-9;
        labels.RemoveAll(l => !(l.At >= low - slack && l.At <= high + slack));
        Minor.RemoveAll(v => !(v >= low - slack && v <= high + slack));

        var slot = labels.Count > 1 ? labels.Zip(labels.Skip(1), (a, b) => Math.Abs(Pixel(b.At) - Pixel(a.At))).Min() : Length;
        foreach (var (at, text) in labels)
        {
            var plain = FigureText.Plain(text.Replace("<br>", "\n", StringComparison.Ordinal));
            if (IsX && Type == "category") Slanted |= TextWidth.HasLongWord(plain, size, slot - 6);
            Major.Add((at, Type == "category" || Json.Get("ticktext") is not null
                ? TextWidth.Wrap(plain, size, IsX ? Math.Max(slot - 6, 20) : 250) : [plain]));
        }
        if (Slanted)
        {
            for (var i = 0; i < Major.Count; i++)
                Major[i] = (Major[i].At, [string.Join(" ", TextWidth.Wrap(FigureText.Plain(labels[i].Text), size, 1e6))]);
        }
        else if (IsX && Type != "category" && labels.Count > 1)
        {
            ThinOut(size);
        }
    }

    // Labels that would touch: leave out every second until they do not.
    private void ThinOut(double size)
    {
        while (Major.Count > 2)
        {
            var order = Major.OrderBy(t => Pixel(t.At)).ToArray();
            var touch = order.Zip(order.Skip(1), (a, b) =>
                Pixel(b.At) - Pixel(a.At) - (a.Lines.Max(l => TextWidth.Of(l, size)) + b.Lines.Max(l => TextWidth.Of(l, size))) / 2)
                .Any(gap => gap < 6);
            if (!touch) return;
            for (var i = Major.Count - 1; i >= 0; i--)
            {
                if (i % 2 == 0) continue;
                Minor.Add(Major[i].At);
                Major.RemoveAt(i);
            }
        }
    }
}
