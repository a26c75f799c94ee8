using System.Collections;
using System.Globalization;

namespace Courseware;

/// <summary>Reads what a student entered, or a cell gave, as a value that formulas know.</summary>
internal static class ExerciseAnswer
{
    /// <summary>Numbers by name: from <c>new { gap, epochs = 3 }</c> or a dictionary.</summary>
    /// <exception cref="ArgumentException">One of them is neither a number nor a list of numbers.</exception>
    public static IReadOnlyDictionary<string, FormulaValue> Given(object? given)
    {
        var values = new OrderedDictionary<string, FormulaValue>();
        if (given is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
                Add(Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, entry.Value);
        }
        else
        {
            foreach (var property in given?.GetType().GetProperties() ?? [])
            {
                if (property.GetIndexParameters().Length > 0)
                    throw new ArgumentException("given: takes numbers by name, as in given: new { gap, epochs }.", nameof(given));
                Add(property.Name, property.GetValue(given));
            }
        }
        return values;

        void Add(string name, object? value) => values[name] = Read(value)
            ?? throw new ArgumentException($"given: takes numbers by name, as in given: new {{ gap, epochs }}; '{name}' is {Described(value)}.", nameof(given));
    }

    /// <summary>A number, a truth, a text, numbers in a row or in rows; null for anything else.</summary>
    public static FormulaValue? Read(object? value) => value switch
    {
        null => null,
        FormulaValue read => read,
        bool truth => FormulaValue.Of(truth),
        string text => FormulaValue.Of(text),
        Tensor { Rank: <= 2 } tensor => FormulaValue.Of([.. tensor.Shape], tensor.ToDoubles()),
        double[,] table => FormulaValue.Of([table.GetLength(0), table.GetLength(1)], [.. table.Cast<double>()]),
        IEnumerable list => List(list),
        _ => Number(value) is { } number ? FormulaValue.Of(number) : null,
    };

    /// <summary>What was entered, for a message: "a text", "a list of 3 numbers", "a DateTime".</summary>
    public static string Described(object? value) => value switch
    {
        null => "nothing",
        Delegate function => $"a function of {function.Method.GetParameters().Count(p => p.ParameterType.Namespace == "System")} numbers",
        _ => Read(value)?.Described ?? $"a {value.GetType().Name}",
    };

    private static double? Number(object? value) => value switch
    {
        // Through its shortest text, so that 0.1f is 0.1.
        float f => double.Parse(f.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        double or int or long or short or byte or uint or ulong or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static FormulaValue? List(IEnumerable list)
    {
        var items = list.Cast<object?>().Select(Read).ToList();
        if (items.Exists(item => item is null || item.Text is not null || item.Shape.Length > 1
            || item.Numbers.Length != items[0]!.Numbers.Length))
        {
            return null;
        }

        double[] numbers = [.. items.SelectMany(item => item!.Numbers)];
        return items.Count > 0 && items[0]!.IsList ? FormulaValue.Of([items.Count, items[0]!.Shape[0]], numbers) : FormulaValue.Of(numbers);
    }
}
