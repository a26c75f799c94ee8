namespace Courseware.Kernel.Formatting;

/// <summary>What a session's cells have said about how values look.</summary>
internal sealed class FormatterRegistry
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<Type, string[]> _preferred = [];

    public int MostItems { get; set; } = 20;

    public int Deepest { get; set; } = 3;

    public void Add(Type type, string mimeType, Func<object, string> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(mimeType);
        lock (_gate)
        {
            _entries.RemoveAll(entry => entry.Type == type && entry.MimeType == mimeType);
            _entries.Add(new Entry(type, mimeType, write));
        }
    }

    public void Prefer(Type type, string[] mimeTypes)
    {
        lock (_gate)
            _preferred[type] = mimeTypes;
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _preferred.Clear();
            (MostItems, Deepest) = (20, 3);
        }
    }

    /// <summary>The forms registered for a type, best first: of each MIME type the nearest formatter.</summary>
    public IReadOnlyList<(string MimeType, Func<object, string> Write)> For(Type type)
    {
        lock (_gate)
        {
            if (_entries.Count == 0)
                return [];
            return [.. _entries.Where(entry => Serves(entry.Type, type))
                .Select((entry, age) => (entry, age))
                .GroupBy(pair => pair.entry.MimeType, (mimeType, pairs) => pairs.OrderBy(pair => Distance(pair.entry.Type, type))
                    .ThenByDescending(pair => pair.age).First().entry)
                .Select(entry => (entry.MimeType, entry.Write))
                .OrderBy(form => form.MimeType == MimeTypes.Plain)];
        }
    }

    public string[] PreferredFor(Type type)
    {
        lock (_gate)
        {
            if (_preferred.Count == 0)
                return [];
            return _preferred.Where(pair => Serves(pair.Key, type)).OrderBy(pair => Distance(pair.Key, type)).Select(pair => pair.Value)
                .FirstOrDefault() ?? [];
        }
    }

    private static bool Serves(Type registered, Type type) =>
        registered.IsAssignableFrom(type)
        || (registered.IsGenericTypeDefinition && Family(type).Any(t => t.IsGenericType && t.GetGenericTypeDefinition() == registered));

    // An interface is farther than any base class but object.
    private static int Distance(Type registered, Type type)
    {
        if (registered == typeof(object))
            return int.MaxValue;
        var distance = 0;
        for (var t = type; t is not null; t = t.BaseType, distance++)
        {
            if (t == registered || (t.IsGenericType && t.GetGenericTypeDefinition() == registered))
                return distance;
        }
        return 1000;
    }

    private static IEnumerable<Type> Family(Type type)
    {
        for (var t = type; t is not null; t = t.BaseType)
            yield return t;
        foreach (var face in type.GetInterfaces())
            yield return face;
    }

    private sealed record Entry(Type Type, string MimeType, Func<object, string> Write);
}
