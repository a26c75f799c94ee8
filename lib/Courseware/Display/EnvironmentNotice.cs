using System.Collections;
using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>Reports what is wrong with the course's environment variables, once, when a session loads the library.</summary>
internal static class EnvironmentNotice
{
    private static readonly Lazy<CourseVariables> s_known = new(Read);

    /// <summary>The library's own list.</summary>
    internal static CourseVariables Variables => s_known.Value;

    /// <summary>The error's text where a variable's value is needed and is not an allowed one.</summary>
    public static string ErrorOf(string name, string? value)
        => Variables.ProblemOf(name, value) ?? $"{name} is '{value}', which the course does not know. Unset it.";

#pragma warning disable CA2255 // A library should not run code when it is loaded; here nothing happens unless a variable of the course is set, and no later moment is sure to come before the first output.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Tell()
    {
        var ours = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => CourseVariables.IsNamedAsOurs((string)variable.Key))
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string)variable.Value!))
            .ToList();
        if (ours.Count == 0 || AppContext.GetData(CourseVariables.Told) is not null)
            return;
        foreach (var line in Variables.Wrong(ours).Concat(Variables.Unknown(ours)))
            Console.WriteLine(line);
    }

    private static CourseVariables Read()
    {
        using var list =
            new StreamReader(typeof(EnvironmentNotice).Assembly.GetManifestResourceStream("Courseware.Display.variables.json")!);
        return CourseVariables.Parse(list.ReadToEnd());
    }
}
