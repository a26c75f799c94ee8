using System.Globalization;
using Courseware.Fuzz;

var arguments = new Queue<string>(args);
var (seconds, seed, folder, isWrong) = (60.0, 1, NotebookFuzz.CourseNotebooks(), false);
while (arguments.TryDequeue(out var option))
{
    isWrong |= option switch
    {
        "--seconds" when arguments.TryDequeue(out var text) =>
            !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds),
        "--seed" when arguments.TryDequeue(out var text) =>
            !int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out seed),
        "--from" when arguments.TryDequeue(out var text) => !Directory.Exists(folder = text),
        _ => true,
    };
}
if (isWrong || folder is null)
{
    Console.Error.WriteLine(
        "Usage: [--seconds 60] [--seed 1] [--from FOLDER]: mutates the notebooks of a folder (the course's by default), and reads, checks, writes and shows each.");
    return 2;
}
var report = new NotebookFuzz(folder, seed).Run(TimeSpan.FromSeconds(seconds));
Console.WriteLine(report);
return report.Faults.Count == 0 ? 0 : 1;
