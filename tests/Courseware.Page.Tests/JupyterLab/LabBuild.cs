using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Courseware.Page.Tests.JupyterLab;

/// <summary>A JupyterLab of npm's packages, built once into <c>artifacts/</c>, and the Python that serves it.</summary>
internal static class LabBuild
{
    private const string Modules = "jupyter_server and jupyterlab_server";
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(8);
    private static readonly string s_sources = Repository.At("tests", "Courseware.Page.Tests", "JupyterLab", "App");
    private static readonly Lazy<string?> s_python =
        new(() => Array.Find(["python3", "/usr/bin/python3"], name => Runs(name, "-c", "import " + Modules.Replace(" and ", ", "))));
    private static readonly Lazy<string?> s_folder = new(Build);

    /// <summary>Skips the test where Debian's server is missing.</summary>
    public static string Python
    {
        get
        {
            if (s_python.Value is null)
                Assert.Skip($"No python3 with {Modules} found (neither on PATH nor /usr/bin/python3).");
            return s_python.Value;
        }
    }

    /// <summary>The folder with <c>serve.py</c> and what it serves; skips the test where npm, or npm's packages, are missing.</summary>
    public static string Folder
    {
        get
        {
            if (!Runs("node", "--version") || !Runs("npm", "--version"))
                Assert.Skip("No node and npm found on PATH.");
            if (s_folder.Value is null)
                Assert.Skip("No registry of npm answers: JupyterLab cannot be built.");
            return s_folder.Value;
        }
    }

    private static string? Build()
    {
        var folder = Repository.At("artifacts", "jupyterlab", Key());
        if (File.Exists(Path.Combine(folder, "built", "bundle.js")))
            return folder;
        // One that a crash left half-done is none.
        var making = $"{folder}.{Environment.ProcessId}";
        foreach (var file in Directory.EnumerateFiles(s_sources, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(making, Path.GetRelativePath(s_sources, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
        if (!Runs("npm", "view", "@jupyterlab/application", "version"))
            return null;
        Run(making, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock", "--prefer-offline");
        Run(making, "node", "build.js");
        Directory.Delete(Path.Combine(making, "node_modules"), recursive: true);
        Directory.Move(making, folder);
        return folder;
    }

    // Another build for other sources.
    private static string Key()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(s_sources, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(s_sources, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private static void Run(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(Quietly(program, arguments, folder))!;
        var (text, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var isOver = process.WaitForExit(s_longest);
        if (!isOver)
            process.Kill(entireProcessTree: true);
        Assert.True(isOver && process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{text.Result}\n{errors.Result}");
    }

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(Quietly(program, arguments, Path.GetTempPath()))!;
            var (text, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static ProcessStartInfo Quietly(string program, string[] arguments, string folder) => new(program, arguments)
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
        WorkingDirectory = folder,
    };
}
