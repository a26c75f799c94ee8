using Microsoft.ML;

namespace Courseware;

/// <summary>Getters of one type where ML.NET asks for any.</summary>
internal static class Getters
{
    /// <exception cref="InvalidOperationException">The column's values have another type; the text names both.</exception>
    public static ValueGetter<TValue> As<TValue>(DataViewSchema.Column column, Delegate getter) => getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"Column '{column.Name}' holds {column.Type} ({column.Type.RawType.Name}); it cannot be read as {typeof(TValue).Name}.");
}
