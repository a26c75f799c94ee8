using System.Collections;
using System.Reflection;
using System.Runtime.Loader;

namespace Courseware.Kernel.Formatting;

/// <summary>
/// The rows of a <c>DataFrame</c> (Microsoft.Data.Analysis) or an <c>IDataView</c> (ML.NET), by their public members: there is no reference
/// to either.
/// </summary>
internal static class FrameTables
{
    private const string Frame = "Microsoft.Data.Analysis.DataFrame";
    private const string View = "Microsoft.ML.IDataView";
    private const int MostOfVector = 8;
    private const int LongestCell = 200;

    public static bool Has(Type type) => IsFrame(type) || ViewOf(type) is not null;

    public static void Read(object value, int mostRows, Action<Node> keep)
    {
        if (IsFrame(value.GetType()))
            ReadFrame(value, mostRows, keep);
        else
            ReadView(value, mostRows, keep);
    }

    private static bool IsFrame(Type type) => type.FullName == Frame || (type.BaseType is { } parent && IsFrame(parent));

    private static Type? ViewOf(Type type) => Array.Find(type.GetInterfaces(), face => face.FullName == View);

    private static void ReadFrame(object frame, int mostRows, Action<Node> keep)
    {
        var columns = ((IEnumerable)Get(frame, "Columns")!).Cast<object>().ToList();
        var count = Convert.ToInt64(Get(Get(frame, "Rows")!, "Count"), System.Globalization.CultureInfo.InvariantCulture);
        var shown = columns.Take(Snapshot.MostMembers).ToList();
        var items = shown.ConvertAll(column => column.GetType().GetProperties()
            .First(p => p.Name == "Item" && p.GetIndexParameters() is [var index] && index.ParameterType == typeof(long)));
        var table = Begin([.. shown.Select(column => Get(column, "Name") as string ?? "")], count, columns.Count, mostRows);
        for (var row = 0L; row < long.Min(count, mostRows) && !DisplayTimeLimit.IsSpent; row++)
            Add(table, shown.Zip(items, (column, item) => item.GetValue(column, [row])));
        keep(table);
    }

    // ML.NET's own preview reads as many rows as are shown; it is in another assembly than the interface.
    private static void ReadView(object view, int mostRows, Action<Node> keep)
    {
        var face = ViewOf(view.GetType())!;
        var library = (AssemblyLoadContext.GetLoadContext(face.Assembly) ?? AssemblyLoadContext.Default)
            .LoadFromAssemblyName(new AssemblyName("Microsoft.ML.Data"));
        var read = library.GetType("Microsoft.ML.DebuggerExtensions", throwOnError: true)!.GetMethods()
            .First(method => method.Name == "Preview" && method.GetParameters() is [var first, var rows] && first.ParameterType == face
                && rows.ParameterType == typeof(int));
        var preview = read.Invoke(null, [view, mostRows])!;
        // A column that another has replaced is still there, hidden.
        var names = ((IEnumerable)Get(preview, "Schema")!).Cast<object>().Where(column => Get(column, "IsHidden") is not true)
            .Select(column => (string)Get(column, "Name")!).ToList();
        var count = face.GetMethod("GetRowCount")!.Invoke(view, null) as long?;
        var shown = names.Take(Snapshot.MostMembers).ToList();
        var rowsRead = ((IEnumerable)Get(preview, "RowView")!).Cast<object>().ToList();
        var table = Begin(shown, count ?? (rowsRead.Count < mostRows ? rowsRead.Count : null), names.Count, mostRows);
        foreach (var row in rowsRead)
        {
            // Of columns of one name the last counts.
            var values = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var (name, value) in (KeyValuePair<string, object?>[])Get(row, "Values")!)
                values[name] = value;
            Add(table, shown.Select(name => values.GetValueOrDefault(name)));
        }
        keep(table);
    }

    private static GroupNode Begin(List<string> columns, long? rows, int allColumns, int mostRows) => new(GroupKind.Table)
    {
        Columns = columns,
        Trouble = rows is null ? $"… and more rows, {allColumns} columns in all" : rows > mostRows || columns.Count < allColumns
            ? $"… {rows} rows × {allColumns} columns in all" : null,
    };

    private static void Add(GroupNode table, IEnumerable<object?> values)
    {
        var cells = new GroupNode(GroupKind.Sequence);
        foreach (var value in values)
            cells.Parts.Add((null, CellOf(value)));
        table.Parts.Add((null, cells));
    }

    private static Node CellOf(object? value)
    {
        if (value is null)
            return new TextNode("");
        if (Snapshot.Simple(value) is { } simple)
            return simple;
        // A vector: VBuffer has its values, the zeros that it leaves out among them.
        if (value.GetType() is { Name: "VBuffer`1" } type && type.GetMethod("DenseValues")?.Invoke(value, null) is IEnumerable vector)
        {
            var sequence = new GroupNode(GroupKind.Sequence);
            foreach (var item in vector.Cast<object>().Take(MostOfVector + 1))
                sequence.Parts.Add((null, Snapshot.Simple(item) ?? new TextNode(item.ToString() ?? "")));
            if (sequence.Parts.Count > MostOfVector)
            {
                sequence.Parts.RemoveAt(MostOfVector);
                sequence.IsCut = true;
            }
            return sequence;
        }
        return new TextNode(Snapshot.Bounded(value.ToString() ?? "", LongestCell));
    }

    private static object? Get(object owner, string property) => owner.GetType().GetProperty(property)!.GetValue(owner);
}
