using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// Turns compiler diagnostics and exceptions into what a student reads: cell, line, column, the line itself, and no frame of ours.
/// </summary>
internal static partial class ErrorText
{
    private const int MostDiagnostics = 10;
    private const int MostFrames = 12;
    private const int MostSites = 4;
    private const int MostCauses = 8;

    public static ErrorOutput OfDiagnostics(ImmutableArray<Diagnostic> errors, string? advice)
    {
        var ordered = errors.OrderBy(e => e.Location.SourceSpan.Start).ToList();
        var trace = new List<string>();
        foreach (var error in ordered.Take(MostDiagnostics))
            trace.AddRange(OfDiagnostic(error));
        if (ordered.Count > MostDiagnostics)
            trace.Add($"… and {ordered.Count - MostDiagnostics} more errors.");
        if (advice is not null)
            trace.AddRange(["", .. advice.Split('\n')]);
        return new ErrorOutput("CompilationError", OneLine(ordered[0]), trace);
    }

    /// <summary>"cell 3, line 2, column 9: error CS0103: …".</summary>
    public static string OneLine(Diagnostic error)
    {
        var message = string.Create(CultureInfo.InvariantCulture, $"error {error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}");
        if (!error.Location.IsInSource)
            return message;
        var span = error.Location.GetLineSpan();
        return $"{NameOf(span.Path)}, line {span.StartLinePosition.Line + 1}, column {span.StartLinePosition.Character + 1}: {message}";
    }

    private static IEnumerable<string> OfDiagnostic(Diagnostic error)
    {
        yield return OneLine(error);
        if (!error.Location.IsInSource)
            yield break;
        var span = error.Location.GetLineSpan();
        var text = error.Location.SourceTree!.GetText();
        var line = text.Lines[span.StartLinePosition.Line].ToString();
        var start = span.StartLinePosition.Character;
        var end = span.EndLinePosition.Line == span.StartLinePosition.Line ? span.EndLinePosition.Character : line.Length;
        // Tabs stay tabs, so that the caret is under its character whatever a tab's width.
        var indent = string.Concat(line.Take(start).Select(c => c == '\t' ? '\t' : ' '));
        yield return "    " + line;
        yield return "    " + indent + new string('^', int.Max(1, end - start));
    }

    /// <param name="sourceOf">The text of a cell by its name, null when it is not one.</param>
    /// <param name="symbolsOf">The portable PDB of a cell's assembly, null for any other.</param>
    public static ErrorOutput OfException(Exception exception, Func<string, CellText?> sourceOf, Func<Assembly, byte[]?> symbolsOf)
    {
        exception = Unwrap(exception);
        var trace = new List<string>();
        var depth = 0;
        for (var e = exception; e is not null; e = e.InnerException is null ? null : Unwrap(e.InnerException), depth++)
        {
            if (depth >= MostCauses)
            {
                // What began it all is at the end, however long the way there.
                while (e.InnerException is { } inner)
                    e = inner;
                trace.Add($"… caused in the end by {Formatting.TypeNames.Of(e.GetType())}: {e.Message}");
                break;
            }
            trace.Add((depth == 0 ? "" : "caused by ") + $"{Formatting.TypeNames.Of(e.GetType())}: {e.Message}");
            trace.AddRange(Frames(e, sourceOf, symbolsOf));
            if (e is AggregateException { InnerExceptions.Count: > 1 } several)
            {
                trace.AddRange(several.InnerExceptions.Skip(1).Take(5)
                    .Select(inner => $"and {Formatting.TypeNames.Of(inner.GetType())}: {inner.Message}"));
            }
        }
        return new ErrorOutput(Formatting.TypeNames.Of(exception.GetType()), exception.Message, trace);
    }

