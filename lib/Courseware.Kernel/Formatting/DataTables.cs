using System.Data;
using System.Runtime.CompilerServices;

namespace Courseware.Kernel.Formatting;

/// <summary>The rows of a <c>System.Data</c> table. Apart, so that its assembly is loaded only when such a value is shown.</summary>
internal static class DataTables
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Read(object value, int mostRows, Action<Node> keep)
    {
        var view = value as DataView ?? ((DataTable)value).DefaultView;
        var columns = view.Table!.Columns.Cast<DataColumn>().Take(Snapshot.MostMembers).ToList();
        var table = new GroupNode(GroupKind.Table)
        {
            Columns = [.. columns.Select(column => column.ColumnName)],
            Trouble = view.Count > mostRows || columns.Count < view.Table.Columns.Count
                ? $"… {view.Count} rows × {view.Table.Columns.Count} columns in all" : null,
        };
        foreach (var row in view.Cast<DataRowView>().Take(mostRows))
        {
            var cells = new GroupNode(GroupKind.Sequence);
            foreach (var column in columns)
            {
                var cell = row[column.ColumnName];
                cells.Parts.Add((null, cell is DBNull ? new TextNode("")
                    : Snapshot.Simple(cell) ?? new TextNode(Snapshot.Bounded(cell.ToString() ?? "", 200))));
            }
            table.Parts.Add((null, cells));
        }
        keep(table);
    }
}
