using Microsoft.ML;
using Microsoft.ML.Data;

namespace Courseware;

/// <summary>What the library's <see cref="MlNet"/> asks for by name.</summary>
internal static class Beside
{
    private const int Shown = 4;

    internal static Table View(Dataset rows, int first)
    {
        var view = rows.ToDataView();
        var preview = view.Preview(first);
        return new Table([new("column"), new("type"), .. Enumerable.Range(1, preview.RowView.Length).Select(i => new Column($"row {i}"))])
            .Rows(view.Schema, column =>
                [column.Name, column.Type.ToString()!, .. preview.RowView.Select(row => (object)Written(row.Values[column.Index].Value))]);
    }

    internal static IReadOnlyDictionary<string, double> Accuracies(TrainTest data)
    {
        var context = new MLContext(seed: 1);
        const PredictionTask task = PredictionTask.Multiclass;
        double Of(IEstimator<ITransformer> trainer) => Trial.Run(context, data, trainer, task)["accuracy"].MLNet;
        return new Dictionary<string, double>
        {
            ["boosted trees"] = Of(ClassicModels.BoostedTrees(context, task)),
            ["maximum entropy"] = Of(ClassicModels.MaximumEntropy(context)),
        };
    }

    internal static IReadOnlyList<(string Figure, double MLNet, double Ours, string Note)> Figures(TrainTest data)
    {
        var context = new MLContext(seed: 1);
        return [.. Trial.Run(context, data, ClassicModels.MaximumEntropy(context), PredictionTask.Multiclass).Pairs
            .Select(pair => (pair.Name, pair.MLNet, pair.Ours, pair.Note))];
    }

    private static string Written(object value) => value switch
    {
        VBuffer<float> { Length: > Shown } numbers => Written(numbers, ", …"),
        VBuffer<float> numbers => Written(numbers, ""),
        _ => FormattableString.Invariant($"{value}"),
    };

    private static string Written(VBuffer<float> numbers, string end)
        => string.Join(", ", numbers.DenseValues().Take(Shown).Select(number => FormattableString.Invariant($"{number:G4}"))) + end;
}