    private static Exception Unwrap(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions.Count: 1 } one => Unwrap(one.InnerExceptions[0]),
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        TypeInitializationException { InnerException: { } inner } => Unwrap(inner),
        _ => exception,
    };

    private static List<string> Frames(Exception exception, Func<string, CellText?> sourceOf, Func<Assembly, byte[]?> symbolsOf)
    {
        var frames = new List<string>();
        var all = new StackTrace(exception, fNeedFileInfo: true).GetFrames();
        for (var i = 0; i < all.Length; i++)
        {
            // What the runtime reports of the line is wrong there: it is that of the method's beginning. Cells without symbols are another
            // kernel's, which does not optimise them.
            var method = i > 0 && ThrowSites.IsThrowHelper(all[i - 1]) ? all[i].GetMethod() : null;
            frames.AddRange(method is not null && symbolsOf(method.Module.Assembly) is { } symbols
                ? Vague(method, exception, sourceOf, symbols) : Exact(all[i], sourceOf));
        }
        if (frames.Count <= MostFrames)
            return frames;
        return [.. frames.Take(MostFrames - 3), $"   … {frames.Count - MostFrames} more …", .. frames.TakeLast(3)];
    }

    private static IReadOnlyList<string> Exact(StackFrame frame, Func<string, CellText?> sourceOf) =>
        frame.GetFileName() is { } file && sourceOf(file) is { } text
        ? [$"   at {Where(frame.GetMethod())}{NameOf(file)}, {Line(text, frame.GetFileLineNumber(), frame.GetFileColumnNumber())}"] : [];

    private static IReadOnlyList<string> Vague(MethodBase method, Exception exception, Func<string, CellText?> sourceOf, byte[] symbols)
    {
        var sites = ThrowSites.Of(method, exception, symbols).Where(site => sourceOf(site.File) is { } text && !IsForEach(text, site))
            .ToList();
        if (sites.Count == 0)
            return MethodName(method) is { } name ? [$"   at {name}"] : [];
        var file = sites[0].File;
        var source = sourceOf(file)!;
        var start = $"   at {Where(method)}{NameOf(file)}, ";
        if (sites.Count == 1)
            return [start + Line(source, sites[0].Line, sites[0].Column)];
        var lines = sites.Select(site => site.Line).Distinct().ToList();
        if (lines.Count == 1)
            return [start + Line(source, lines[0], 0)];
        var numbers = lines.ConvertAll(line => line.ToString(CultureInfo.InvariantCulture));
        start += $"line {WordList.Of(numbers, "or")}";
        return lines.Count > MostSites ? [start] : [start + ":", .. lines.Select(line => $"      {Line(source, line, 0)}")];
    }

    // A foreach over an array reads its elements by numbers of its own, which are never wrong.
    private static bool IsForEach(CellText text, ThrowSite site)
    {
        // A cell can name lines that it does not have: #line.
        if (site.Line > text.Original.Lines.Count)
            return false;
        var line = text.Original.Lines[site.Line - 1].ToString();
        var before = line[..text.OriginalColumn(site.Line - 1, site.Column - 1)].TrimEnd();
        return before.EndsWith('(') && before[..^1].TrimEnd().EndsWith("foreach", StringComparison.Ordinal);
    }

    /// <param name="number">From 1.</param>
    /// <param name="wovenColumn">In the compiled text, from 1; 0 for none.</param>
    private static string Line(CellText text, int number, int wovenColumn)
    {
        var lines = text.Original.Lines;
        var whole = number >= 1 && number <= lines.Count ? lines[number - 1].ToString() : "";
        var line = whole.Trim();
        var head = $"line {number.ToString(CultureInfo.InvariantCulture)}";
        // A function's beginning; the brace says nothing.
        if (line is "{" or "")
            return head;
        // Where the line holds several statements, which of them.
        var column = wovenColumn > 0 ? text.OriginalColumn(number - 1, wovenColumn - 1) : 0;
        var atColumn = column > 0 && !string.IsNullOrWhiteSpace(whole[..int.Min(column, whole.Length)])
            ? $", column {(column + 1).ToString(CultureInfo.InvariantCulture)}" : "";
        return $"{head}{atColumn}: {line}";
    }

    private static string Where(MethodBase? method) => MethodName(method) is { } name ? $"{name}, " : "";

    // Null for the cell's own level. The compiler's names: <F>d__1.MoveNext, <F>g__Local|0_0, <F>b__0_0, <<Initialize>>….
    private static string? MethodName(MethodBase? method)
    {
        if (method is null)
            return null;
        var type = method.DeclaringType;
        var name = method.Name;
        if (name == "MoveNext" && type is not null && type.Name.StartsWith('<'))
        {
            name = type.Name;
            type = type.DeclaringType;
        }
        while (type is not null && type.Name.StartsWith('<'))
            type = type.DeclaringType;
        if (LocalFunction().Match(name) is { Success: true } local)
            name = local.Groups[1].Value;
        else if (name.Contains(">b__", StringComparison.Ordinal))
            name = "lambda";
        else if (StateMachine().Match(name) is { Success: true } machine)
            name = machine.Groups[1].Value;
        if (name.Contains('<', StringComparison.Ordinal))
            return null;
        var owner = type is null || type.Name.StartsWith("Submission#", StringComparison.Ordinal) ? "" : type.Name;
        return name switch
        {
            ".ctor" or ".cctor" => owner.Length == 0 ? null : "new " + owner,
            _ => owner.Length == 0 ? name : $"{owner}.{name}",
        };
    }

    // A file that #load named has a rooted path; a cell has its name.
    private static string NameOf(string path) => Path.IsPathRooted(path) ? Path.GetFileName(path) : path;

    [GeneratedRegex(@"g__(\w+)\|")]
    private static partial Regex LocalFunction();

    [GeneratedRegex(@"^<(\w+)>d(__\d+)?")]
    private static partial Regex StateMachine();
}
