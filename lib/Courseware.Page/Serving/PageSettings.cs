using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Courseware.Host.Running;

namespace Courseware.Page.Serving;

/// <summary>What the page's program is asked to do.</summary>
/// <param name="Notebook">The notebook to show first; null for the list of all.</param>
/// <param name="Port">0 for any that is free.</param>
internal sealed record PageSettings(CourseFolder Course, string? Notebook, int Port, bool OpensBrowser)
{
    /// <summary>
    /// Understands <c>[notebook] [--port N] [--no-browser]</c>. The program <c>courseware</c> explains and checks these; this is what it
    /// passes on.
    /// </summary>
    public static bool TryParse(string[] arguments, string folder, [NotNullWhen(true)] out PageSettings? settings,
        [NotNullWhen(false)] out string? problem)
    {
        (settings, problem) = (null, null);
        var (names, port, opensBrowser) = (new List<string>(), 0, true);
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--no-browser":
                    opensBrowser = false;
                    break;
                case "--port" when i + 1 < arguments.Length
                    && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535:
                    i++;
                    break;
                case ['-', ..] other:
                    problem = $"'{other}' is not understood: expected [notebook] [--port NUMBER] [--no-browser].";
                    return false;
                case var name:
                    names.Add(name);
                    break;
            }
        }
        if (!NotebookSelection.TryFind(names, folder, out var selection, out problem))
            return false;
        settings = new PageSettings(selection.Course, names.Count == 0 ? null : selection.Paths[0], port, opensBrowser);
        return true;
    }
}
