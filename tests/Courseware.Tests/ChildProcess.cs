using System.Diagnostics;
using System.Reflection;

namespace Courseware.Tests;

/// <summary>
/// Runs a static method of this assembly in a process of its own, under environment variables such as DOTNET_EnableAVX512=0
/// that only take effect when a process starts, and gives back what it wrote.
/// </summary>
/// <example><code>string text = ChildProcess.Run(MyTests.PrintHashes, ("DOTNET_EnableAVX2", "0"));</code></example>
internal static class ChildProcess
{
    private const string Variable = "COURSEWARE_TEST_ENTRY";

    /// <summary>Whether this process is one that <see cref="Run(Action, ReadOnlySpan{ValueTuple{string, string}})"/> has started.</summary>
    internal static bool IsChild => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>
    /// Runs <paramref name="method"/>, a static method without parameters, and returns its standard output. A failure of the child is an
    /// exception with its error output.
    /// </summary>
    public static string Run(Action method, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var type = method.Method.DeclaringType!;
        if (!method.Method.IsStatic)
        {
            throw new ArgumentException($"A child process can only call a static method; {type}.{method.Method.Name} is not.",
                nameof(method));
        }

        var library = typeof(ChildProcess).Assembly.Location;
        var host = Path.ChangeExtension(library, OperatingSystem.IsWindows() ? ".exe" : null);
        var start = File.Exists(host) ? new ProcessStartInfo(host) : new ProcessStartInfo("dotnet", [library]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment[Variable] = $"{type.FullName}|{method.Method.Name}";
        // What the child leaves in its temporary folder goes with it.
        var temporary = Directory.CreateTempSubdirectory("courseware-child-");
        foreach (var name in new[] { "TMPDIR", "TMP", "TEMP" })
            start.Environment[name] = temporary.FullName;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            return Run(start, $"{type.Name}.{method.Method.Name}");
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private static string Run(ProcessStartInfo start, string what)
    {
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The child process for {what} ended with {process.ExitCode}. Its errors:\n{errors.Result}");
        return output;
    }

    /// <summary>In the child: calls the method asked for. False in any other process.</summary>
    internal static bool RunRequested()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } entry)
            return false;
        var parts = entry.Split('|');
        var method = typeof(ChildProcess).Assembly.GetType(parts[0], throwOnError: true)!
            .GetMethod(parts[1], BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            ?? throw new MissingMethodException(parts[0], parts[1]);
        method.Invoke(null, null);
        return true;
    }
}
