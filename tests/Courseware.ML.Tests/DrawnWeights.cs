using System.Reflection;
using Courseware.Tests;
using Microsoft.ML.TorchSharp;
using Microsoft.ML.TorchSharp.NasBert;
using TorchSharp;

namespace Courseware.ML.Tests;

/// <summary>
/// The encoders as ML.NET makes them, drawn and not trained, saved where ML.NET looks: the pretrained ones cannot be had everywhere. So the
/// way is tested, but not how well it reads. Its classes are internal.
/// </summary>
public sealed class DrawnWeights : IDisposable
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    public DrawnWeights()
    {
        Folder = Directory.CreateTempSubdirectory("courseware-weights-").FullName;
        Directory.CreateDirectory(System.IO.Path.Combine(Folder, "mlnet"));
        Path = System.IO.Path.Combine(Folder, "mlnet", "NasBert2000000.tsm");
        OfEntities = System.IO.Path.Combine(Folder, "mlnet", "pretrained_NasBert_14M_encoder.tsm");
        if (LibTorch.IsLeftOut)
            return;
        _ = new TextClassifier();
        torch.random.manual_seed(1);
        Save("ModelForPrediction", new TextClassificationTrainer.TextClassificationOptions(), Path);
        Save("NerModel", new NerTrainer.NerOptions(), OfEntities);
    }

    public string Folder { get; }

    /// <summary>For text classification and sentence similarity.</summary>
    public string Path { get; }

    /// <summary>For named entities.</summary>
    public string OfEntities { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Save(string type, NasBertTrainer.NasBertOptions options, string path)
    {
        var assembly = typeof(TorchSharpCatalog).Assembly;
        var tokenizer = assembly.GetType("Microsoft.ML.TorchSharp.Extensions.TokenizerExtensions", true)!.GetMethod("GetInstance", Any)!
            .Invoke(null, [null])!;
        using var model =
            (torch.nn.Module)Activator.CreateInstance(assembly.GetType($"Microsoft.ML.TorchSharp.NasBert.Models.{type}", true)!, Any, null,
            [options, Number("PadIndex"), Number("SymbolsCount"), 2], null)!;
        ((torch.nn.Module)model.GetType().GetMethod("GetEncoder")!.Invoke(model, null)!).save(path);

        int Number(string name) => (int)tokenizer.GetType().GetProperty(name, Any)!.GetValue(tokenizer)!;
    }
}
