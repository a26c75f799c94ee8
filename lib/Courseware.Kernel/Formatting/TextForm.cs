using System.Globalization;
using System.Text;

namespace Courseware.Kernel.Formatting;

/// <summary>Writes what was read of a value as one bounded piece of text.</summary>
internal static class TextForm
{
    public static string Of(Node node, int longest)
    {
        var text = new StringBuilder();
        Write(text, node, isNested: false, longest);
        return Snapshot.Bounded(text.ToString(), longest);
    }

    private static void Write(StringBuilder text, Node node, bool isNested, int longest)
    {
        if (node is TextNode single)
        {
            text.Append(isNested && single.Kind == TextKind.String ? $"\"{Snapshot.Bounded(single.Text, 200)}\"" : single.Text);
            return;
        }
        if (text.Length > longest)
        {
            text.Append('…');
            return;
        }
        var group = (GroupNode)node;
        var (open, close) = group.Kind switch
        {
            GroupKind.Tuple => ("(", ")"),
            GroupKind.Dictionary => ("{ ", " }"),
            GroupKind.Object => (group.TypeName is null ? "{ " : group.TypeName + " { ", " }"),
            _ => ("[", "]"),
        };
        text.Append(open);
        var isFirst = true;
        foreach (var (key, value) in group.Parts)
        {
            if (!isFirst)
                text.Append(", ");
            isFirst = false;
            if (key is not null)
            {
                Write(text, key, isNested: true, longest);
                text.Append(group.Kind == GroupKind.Object ? " = " : ": ");
            }
            Write(text, value, isNested: true, longest);
        }
        foreach (var end in new[] { End(group), group.Trouble })
        {
            if (end is null)
                continue;
            text.Append(isFirst ? "" : ", ").Append(end);
            isFirst = false;
        }
        text.Append(close);
    }

    private static string? End(GroupNode group) => !group.IsCut
        ? null
        : group.Kind is GroupKind.Object || group.Count is not { } count ? "…"
        : string.Create(CultureInfo.InvariantCulture, $"… ({count} items)");
}
