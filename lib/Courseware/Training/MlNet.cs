using System.Reflection;

namespace Courseware;

/// <summary>
/// What ML.NET says of the course's data, where the adapter Courseware.ML is built; where not, one line says how to build it.
/// It is loaded by reflection, so that a notebook runs without it; a cell that does more begins with
/// <c>#r "../artifacts/lib/ml/Courseware.ML.dll"</c>.
/// </summary>
public static class MlNet
{
    private const string Folder = "ml";
    private const string AdapterName = "Courseware.ML";
    private const string TypeName = "Courseware.Beside";

    /// <summary>
    /// The columns of a data set as ML.NET sees them, each with its type and its first values; null, after a line, where the adapter is not
    /// built.
    /// </summary>
    /// <param name="rows">The data set.</param>
    /// <param name="first">How many rows are shown.</param>
    public static Table? View(Dataset rows, int first = 3)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(first);
        return Find<Func<Dataset, int, Table>>(nameof(View))?.Invoke(rows, first);
    }

    /// <summary>
    /// The share of test rows (0 to 1) whose class two of ML.NET's trainers find, by name: "boosted trees" and "maximum entropy", with the
    /// settings that Courseware.ML's <c>ClassicModels</c> name; null, after a line, where the adapter is not built.
    /// </summary>
    /// <param name="data">Rows with classes, to train on and to test on.</param>
    /// <exception cref="ArgumentException">The rows have no classes.</exception>
    public static IReadOnlyDictionary<string, double>? Accuracies(TrainTest data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Find<Func<TrainTest, IReadOnlyDictionary<string, double>>>(nameof(Accuracies))?.Invoke(data);
    }

    /// <summary>
    /// ML.NET's maximum entropy, trained and tested on the two parts: each figure of merit as ML.NET computes it and as the course does,
    /// and in what the two definitions differ ("" where they mean the same). The accuracy comes first. Null, after a line, where the
    /// adapter is not built.
    /// </summary>
    /// <param name="data">Rows with more than two classes.</param>
    public static IReadOnlyList<(string Figure, double MLNet, double Ours, string Note)>? Figures(TrainTest data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Find<Func<TrainTest, IReadOnlyList<(string Figure, double MLNet, double Ours, string Note)>>>(nameof(Figures))?.Invoke(data);
    }

    private static T? Find<T>(string method) where T : Delegate
    {
        if (Adapter.Find(Folder, AdapterName + ".dll") is not { } path)
        {
            $"ML.NET is not here: type 'dotnet build lib/{AdapterName}' in the course's folder, then run this cell again.".Show();
            return null;
        }
        var found = AdapterAssembly.Load(path).GetType(TypeName)?.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic);
        if (found is null)
            $"ML.NET is not used: {path} is older than the library. Type 'dotnet build lib/{AdapterName}' in the course's folder and restart the notebook.".Show();
        return found?.CreateDelegate<T>();
    }
}
