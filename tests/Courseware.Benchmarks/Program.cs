using System.Globalization;
using Courseware;
using Courseware.Benchmarks;

// One JSON line a case:  dotnet run -c Release --project tests/Courseware.Benchmarks -- --case 1,2 --threads 2; with --scale, how a step's
// cost grows; with --profile, where a step's time goes; with --engine torchsharp, on that engine.
string? cases = null;
var threads = WorkerPool.Threads;
var scale = false;
string? engine = null;
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--case" when i + 1 < args.Length:
            cases = args[++i];
            break;
        case "--threads" when i + 1 < args.Length
            && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
                              && asked is >= 1 and <= WorkerPool.MaxThreads:
            threads = asked;
            i++;
            break;
        case "--engine" when i + 1 < args.Length:
            engine = args[++i];
            break;
        case "--scale":
            scale = true;
            break;
        case "--profile":
            TrainingSteps.IsProfile = true;
            break;
        default:
            Console.Error.WriteLine($"Not understood: {args[i]}. Usage: [--case 1,2,… | --scale] [--profile] [--engine managed|torchsharp] [--threads 1 … {WorkerPool.MaxThreads}]");
            return 2;
    }
}

WorkerPool.Threads = threads;
if (engine is not null && !TryUse(engine))
    return 2;
if (scale)
{
    Scale.Run(threads);
    return 0;
}
var all = BenchmarkCase.All;
foreach (var benchmark in all)
{
    if (cases is null || cases.Split(',').Contains(benchmark.Number.ToString(CultureInfo.InvariantCulture)))
        benchmark.Run(threads);
}
return 0;

static bool TryUse(string name)
{
    try
    {
        Aside.Of(() => Engine.Use(name));
        return true;
    }
    catch (Exception error) when (error is ArgumentException or InvalidOperationException)
    {
        Console.Error.WriteLine(error.Message);
        return false;
    }
}
