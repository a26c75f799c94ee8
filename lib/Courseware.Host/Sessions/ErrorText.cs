using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Courseware.Host.Sessions;

/// <summary>Turns compiler diagnostics and exceptions into what a student reads: cell, line, column, the line itself, and no frame of ours.</summary>
internal static partial class ErrorText
{
    private const int MostDiagnostics = 10;
    private const int MostFrames = 12;

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
        // Tabs stay tabs, so that the caret stands under its character whatever a tab's width.
        var indent = string.Concat(line.Take(start).Select(c => c == '\t' ? '\t' : ' '));
        yield return "    " + line;
        yield return "    " + indent + new string('^', int.Max(1, end - start));
    }

    /// <param name="sourceOf">The text of a cell by its name, null when it is not one.</param>
    public static ErrorOutput OfException(Exception exception, Func<string, CellText?> sourceOf)
    {
        exception = Unwrap(exception);
        var trace = new List<string>();
        var depth = 0;
        for (var e = exception; e is not null && depth < 8; e = e.InnerException is null ? null : Unwrap(e.InnerException), depth++)
        {
            trace.Add((depth == 0 ? "" : "caused by ") + $"{Formatting.TypeNames.Of(e.GetType())}: {e.Message}");
            trace.AddRange(Frames(e, sourceOf));
            if (e is AggregateException { InnerExceptions.Count: > 1 } several)
                trace.AddRange(several.InnerExceptions.Skip(1).Take(5).Select(inner => $"and {Formatting.TypeNames.Of(inner.GetType())}: {inner.Message}"));
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

    private static List<string> Frames(Exception exception, Func<string, CellText?> sourceOf)
    {
        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames()
            .Select(frame => Frame(frame, sourceOf)).OfType<string>().ToList();
        if (frames.Count <= MostFrames)
            return frames;
        return [.. frames.Take(MostFrames - 3), $"   … {frames.Count - MostFrames} more …", .. frames.TakeLast(3)];
    }

    private static string? Frame(StackFrame frame, Func<string, CellText?> sourceOf)
    {
        if (frame.GetFileName() is not { } file || sourceOf(file) is not { } text)
            return null;
        var number = frame.GetFileLineNumber();
        var lines = text.Original.Lines;
        var whole = number >= 1 && number <= lines.Count ? lines[number - 1].ToString() : "";
        var line = whole.Trim();
        // Where the line holds several statements, which of them.
        var column = whole.Length > 0 && frame.GetFileColumnNumber() is > 0 and var woven ? text.OriginalColumn(number - 1, woven - 1) : 0;
        var atColumn = column > 0 && !string.IsNullOrWhiteSpace(whole[..int.Min(column, whole.Length)]) ? $", column {column + 1}" : "";
        var where = MethodName(frame.GetMethod()) is { } method ? $"{method}, " : "";
        return $"   at {where}{NameOf(file)}, line {number}{atColumn}: {line}";
    }

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
