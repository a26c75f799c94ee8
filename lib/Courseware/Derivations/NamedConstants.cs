namespace Courseware;

/// <summary>
/// Finds which constant of a rule is where in its formula: a second run of the rule has a number of its own in place of each constant,
/// so that two constants of the same value are still distinguished.
/// </summary>
internal sealed class NamedConstants
{
    private readonly Dictionary<double, ConstantName> _names = [];

    private NamedConstants()
    {
    }

    /// <summary>The rule with numbers that distinguish its constants; a rule that names no constants stays as it is.</summary>
    public static TRule PutInto<TRule>(TRule rule, out NamedConstants constants)
        where TRule : struct, IUpdateRule
    {
        var found = new NamedConstants();
        var marked = rule is INamedRule<TRule> named ? named.With(found.Mark) : rule;
        foreach (var (a, nameA) in found._names.ToArray())
        {
            found._names.TryAdd(1 - a, nameA.FromOne());
            foreach (var (b, nameB) in found._names.ToArray())
                found._names.TryAdd(a * b, nameA.Times(nameB));
        }
        constants = found;
        return marked;
    }

    /// <summary>What a number of the second run is called; null for one that the rule itself has in its formula.</summary>
    public ConstantName? Find(double value) => _names.GetValueOrDefault(value);

    // 0 and 1 stay: a rule may ask for them, and no formula shows them.
    private double Mark(string name, double value)
    {
        if (value is 0 or 1)
            return value;
        var mark = 0.5 + 0.0137 * (_names.Count + 1) + 1.0 / (7919 + _names.Count);
        _names.Add(mark, ConstantName.Of(name));
        return mark;
    }
}
