using System.Reflection;
using System.Runtime.CompilerServices;

namespace Courseware.Kernel.Formatting;

/// <summary>
/// The look that a value has of itself, by the convention of a public method
/// <c>IReadOnlyDictionary&lt;string, string&gt; ToMimeBundle()</c>.
/// </summary>
internal static class OwnBundle
{
    private static readonly ConditionalWeakTable<Type, StrongBox<MethodInfo?>> s_methods = [];

    /// <summary>The value's own bundle, empty when it shows nothing; null when it has none.</summary>
    public static IReadOnlyDictionary<string, string>? Of(object? value)
    {
        if (value is null)
            return null;
        if (value is IReadOnlyDictionary<string, string> bundle && bundle.Count is > 0 and < 20 && bundle.Keys.All(IsMimeType))
            return bundle;
        if (s_methods.GetValue(value.GetType(), Find).Value is not { } method)
            return null;
        try
        {
            return (IReadOnlyDictionary<string, string>?)method.Invoke(value, null);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner and not OperationCanceledException
            and not ThreadInterruptedException)
        {
            return new Dictionary<string,
                string>
            { [MimeTypes.Plain] = $"{TypeNames.Of(value.GetType())} (could not be shown: {TypeNames.Of(inner.GetType())}: {inner.Message})" };
        }
    }

    private static StrongBox<MethodInfo?> Find(Type type)
    {
        var method = type.GetMethod("ToMimeBundle", BindingFlags.Public | BindingFlags.Instance, []);
        return new(method is not null && typeof(IReadOnlyDictionary<string, string>).IsAssignableFrom(method.ReturnType) ? method : null);
    }

    private static bool IsMimeType(string key) =>
        !key.Contains(' ', StringComparison.Ordinal)
        && (key.StartsWith("text/", StringComparison.Ordinal) || key.StartsWith("image/", StringComparison.Ordinal)
            || key.StartsWith("application/", StringComparison.Ordinal)
            || key.StartsWith("audio/", StringComparison.Ordinal) || key.StartsWith("video/", StringComparison.Ordinal));
}
