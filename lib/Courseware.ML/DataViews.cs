using Microsoft.ML;

namespace Courseware;

/// <summary>The course's data sets as ML.NET's data views, and back.</summary>
public static class DataViews
{
    /// <summary>The rows as a data view. Nothing is copied; a pass reads them as it goes.</summary>
    /// <param name="rows">A data set, or rows on disk.</param>
    /// <param name="label">What the label column holds.</param>
    /// <param name="classNames">The classes' names for a key, where the rows do not know them (rows on disk).</param>
    /// <exception cref="ArgumentException">The label cannot have that form; the text says which it can.</exception>
    public static DatasetView ToDataView(this IRowSource rows, LabelForm label = LabelForm.Automatic,
        IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new(rows, label, classNames);
    }

    /// <summary>A data view's rows as a data set, read in one pass; a view of a data set gives that data set itself.</summary>
    /// <param name="view">The view. A vector (or one number) makes the features; a key or boolean the classes, a number or vector the
    /// target values.</param>
    /// <param name="name">What the data set is called.</param>
    /// <param name="features">The column of features.</param>
    /// <param name="label">The column of classes or target values; if not given, "Label" where there is one.</param>
    /// <param name="targets">The column of target values beside classes; if not given, "Targets" where there is one.</param>
    /// <exception cref="ArgumentException">A column is missing or of a type that cannot be had as numbers; the text says how ML.NET makes
    /// one that can.</exception>
    public static Dataset ToDataset(this IDataView view, string name = "data view", string features = ColumnNames.Features,
        string? label = null, string? targets = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (view is DatasetView { Rows: Dataset whole } own && (own.LabelForm != LabelForm.Number || own.LabelIsTarget)
            && features == ColumnNames.Features
            && label is null or ColumnNames.Label && targets is null or ColumnNames.Targets)
        {
            return whole;
        }

        return new DatasetReader(view, name, features, label, targets).Read();
    }
}
