namespace Courseware;

public sealed partial class Dataset
{
    /// <summary>How it looks in a notebook: a small table, and the provenance as data.</summary>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => DatasetTable.Bundle(this);
}
