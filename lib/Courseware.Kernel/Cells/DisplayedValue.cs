using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Cells;

/// <summary>A value that a cell has shown, and can show again in the same place.</summary>
public sealed class DisplayedValue : IShowsNothing
{
    private readonly string[] _mimeTypes;

    internal DisplayedValue(string displayId, string[] mimeTypes)
    {
        DisplayId = displayId;
        _mimeTypes = mimeTypes;
    }

    /// <summary>The display's id within its session.</summary>
    public string DisplayId { get; }

    /// <summary>What is shown now.</summary>
    public object? Value { get; private set; }

    /// <summary>Whether it was shown again since it was first shown.</summary>
    public bool IsUpdated { get; private set; }

    /// <summary>Replaces what is shown by <paramref name="updatedValue"/>.</summary>
    public void Update(object? updatedValue) => Send(updatedValue, isUpdate: true);

    internal void Send(object? value, bool isUpdate)
    {
        Value = value;
        IsUpdated = isUpdate;
        var bundle = ValueFormatter.ToBundle(value, CellContext.CurrentFormatting, _mimeTypes);
        if (CellContext.Current is { } cell)
            cell.Send(new DisplayOutput(bundle, DisplayId, isUpdate));
    }
}
