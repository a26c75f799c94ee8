using System.Reflection;

namespace Courseware;

/// <summary>
/// A rule's fields with odd numbers in them, each field another: whatever constant the rule computes with shows by its value which field it came from.
/// Fields that are 0 or 1 stay so, since a rule may ask for that, and no formula shows them.
/// </summary>
internal sealed class OddNumbers
{
    private readonly Dictionary<double, (string Tex, string Plain, bool IsSum)> names = [];

    /// <summary>Constants that a rule gets ready-made, under the names of its fields, as its own doc comment writes them.</summary>
    private static readonly Dictionary<string, (string Tex, string Plain, bool IsSum)> Written = new()
    {
        ["coupled"] = (@"\lambda", "λ", false),
        ["shrink"] = (@"\alpha\lambda", "αλ", false),
        ["correction1"] = (@"1 - \beta_1^t", "1 − β₁ᵗ", true),
        ["correction2"] = (@"1 - \beta_2^t", "1 − β₂ᵗ", true),
        ["ofMomentum"] = (@"\frac{\mu_{t+1}}{1 - \mu_1 \cdots \mu_{t+1}}", "μₜ₊₁/(1 − μ₁⋯μₜ₊₁)", false),
        ["ofGradient"] = (@"\frac{1 - \mu_t}{1 - \mu_1 \cdots \mu_t}", "(1 − μₜ)/(1 − μ₁⋯μₜ)", false),
    };

    /// <summary>The rule with odd numbers in its fields.</summary>
    public static TRule In<TRule>(TRule rule, out OddNumbers names)
        where TRule : struct, IUpdateRule
    {
        names = new();
        object boxed = rule;
        var fields = new List<((string Tex, string Plain, bool IsSum) Name, double Value)>();
        names.Fill(boxed, fields);
        foreach (var (a, valueA) in fields)
        {
            names.names.TryAdd(1 - valueA, ($"1 - {a.Tex}", $"1 − {a.Plain}", true));
            foreach (var (b, valueB) in fields)
                names.names.TryAdd(valueA * valueB, ($@"{a.Tex} {b.Tex}", $"{a.Plain}{b.Plain}", false));
        }
        return (TRule)boxed;
    }

    /// <summary>What a constant of the odd run is called; null for a number that stands in the rule itself.</summary>
    public (string Tex, string Plain, bool IsSum)? Find(double value) => names.TryGetValue(value, out var name) ? name : null;

    private void Fill(object boxed, List<((string Tex, string Plain, bool IsSum) Name, double Value)> fields)
    {
        foreach (var field in boxed.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
        {
            // A captured constructor parameter α is the field "<α>P".
            var name = field.Name.Trim('<').Split('>')[0];
            if (field.FieldType == typeof(double) && field.GetValue(boxed) is double and not (0 or 1))
            {
                var odd = 0.5 + 0.0137 * (fields.Count + 1) + 1.0 / (7919 + fields.Count);
                field.SetValue(boxed, odd);
                var text = Written.TryGetValue(name, out var written) ? written : (Symbol.TexOf(name), Symbol.PlainOf(name), false);
                names[odd] = text;
                fields.Add((text, odd));
            }
            else if (typeof(IUpdateRule).IsAssignableFrom(field.FieldType))
            {
                var inner = field.GetValue(boxed)!;
                Fill(inner, fields);
                field.SetValue(boxed, inner);
            }
        }
    }
}
