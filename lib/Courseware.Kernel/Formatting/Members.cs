using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Courseware.Kernel.Formatting;

/// <summary>
/// The public readable properties and fields of a type, as the columns of a table; a property that throws reads as its exception.
/// </summary>
internal static class Members
{
    public const int Most = Snapshot.MostMembers;

    private static readonly ConditionalWeakTable<Type, IReadOnlyList<MemberInfo>> s_known = [];

    public static IReadOnlyList<MemberInfo> Of(Type type) => s_known.GetValue(type, Find);

    public static object? Read(MemberInfo member, object owner)
    {
        try
        {
            return member is PropertyInfo property ? property.GetValue(owner) : ((FieldInfo)member).GetValue(owner);
        }
        catch (Exception exception)
        {
            var cause = (exception as TargetInvocationException)?.InnerException ?? exception;
            if (cause is ThreadInterruptedException)
                ExceptionDispatchInfo.Throw(cause);
            return new Failure(cause);
        }
    }

    private static IReadOnlyList<MemberInfo> Find(Type type)
    {
        const BindingFlags visible = BindingFlags.Public | BindingFlags.Instance;
        var properties = type.GetProperties(visible)
            .Where(p => p.GetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0 && CanBox(p.PropertyType));
        var fields = type.GetFields(visible).Where(f => CanBox(f.FieldType));
        return [.. properties.Concat<MemberInfo>(fields).DistinctBy(m => m.Name).Take(Most + 1)];
    }

    private static bool CanBox(Type type) => !type.IsByRef && !type.IsByRefLike && !type.IsPointer && !type.IsFunctionPointer;

    /// <summary>What a table shows where a property threw.</summary>
    public sealed record Failure(Exception Exception);
}
