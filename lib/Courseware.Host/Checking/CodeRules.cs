using Courseware.Host.Notebooks;
using Courseware.Kernel.Sessions;

namespace Courseware.Host.Checking;

/// <summary>
/// Every code cell compiles after those before it, and no function keeps to itself what a reader is told to change; nothing is executed.
/// </summary>
internal static class CodeRules
{
    public static IEnumerable<Finding> Check(CheckContext context, bool ofCourse = false)
    {
        var compiler = new CellCompiler(context.Notebook.Folder);
        var changeable = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cell in context.Notebook.Cells.Where(cell => cell.IsCode && !cell.IsSkipped))
        {
            if (!cell.IsToRun)
            {
                yield return context.Warning(
                    cell.Number, $"its metadata say that it is {CellLanguage.NameOf(cell.OtherLanguage!)}: it is neither compiled nor run.",
                    "Write it in C#, or leave it out.");
                continue;
            }
            var compiled = compiler.Compile(new CellSource(cell.Name, cell.Code, Id: cell.Name));
            if (compiled.Succeeded)
            {
                compiler.Accept(compiled);
                if (!ofCourse)
                    continue;
                foreach (var (type, space) in ImportRules.Borrowed(compiled))
                {
                    yield return context.Error(
                        cell.Number, $"{type} is of {space}, which .NET Interactive does not import.", $"Write {space}.{type}.");
                }

                changeable.UnionWith(CaptureRules.Changeable(compiled));
                foreach (var (function, variable) in CaptureRules.Captured(compiled, changeable))
                {
                    yield return context.Error(
                        cell.Number, $"the function {function} uses {variable}, which a reader is told to change: .NET Interactive would run it with the old value.",
                        $"Hand {variable} in as a parameter.");
                }
                continue;
            }
            // The error is what the cell is there to show.
            if (cell.MayFail)
                continue;
            if (MissingLibrary.MissingFiles(compiled, compiler.References).FirstOrDefault() is { } missing)
            {
                yield return context.Error(cell.Number, $"the library {missing} does not exist.",
                    MissingLibrary.CourseFolder(missing) is null ? "A path in #r counts from the notebook's folder."
                    : $"Run '{MissingLibrary.Command(missing)}' in the course's folder.");
                yield break;
            }
            foreach (var error in compiled.Errors.Take(3))
            {
                yield return context.Error(cell.Number, $"does not compile: {WithoutCell(ErrorText.OneLine(error), cell.Name)}.",
                    "Cells compile in order, each after those above it.");
            }
            // What later cells say about names that this one would have declared is no news.
            yield break;
        }
    }

    // The finding names the cell.
    private static string WithoutCell(string error, string cell)
        => error.StartsWith(cell + ", ", StringComparison.Ordinal) ? error[(cell.Length + 2)..] : error;
}
