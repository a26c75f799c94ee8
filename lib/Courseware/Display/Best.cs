namespace Courseware;

/// <summary>Which value of a table's column is marked as its best.</summary>
public enum Best
{
    None,
    Lowest,
    Highest,
}
