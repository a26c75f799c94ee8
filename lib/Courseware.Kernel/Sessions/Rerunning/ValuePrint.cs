using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Courseware.Kernel.Sessions;

/// <summary>What a variable holds, as far as it can be told without running code of the cells.</summary>
/// <param name="Content">The same for two values of the same content.</param>
/// <param name="IsWhole">Whether nothing of the value is left out. Else it is known when something of it has changed, but not that nothing
/// has.</param>
/// <remarks>
/// Read are numbers, texts and the framework's other plain values; arrays, tuples and the framework's collections; the fields of types that
/// cells declare; a <see cref="Random"/>'s state. Of an object of a library that has a public property <c>Fingerprint</c>, that. Of what is
/// larger than a megabyte or a few thousand objects, a part. Of all else, the type. Of an object of a cell's type also what the type's
/// words meant when it was compiled: the same fields with other methods are another value.
/// </remarks>
internal readonly partial record struct ValuePrint(UInt128 Content, bool IsWhole)
{
    private const string Submission = "Submission#";
    private const int MostObjects = 4096;
    private const int MostBytes = 1 << 20;
    private const int DeepestObject = 64;
    private const int Sample = 4096;

    private static readonly ConditionalWeakTable<Type, TypeForm> s_forms = [];

    /// <param name="meaningOf">What a type of a submission meant when it was compiled; null where it is not known.</param>
    /// <param name="functions">The submissions whose lambdas the value holds.</param>
    public static ValuePrint Of(object? value, Func<int, string, UInt128?> meaningOf, out IReadOnlyCollection<int> functions)
    {
        var reader = new Reader(meaningOf);
        try
        {
            reader.Read(value, 0);
        }
        catch (Exception e) when (e is InvalidOperationException or NullReferenceException or IndexOutOfRangeException or ArgumentException
            or TargetInvocationException or NotSupportedException or KeyNotFoundException)
        {
            // Other threads are changing it.
            reader.LeaveOut();
        }
        functions = reader.Functions;
        return new ValuePrint(reader.Content, reader.IsWhole);
    }

    /// <summary>The types that cells declared and that the type consists of, by the names of the outermost.</summary>
    public static IEnumerable<string> CellTypes(Type? type, int depth = 0)
    {
        if (type is null || depth > 4)
            yield break;
        if (type.HasElementType)
        {
            foreach (var name in CellTypes(type.GetElementType(), depth + 1))
                yield return name;
            yield break;
        }
        if (IsOfCell(type) && type.FullName is { } full && full.IndexOf('+', StringComparison.Ordinal) is var plus and > 0)
            yield return full[(plus + 1)..].Split('+', '`', '[')[0];
        foreach (var argument in type.IsGenericType ? type.GetGenericArguments() : [])
        {
            foreach (var name in CellTypes(argument, depth + 1))
                yield return name;
        }
    }

    private static int? SubmissionOf(Type? type)
    {
        while (type?.DeclaringType is { } outer)
            type = outer;
        return type is not null && type.Name.StartsWith(Submission, StringComparison.Ordinal)
            && int.TryParse(type.Name.AsSpan(Submission.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;
    }

    [GeneratedRegex(@"Submission#\d+")]
    private static partial Regex SubmissionName();

    private static bool IsOfCell(Type type)
        => System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(type.Assembly) is SessionLoadContext
        && type.Assembly.Location.Length == 0;

    private static bool IsOfFramework(Type type)
        => type.Assembly == typeof(object).Assembly || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true;

    private enum Kind
    {
        Opaque,
        Plain,
        Text,
        Bytes,
        Array,
        Collection,
        Fields,
        Function,
        Fingerprinted,
    }

    private sealed record TypeForm(Kind Kind, UInt128 Name, FieldInfo[] Fields, PropertyInfo? Fingerprint)
    {
        /// <summary>The type that a cell declares and that it is, or that it is in.</summary>
        public (int Number, string Key)? Declared { get; private init; }

        /// <summary>
        /// Whether the compiler has made it of a function of a cell: an iterator does what that does, each time it is asked.
        /// </summary>
        public bool IsOfFunction { get; private init; }

        public static TypeForm Of(Type type)
        {
            var kind = KindOf(type);
            // Of a cell's type without the number of its cell: the same words compiled again are the same type to the reader.
            var name = Print.Of(IsOfCell(type) ? type.Name : SubmissionName().Replace(type.ToString(), ""));
            var fields = kind == Kind.Fields || kind == Kind.Collection && IsOfCell(type) ? AllFields(type) : [];
            var fingerprint = kind == Kind.Opaque && !IsOfFramework(type)
                ? type.GetProperty("Fingerprint", BindingFlags.Instance | BindingFlags.Public) : null;
            return fingerprint is { CanRead: true } && fingerprint.GetIndexParameters().Length == 0
                ? new TypeForm(Kind.Fingerprinted, name, [], fingerprint)
                : new TypeForm(kind, name, fields, null)
                {
                    Declared = IsOfCell(type) ? DeclaredBy(type) : null,
                    IsOfFunction = type.IsNested && type.Name.StartsWith('<') && IsOfCell(type),
                };
        }

        private static (int, string)? DeclaredBy(Type type)
        {
            while (type.HasElementType)
                type = type.GetElementType()!;
            while (type.DeclaringType is { IsNested: true } outer)
                type = outer;
            return type.Name.StartsWith('<') || type.DeclaringType is not { } cell || SubmissionOf(cell) is not { } number ? null
                : (number, type.Name.Contains('`', StringComparison.Ordinal) ? type.Name : type.Name + "`0");
        }

        private static Kind KindOf(Type type)
        {
            if (type == typeof(string) || type == typeof(StringBuilder))
                return Kind.Text;
            if (type.IsPrimitive || type.IsEnum || type == typeof(decimal))
                return Kind.Plain;
            if (type.IsPointer || type.IsByRefLike || type == typeof(nint) || type == typeof(nuint))
                return Kind.Opaque;
            if (type.IsArray)
                return type.GetElementType() is { IsPrimitive: true } ? Kind.Bytes : Kind.Array;
            if (typeof(Delegate).IsAssignableFrom(type))
                return Kind.Function;
            if (type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true
                && typeof(ICollection).IsAssignableFrom(type) || IsCollectionOf(type))
            {
                return Kind.Collection;
            }

            if (IsOfCell(type))
                return Kind.Fields;
            // The framework's own structs keep nothing beside what they are: dates, vectors, tuples. Of its classes, that is sure of few.
            if (IsOfFramework(type)
                && (type.IsValueType || typeof(ITuple).IsAssignableFrom(type) || type == typeof(Random)
                    || type.DeclaringType == typeof(Random)
                || type == typeof(Version) || type.FullName!.StartsWith("System.Random", StringComparison.Ordinal)))
            {
                return Kind.Fields;
            }

            return Kind.Opaque;
        }

        private static bool IsCollectionOf(Type type) => IsOfFramework(type) && type.IsClass && type.GetInterfaces().Any(face =>
            face.IsGenericType
            && (face.GetGenericTypeDefinition() == typeof(ICollection<>)
                || face.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>)))
            && (type.Namespace is "System.Dynamic" || type.Namespace!.StartsWith("System.Collections", StringComparison.Ordinal));

        private static FieldInfo[] AllFields(Type type)
        {
            var fields = new List<FieldInfo>();
            for (var at = type; at is not null && at != typeof(object) && at != typeof(ValueType); at = at.BaseType)
            {
                fields.AddRange(
                    at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
            }

            return [.. fields];
        }
    }

    private sealed class Reader(Func<int, string, UInt128?> meaningOf)
    {
        private readonly Dictionary<object, int> _seen = new(ReferenceEqualityComparer.Instance);
        private Print _print = new();
        private HashSet<int>? _functions;
        private int _objects;
        private int _bytes;

        public UInt128 Content => _print.Value;

        public bool IsWhole { get; private set; } = true;

        public IReadOnlyCollection<int> Functions => _functions is null ? [] : _functions;

        public void LeaveOut() => IsWhole = false;

        public void Read(object? value, int depth)
        {
            if (value is null)
            {
                _print.Add(0);
                return;
            }
            var form = s_forms.GetValue(value.GetType(), TypeForm.Of);
            _print.Add((ulong)form.Name);
            if (form.IsOfFunction)
                LeaveOut();
            if (form.Declared is { } declared)
                Meaning(declared.Number, declared.Key);
            if (++_objects > MostObjects || depth > DeepestObject)
            {
                LeaveOut();
                return;
            }
            if (form.Kind is not Kind.Plain && value is not string && !value.GetType().IsValueType)
            {
                // What refers to itself, or twice to one thing, is told by the order of finding it.
                if (_seen.TryGetValue(value, out var first))
                {
                    _print.Add((ulong)first);
                    return;
                }
                _seen.Add(value, _seen.Count);
            }
            switch (form.Kind)
            {
                case Kind.Plain:
                    Plain(value);
                    break;
                case Kind.Text:
                    Bytes(MemoryMarshal.AsBytes(value.ToString().AsSpan()));
                    break;
                case Kind.Bytes:
                    var array = (Array)value;
                    Lengths(array);
                    Bytes(MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), Buffer.ByteLength(array)));
                    break;
                case Kind.Array:
                    Lengths((Array)value);
                    Elements((IEnumerable)value, depth);
                    break;
                case Kind.Collection:
                    Elements((IEnumerable)value, depth);
                    break;
                case Kind.Fields:
                    Fields(value, form, depth);
                    break;
                case Kind.Function:
                    // What it does is in the words of its cell; what it has captured and can change is here.
                    LeaveOut();
                    foreach (var function in ((Delegate)value).GetInvocationList())
                        Function(function, depth);
                    break;
                case Kind.Fingerprinted:
                    LeaveOut();
                    _print.Add(form.Fingerprint!.GetValue(value)?.ToString());
                    break;
                default:
                    LeaveOut();
                    break;
            }
        }

        private void Meaning(int number, string key)
        {
            if (meaningOf(number, key) is { } meaning)
            {
                _print.Add((ulong)meaning);
                _print.Add((ulong)(meaning >> 64));
            }
            else
            {
                LeaveOut();
            }
        }

        private void Function(Delegate function, int depth)
        {
            if (SubmissionOf(function.Method.DeclaringType) is { } number)
                (_functions ??= []).Add(number);
            if (function.Target is { } target && target.GetType().Name.StartsWith("<>c__DisplayClass", StringComparison.Ordinal))
                Fields(target, s_forms.GetValue(target.GetType(), TypeForm.Of), depth);
        }

        private void Fields(object value, TypeForm form, int depth)
        {
            foreach (var field in form.Fields)
            {
                // The object of a cell is all of its variables: they are followed by their names.
                if (!field.FieldType.Name.StartsWith(Submission, StringComparison.Ordinal))
                    Read(field.GetValue(value), depth + 1);
            }
        }

        private void Lengths(Array array)
        {
            for (var i = 0; i < array.Rank; i++)
                _print.Add((ulong)array.GetLength(i));
        }

        private void Elements(IEnumerable all, int depth)
        {
            ulong count = 0;
            foreach (var element in all)
            {
                count++;
                if (_objects > MostObjects)
                    break;
                Read(element, depth + 1);
            }
            _print.Add(count);
            if (_objects > MostObjects && all is ICollection { Count: var length })
                _print.Add((ulong)length);
        }

        private void Bytes(ReadOnlySpan<byte> bytes)
        {
            if ((_bytes += bytes.Length) <= MostBytes)
            {
                _print.Add(bytes);
                return;
            }
            // Both ends, and single numbers from all over it.
            LeaveOut();
            _print.Add((ulong)bytes.Length);
            _print.Add(bytes[..int.Min(Sample, bytes.Length)]);
            _print.Add(bytes[^int.Min(Sample, bytes.Length)..]);
            var words = MemoryMarshal.Cast<byte, ulong>(bytes);
            for (var i = 0; i < words.Length; i += int.Max(1, words.Length / Sample))
                _print.Add(words[i]);
        }

        private void Plain(object value)
        {
            switch (value)
            {
                case double number:
                    _print.Add(BitConverter.DoubleToUInt64Bits(number));
                    break;
                case float number:
                    _print.Add(BitConverter.SingleToUInt32Bits(number));
                    break;
                case decimal number:
                    _print.Add(number.ToString(CultureInfo.InvariantCulture));
                    break;
                case ulong number:
                    _print.Add(number);
                    break;
                case Enum:
                    _print.Add(((IConvertible)value).ToString(CultureInfo.InvariantCulture));
                    break;
                default:
                    _print.Add((ulong)((IConvertible)value).ToInt64(CultureInfo.InvariantCulture));
                    break;
            }
        }
    }
}
