using System.Globalization;
using PlainTorchSharp;

// The cases as one would write them in TorchSharp, one JSON line each:
// dotnet run -c Release --project tests/Courseware.Benchmarks/torchsharp -- --case 1,2 --threads 2
// How libgomp's threads wait is in the environment: OMP_WAIT_POLICY=passive, or GOMP_SPINCOUNT=1000; its own way is to spin for long.
string? cases = null;
var threads = Environment.ProcessorCount;
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--case" && i + 1 < args.Length)
    {
        cases = args[++i];
    }
    else if (args[i] == "--threads" && i + 1 < args.Length
        && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked >= 1)
    {
        threads = asked;
        i++;
    }
    else
    {
        Console.Error.WriteLine($"Not understood: {args[i]}. Usage: [--case 1,2,…] [--threads 1 …]");
        return 2;
    }
}
Cases.Run(cases?.Split(','), threads);
return 0;
