using System.Diagnostics;
using System.Globalization;

namespace Courseware.Tests.Fuzz;

/// <summary>
/// Damages files of every format that the library reads, again and again, and reads them: each must be read or refused with its name and
/// the reason, in bounded time and memory. As a program:
/// <c>dotnet run --project tests/Courseware.Tests -c Release -- --fuzz SECONDS [SEED]</c>.
/// </summary>
internal static class DataFileFuzz
{
    private const long MostBytes = 256L << 20;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    /// <summary>Runs for so long; gives what went wrong, each with the file that did it, which stays.</summary>
    public static IReadOnlyList<string> Run(TimeSpan time, int seed, TextWriter? report)
    {
        var folder = Directory.CreateTempSubdirectory("courseware-fuzz-").FullName;
        var targets = FuzzTargets.All(folder);
        var (path, random, clock) = (Path.Combine(folder, "x.fuzz"), new Random(seed), Stopwatch.StartNew());
        var counts = targets.Select(_ => new Count()).ToArray();
        var wrong = new List<string>();
        foreach (var target in targets)
        {
            foreach (var example in target.Examples)
            {
                File.WriteAllBytes(path, example);
                target.Read(path); // an example that is not read would prove nothing
            }
        }
        for (var i = 0; clock.Elapsed < time && wrong.Count < 20; i++)
        {
            var (target, count) = (targets[i % targets.Count], counts[i % targets.Count]);
            var bytes = Mutation.Of(target.Examples, random);
            File.WriteAllBytes(path, bytes);
            var (before, start) = (GC.GetAllocatedBytesForCurrentThread(), clock.Elapsed);
            string? fault = null;
            try
            {
                target.Read(path);
                count.Read++;
            }
            catch (Exception error) when (target.IsRefusal(error))
            {
                count.Refused++;
            }
            catch (Exception error)
            {
                fault = $"{error.GetType().Name}: {error.Message}";
            }
            var (used, took) = (GC.GetAllocatedBytesForCurrentThread() - before, clock.Elapsed - start);
            (count.MostBytes, count.Longest) = (Math.Max(count.MostBytes, used), took > count.Longest ? took : count.Longest);
            if (used > MostBytes)
                fault ??= FormattableString.Invariant($"{used / 1e6:0} MB were allocated for a file of {bytes.Length} bytes");
            if (took > s_longest)
                fault ??= FormattableString.Invariant($"{took.TotalSeconds:0.0} s for a file of {bytes.Length} bytes");
            if (fault is null)
                continue;
            count.Wrong++;
            var kept = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"courseware-fuzz-{seed}-{i}.bin"));
            File.WriteAllBytes(kept, bytes);
            wrong.Add($"{target.Name}: {fault} ({kept})");
        }
        Directory.Delete(folder, recursive: true);
        report?.WriteLine(
            "| format | files tried | read | refused by name | anything else | longest | most memory |\n|---|---|---|---|---|---|---|");
        for (var i = 0; i < targets.Count; i++)
        {
            report?.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture, $"| {targets[i].Name} | {counts[i].All:N0} | {counts[i].Read:N0} | {counts[i].Refused:N0} | {counts[i].Wrong:N0} | {counts[i].Longest.TotalMilliseconds:0} ms | {counts[i].MostBytes / 1e6:0.0} MB |"));
        }

        foreach (var line in wrong)
            report?.WriteLine(line);
        return wrong;
    }

    /// <summary>The program: true if it was asked for.</summary>
    public static bool RunRequested(string[] args, out int exitCode)
    {
        exitCode = 0;
        if (args is not ["--fuzz", ..])
            return false;
        var numbers = args.Skip(1).Select(a => int.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1)
            .ToArray();
        if (numbers.Length is < 1 or > 2 || numbers.Contains(-1))
        {
            Console.Error.WriteLine("Usage: --fuzz SECONDS [SEED], two whole numbers; without a seed another one each time.");
            exitCode = 2;
            return true;
        }
        var seed = numbers.Length == 2 ? numbers[1] : Environment.TickCount & int.MaxValue;
        Console.WriteLine(FormattableString.Invariant($"{numbers[0]} s, seed {seed}"));
        exitCode = Run(TimeSpan.FromSeconds(numbers[0]), seed, Console.Out).Count == 0 ? 0 : 1;
        return true;
    }

    private sealed class Count
    {
        public long Read { get; set; }

        public long Refused { get; set; }

        public long Wrong { get; set; }

        public long All => Read + Refused + Wrong;

        public long MostBytes { get; set; }

        public TimeSpan Longest { get; set; }
    }
}
