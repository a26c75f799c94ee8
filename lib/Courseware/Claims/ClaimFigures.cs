using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Courseware;

/// <summary>The figures behind a verdict, by name: from one number, <c>new { gap, seeds = 3 }</c> or a dictionary.</summary>
internal sealed partial class ClaimFigures
{
    private readonly string _id;
    private readonly OrderedDictionary<string, object?> _values = [];

    /// <param name="id">The claim that they are for.</param>
    /// <param name="values">One figure, an anonymous object, a dictionary, or null for none.</param>
    /// <param name="name">The name of one figure: the expression it was written as.</param>
    public ClaimFigures(string id, object? values, string name)
    {
        _id = id;
        if (values is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
                _values[Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!] = entry.Value;
        }
        else if (values is not null && IsAnonymous(values.GetType()))
        {
            foreach (var property in values.GetType().GetProperties())
                _values[property.Name] = property.GetValue(values);
        }
        else if (values is not null)
        {
            _values[Identifier().Match(name) is { Success: true } last ? last.Value : "value"] = values;
        }
    }

    /// <summary>Those that are numbers, as they are recorded; of a mean with its spread the mean.</summary>
    public IReadOnlyDictionary<string, double> Numbers
    {
        get
        {
            var numbers = new OrderedDictionary<string, double>();
            foreach (var (name, value) in _values)
            {
                if (Number(value) is { } number)
                    numbers[name] = number;
            }

            return numbers;
        }
    }

    /// <summary>The differences that are within two standard errors, in a sentence; "" if there are none.</summary>
    public string Unresolved
    {
        get
        {
            var open = _values.Where(v => v.Value is PairedDifference { IsUndecided: true }).Select(v => $"`{v.Key}`").ToArray();
            return open.Length switch
            {
                0 => "",
                1 => $"The difference {open[0]} is within two standard errors, so it may be chance.",
                _ => $"The differences {WordList.Of(open, "and")} are within two standard errors, so they may be chance.",
            };
        }
    }

    /// <summary>Puts the figures into a text: "gap {gap:F3}". Null for no text.</summary>
    /// <exception cref="ArgumentException">The text names a figure that the cell does not give.</exception>
    public string? Fill(string? text) => text is null ? null : Placeholder().Replace(text, found =>
    {
        var (name, format) = (found.Groups["name"].Value, found.Groups["format"].Value);
        return _values.TryGetValue(name, out var value) ? InvariantText.Of(value, format) : throw new ArgumentException(
            $"The texts of {_id} in notebooks/claims.json name the figure '{name}', and the cell gives {Known()}. "
            + $"Pass it to Claim.Decide, as in new {{ {name} }}, or correct the text.");
    });

    /// <summary>"gap = 0.0187, epochs = 600": how the figures read where no text puts them into words.</summary>
    public override string ToString()
        => string.Join(", ", _values.Select(v => $"{v.Key} = {InvariantText.Of(v.Value, v.Value is double or float ? "G4" : "")}"));

    private string Known() => _values.Count == 0 ? "none" : string.Join(", ", _values.Keys);

    private static double? Number(object? value) => value switch
    {
        double d => d,
        // Through its shortest text, so that 0.1f is recorded as 0.1.
        float f => double.Parse(f.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        int or long or short or byte or uint or ulong or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        bool b => b ? 1 : 0,
        PairedDifference difference => difference.Mean,
        Spread spread => spread.Mean,
        _ => null,
    };

    private static bool IsAnonymous(Type type) => type.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal);

    [GeneratedRegex(@"\{(?<name>[\w_]+)(?::(?<format>[^{}]+))?\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"[\p{L}_][\w]*$")]
    private static partial Regex Identifier();
}
