using System.Collections;
using System.Globalization;

namespace Courseware;

/// <summary>The numbers behind a verdict, by name: from <c>new { gap, seeds = 3 }</c> or a dictionary.</summary>
internal static class ClaimValues
{
    public static IReadOnlyDictionary<string, double> Of(object? values)
    {
        var numbers = new OrderedDictionary<string, double>();
        if (values is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
                Add(Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, entry.Value);
        }
        else
        {
            foreach (var property in values?.GetType().GetProperties() ?? [])
                Add(property.Name, property.GetValue(values));
        }
        return numbers;

        void Add(string name, object? value) => numbers[name] = value switch
        {
            double d => d,
            // Through its shortest text, so that 0.1f is written as 0.1.
            float f => double.Parse(f.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
            int or long or short or byte or uint or ulong or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            bool b => b ? 1 : 0,
            _ => throw new ArgumentException($"values holds numbers by name, as in new {{ gap, epochs = 60 }}; '{name}' is {value?.GetType().Name ?? "null"}. Put texts into ours:.", nameof(values)),
        };
    }
}
