using System.Runtime.InteropServices;

namespace Courseware.Host.Installing;

/// <summary>The <c>dotnet</c> program that runs this process.</summary>
internal static class DotNet
{
    /// <summary>Its absolute path, in the form that survives an update of .NET.</summary>
    /// <remarks>Package managers keep one stable name (<c>/usr/bin/dotnet</c>, <c>/opt/homebrew/bin/dotnet</c>) that leads to a folder with the version in it.</remarks>
    public static string Program
    {
        get
        {
            var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
            return Choose(root, Environment.GetEnvironmentVariable("DOTNET_ROOT"), Environment.GetEnvironmentVariable("PATH") ?? "",
                OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet", File.Exists, path => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        }
    }

    /// <param name="root">The folder of the running .NET.</param>
    /// <param name="target">The file that a path leads to when all links are followed.</param>
    internal static string Choose(string root, string? dotnetRoot, string path, string name, Func<string, bool> exists, Func<string, string> target)
    {
        var own = Path.Combine(root, name);
        var named = (string.IsNullOrEmpty(dotnetRoot) ? [] : new[] { dotnetRoot })
            .Concat(path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, name));
        return named.FirstOrDefault(file => exists(file) && target(file) == own) ?? own;
    }
}
