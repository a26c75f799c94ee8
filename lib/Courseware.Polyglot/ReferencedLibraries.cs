using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Courseware.Kernel.Sessions;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;

namespace Courseware.Polyglot;

/// <summary>
/// One <c>#r</c> is enough for an adapter of the course, as in the course's own kernel: .NET Interactive's knows the one assembly that the
/// line names, and finds those of its packages without letting a cell name their types. They are added before the cell is compiled.
/// </summary>
internal static partial class ReferencedLibraries
{
    private static readonly ConditionalWeakTable<CSharpKernel, object> s_attached = [];

    public static void Follow(CSharpKernel kernel)
    {
        if (!s_attached.TryAdd(kernel, new()))
            return;
        kernel.AddMiddleware(async (command, context, next) =>
        {
            if (command is SubmitCode submission)
            {
                NotebookSymbols.Give(kernel);
                if (CompanionsOf(submission.Code) is { Count: > 0 } companions)
                    kernel.AddAssemblyReferences(companions);
            }
            await next(command, context).ConfigureAwait(false);
        });
    }

    private static List<string> CompanionsOf(string code) =>
        [.. Directive().Matches(code).Select(match => Path.GetFullPath(match.Groups["path"].Value)).Where(File.Exists)
            .SelectMany(Companions.Of).Distinct()];

    [GeneratedRegex(@"^\s*#r\s+""(?<path>[^""\r\n]+\.dll)""", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Directive();
}
