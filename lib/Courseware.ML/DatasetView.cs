using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>
/// Rows of the course as ML.NET reads them: nothing is copied when the view is made, and a pass over it reads block after block, so that
/// rows on disk stay there.
/// </summary>
/// <remarks>
/// Columns: Features (a vector of float, in the shape of a row, with the columns' names), Label (see <see cref="LabelForm"/>) and Targets
/// (a vector of float: several target values, or those beside a class). Rows that are mostly zeros are handed over as sparse vectors, which
/// ML.NET's trainers take several times as fast.
/// </remarks>
public sealed class DatasetView : IDataView
{
    internal DatasetView(IRowSource rows, LabelForm form, IReadOnlyList<string>? classNames)
    {
        Rows = rows;
        Width = rows.FeatureShape.Aggregate(1, (a, b) => a * b);
        LabelForm = form != LabelForm.Automatic ? form : rows.HasClasses ? LabelForm.Key : rows.TargetWidth == 1 ? LabelForm.Number
            : LabelForm.Automatic;
        ClassNames = classNames ?? (rows as Dataset)?.ClassNames ?? [];
        Check();

        var schema = new DataViewSchema.Builder();
        var names = rows is Dataset { FeatureNames: { Length: > 0 } given } ? TextAnnotations.Of(ColumnNames.SlotNames, given) : null;
        schema.AddColumn(ColumnNames.Features, new VectorDataViewType(NumberDataViewType.Single, rows.FeatureShape), names);
        switch (LabelForm)
        {
            case LabelForm.Key:
                schema.AddColumn(ColumnNames.Label, new KeyDataViewType(typeof(uint), ClassNames.Count),
                    TextAnnotations.Of(ColumnNames.KeyValues, ClassNames));
                break;
            case LabelForm.Boolean:
                schema.AddColumn(ColumnNames.Label, BooleanDataViewType.Instance);
                break;
            case LabelForm.Number:
                schema.AddColumn(ColumnNames.Label, NumberDataViewType.Single);
                break;
        }
        if (rows.TargetWidth > 1 || (rows.TargetWidth == 1 && !LabelIsTarget))
            schema.AddColumn(ColumnNames.Targets, new VectorDataViewType(NumberDataViewType.Single, rows.TargetWidth));
        Schema = schema.ToSchema();
    }

    /// <summary>The rows themselves.</summary>
    public IRowSource Rows { get; }

    /// <summary>What the label column holds; Automatic if there is none.</summary>
    public LabelForm LabelForm { get; }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <summary>In memory any order costs the same; rows on disk are read in theirs.</summary>
    public bool CanShuffle => Rows is Dataset;

    /// <summary>Numbers in a row.</summary>
    internal int Width { get; }

    /// <summary>Whether the label is the target value, not a class.</summary>
    internal bool LabelIsTarget => LabelForm == LabelForm.Number && Rows.TargetWidth == 1 && !Rows.HasClasses;

    /// <inheritdoc/>
    public long? GetRowCount() => Rows.Count;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => new DatasetCursor(this, columnsNeeded, CanShuffle ? rand : null);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private void Check()
    {
        if (LabelForm == LabelForm.Key && ClassNames.Count == 0)
        {
            throw new ArgumentException(Rows.HasClasses
                ? $"A key needs the number of classes, and '{Rows.Name}' does not say it: give classNames, or LabelForm.Boolean for two classes."
                : $"A key column holds classes, and '{Rows.Name}' has none. Leave the label's form out, or use LabelForm.Number for a target value.");
        }

        if (LabelForm == LabelForm.Boolean && (!Rows.HasClasses || (Rows is Dataset && ClassNames.Count != 2)))
            throw new ArgumentException($"A boolean label needs two classes, and '{Rows.Name}' has {(Rows.HasClasses ? $"{ClassNames.Count}" : "none")}. Use LabelForm.Key, or OnlyClasses(a, b).Relabelled() first.");
        if (LabelForm == LabelForm.Number && !Rows.HasClasses && Rows.TargetWidth != 1)
            throw new ArgumentException($"A number as label needs one target value a row, and '{Rows.Name}' has {Rows.TargetWidth}. Leave the label's form out: several values are the column {ColumnNames.Targets}.");
        if (Rows is Dataset data && ClassNames.Count < data.ClassCount)
            throw new ArgumentException($"'{Rows.Name}' has {data.ClassCount} classes, but {ClassNames.Count} classNames were given.");
    }
}
