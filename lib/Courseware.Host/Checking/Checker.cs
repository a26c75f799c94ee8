using System.Text.Json;
using System.Text.Json.Nodes;
using Courseware.Host.Notebooks;
using Courseware.Host.Running;

namespace Courseware.Host.Checking;

/// <summary>Checks notebooks without executing them.</summary>
internal sealed class Checker(TextWriter output)
{
    /// <returns>0 when there is nothing but warnings; 1 with findings; 2 when there is nothing to check.</returns>
    public int Run(IReadOnlyList<string> notebooks, string currentFolder)
    {
        if (!NotebookSelection.TryFind(notebooks, currentFolder, out var selection, out var problem))
        {
            output.WriteLine(problem);
            return Runner.Usage;
        }
        var (course, paths) = selection;
        bool IsOfCourse(string path) => course.IsClone && Path.GetDirectoryName(path) == course.Notebooks;

        var (firstCell, claims) = ("", (IReadOnlyList<ListedClaim>?)null);
        if (paths.Any(IsOfCourse))
        {
            claims = ListedClaim.Read(course.Claims);
            if (claims is null)
                output.WriteLine($"Claims are not checked: there is no {course.Claims}.");
            firstCell = SharedFirstCell(course.All);
        }

        var (errors, faulty) = (0, 0);
        foreach (var path in paths)
        {
            var findings = (IsOfCourse(path) ? Check(path, firstCell, claims) : CheckOther(path)).OrderBy(finding => finding.Cell ?? 0)
                .ToList();
            foreach (var finding in findings)
                output.WriteLine(finding.ToString());
            errors += findings.Count(finding => !finding.IsWarning);
            faulty += findings.Any(finding => !finding.IsWarning) ? 1 : 0;
            if (findings.Count == 0)
                output.WriteLine($"{Path.GetFileNameWithoutExtension(path)}: good");
        }
        output.WriteLine(errors == 0 ? $"{Counted(paths.Count, "notebook")} checked."
            : $"{Counted(errors, "thing")} to fix in {faulty} of {Counted(paths.Count, "notebook")}.");
        return errors == 0 ? Runner.Succeeded : Runner.Failed;
    }

    private static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    /// <summary>A notebook of the course: all rules.</summary>
    public static IEnumerable<Finding> Check(string path, string firstCell, IReadOnlyList<ListedClaim>? claims)
    {
        if (Load(path, out var problem) is not { } notebook)
            return [problem!];
        var context = new CheckContext(notebook, firstCell, claims);
        return FormatRules.Check(context)
            .Concat(ShapeRules.Check(context))
            .Concat(CodeRules.Check(context, ofCourse: true))
            .Concat(LinkRules.Check(context))
            .Concat(ClaimRules.Check(context))
            .Concat(FormulaRules.Check(context));
    }

    /// <summary>
    /// Anybody's notebook: wrong is what no front end could open or run. How it looks, and what it has put out, are its writer's business.
    /// </summary>
    public static IEnumerable<Finding> CheckOther(string path)
    {
        if (Load(path, out var problem) is not { } notebook)
            return [problem!];
        var context = new CheckContext(notebook, "", null);
        return FormatRules.CheckOther(context)
            .Concat(CodeRules.Check(context))
            .Concat(LinkRules.Check(context).Concat(FormulaRules.Check(context)).Select(finding => finding with { IsWarning = true }));
    }

    private static NotebookDocument? Load(string path, out Finding? problem)
    {
        try
        {
            problem = null;
            return NotebookDocument.Load(path);
        }
        catch (InvalidDataException e)
        {
            problem = new Finding(Path.GetFileNameWithoutExtension(path), null, e.Message.StartsWith(path + ": ", StringComparison.Ordinal)
                ? e.Message[(path.Length + 2)..] : e.Message, "");
            return null;
        }
    }

    /// <summary>The first code cell that most of the course's notebooks have.</summary>
    public static string SharedFirstCell(IEnumerable<string> paths) =>
        paths.Select(FirstCell).OfType<string>().GroupBy(source => source, StringComparer.Ordinal).OrderByDescending(group => group.Count())
        .FirstOrDefault()?.Key ?? "";

    private static string? FirstCell(string path)
    {
        try
        {
            return NotebookDocument.Load(path).Cells.FirstOrDefault(cell => cell.IsCode)?.Source.TrimEnd();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
