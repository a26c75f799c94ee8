using System.CommandLine;
using System.CommandLine.Parsing;
using Courseware.Host.Running;
using Courseware.Host.Students;

namespace Courseware.Host.Commands;

/// <summary>The verbs for a class: a student's own copies, and an instructor's handout.</summary>
internal sealed class StudentCommands(TextWriter output, TextWriter errors, string folder)
{
    private const string Naming = "each by its path, its name, a part of the name, or its number";

    public Command Copy()
    {
        var notebooks = Notebooks($"Notebooks to copy, {Naming}; none to list the copies there are.", ArgumentArity.ZeroOrMore);
        var command = new Command("copy", $"""
            Gives a student a copy of a notebook, in my-notebooks/, which no update of the course touches.
            A copy that is there already stays as it is. Without a notebook the copies are listed, each with its exercises:
            correct, wrong, not attempted.
            Open a copy as any notebook, or run it with 'courseware run my-notebooks/02-adam-by-hand'.

            Exit code: {Runner.Succeeded} copied or listed, {Runner.Failed} nothing was copied, {Runner.Usage} usage.
            """) { notebooks };
        command.SetAction(parsed => parsed.GetValue(notebooks) is { Length: > 0 } names
            ? With(names, (course, paths) => Copies(course).Copy(paths))
            : CourseFolder.Find(folder) is { } here ? Copies(here).List() : NoCourse());
        return command;
    }

    public Command Reset()
    {
        var notebooks = Notebooks($"Notebooks whose copies are reset, {Naming}.", ArgumentArity.OneOrMore);
        var keepAnswers = new Option<bool>("--keep-answers")
        {
            Description = "Put your cells that answer exercises into the course's text.",
        };
        var command = new Command("reset", $"""
            Brings the course's text back into a student's copy, and keeps what was in it.
            What the copy was is kept beside it, as my-notebooks/kept-DATE-NAME.ipynb, and can be opened there.

            Exit code: {Runner.Succeeded} done, {Runner.Failed} there is no such copy, and nothing was changed, {Runner.Usage} usage.
            """) { notebooks, keepAnswers };
        command.SetAction(parsed =>
            With(parsed.GetValue(notebooks)!, (course, paths) => Copies(course).Reset(paths, parsed.GetValue(keepAnswers))));
        return command;
    }

    public Command Export()
    {
        var notebooks = Notebooks($"Notebooks to export, {Naming}; all of the course when none is named.", ArgumentArity.ZeroOrMore);
        var target = new Option<string?>("--output")
        {
            Description = "Where they go (default: handout/, or handout-solutions/, beside notebooks/).",
            HelpName = "folder",
        };
        var solutions = new Option<bool>("--solutions") { Description = "For the instructor: the worked solution under each exercise." };
        var command = new Command("export", $"""
            Writes notebooks for a class, without solutions.
            Left out are outputs, worked solutions, and answers that are folded under a question. The exercises still check an answer
            and give hints; their file is sealed, so that no answer can be read in it, and Exercise.Solution shows none.

            Exit code: {Runner.Succeeded} written, {Runner.Failed} a file there is not a handout's (then nothing was written), {Runner.Usage} usage.
            """) { notebooks, target, solutions };
        command.SetAction(parsed => With(parsed.GetValue(notebooks) ?? [], (course, paths) =>
        {
            var withSolutions = parsed.GetValue(solutions);
            var to = parsed.GetValue(target) is { Length: > 0 } given ? Path.GetFullPath(given, folder) : course.Handout(withSolutions);
            if (Path.GetRelativePath(course.Notebooks, to) == "." || File.Exists(to))
            {
                errors.WriteLine(File.Exists(to)
                    ? $"{to} is a file; --output names a folder."
                    : "The course's own notebooks are not overwritten: choose another folder with --output.");
                return Runner.Usage;
            }
            return new Handout(course, to, withSolutions, output).Write(paths);
        }));
        return command;
    }

    private int With(string[] names, Func<CourseFolder, IReadOnlyList<string>, int> work)
    {
        if (!NotebookSelection.TryFind(names, folder, out var selection, out var problem))
        {
            errors.WriteLine(problem);
            return Runner.Usage;
        }
        var course = selection.Course;
        // A copy stands for the notebook that it is of.
        var paths = selection.Paths
            .Select(path => Path.GetDirectoryName(path) == course.Copies ? Path.Combine(course.Notebooks, Path.GetFileName(path)) : path)
            .ToList();
        if (paths.Find(path => Path.GetDirectoryName(path) != course.Notebooks || !File.Exists(path)) is { } other)
        {
            errors.WriteLine($"{other} is not one of the course's notebooks, which are in {course.Notebooks}.");
            return Runner.Usage;
        }
        return work(course, paths);
    }

    private int NoCourse()
    {
        errors.WriteLine(UsageErrors.NoCourse(folder));
        return Runner.Usage;
    }

    private StudentCopies Copies(CourseFolder course) => new(course, output, TimeProvider.System);

    /// <summary>The argument by which a command takes notebooks. It refuses an option that the command does not know.</summary>
    public static Argument<string[]> Notebooks(string description, ArgumentArity arity)
    {
        var notebooks = new Argument<string[]>("notebook") { Description = description, Arity = arity };
        notebooks.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-')))
                result.AddError(UsageErrors.OfOption(result, token.Value));
        });
        return notebooks;
    }
}
