namespace Courseware.Host.Installing;

/// <summary>The two folders that an installation writes to.</summary>
/// <param name="Kernels">Where front ends look for kernelspecs: one folder each, named after its kernel.</param>
/// <param name="Copies">Where the copies of this program are that kernelspecs start.</param>
internal sealed record InstallFolders(string Kernels, string Copies)
{
    /// <summary>A user's folders, as jupyter_core and VS Code's Jupyter extension find them.</summary>
    /// <remarks>
    /// Kernels: <c>$JUPYTER_DATA_DIR</c>; else <c>%APPDATA%\jupyter</c>, <c>~/Library/Jupyter</c>, <c>$XDG_DATA_HOME/jupyter</c> or
    /// <c>~/.local/share/jupyter</c>. Copies: <c>%LOCALAPPDATA%</c> (they are large, and should not roam),
    /// <c>~/Library/Application Support</c>, <c>$XDG_DATA_HOME</c> or <c>~/.local/share</c>.
    /// </remarks>
    /// <param name="environment">The value of an environment variable; null or empty when it is not set.</param>
    /// <param name="home">The user's own folder.</param>
    public static InstallFolders ForUser(Platform platform, Func<string, string?> environment, string home)
    {
        var (jupyter, local) = platform switch
        {
            Platform.Windows => (Set("APPDATA") is { } roaming ? Join(roaming, "jupyter") : Join(home, ".jupyter", "data"),
                Set("LOCALAPPDATA") ?? Join(home, "AppData", "Local")),
            Platform.MacOS => (Join(home, "Library", "Jupyter"), Join(home, "Library", "Application Support")),
            _ => (Join(Xdg(), "jupyter"), Xdg()),
        };
        return new InstallFolders(Join(Set("JUPYTER_DATA_DIR") ?? jupyter, "kernels"), Join(local, "courseware", "kernel"));

        string? Set(string variable) => environment(variable) is { Length: > 0 } value ? value : null;

        // The specification says to ignore a relative path there.
        string Xdg() => Set("XDG_DATA_HOME") is { } data && data.StartsWith('/') ? data : Join(home, ".local", "share");

        string Join(params string[] parts) => InstallFolders.Join(platform, parts);
    }

    /// <summary>The folders under a prefix: a virtual environment, a Conda environment, <c>/usr/local</c>.</summary>
    public static InstallFolders UnderPrefix(Platform platform, string prefix) =>
        new(Join(platform, prefix, "share", "jupyter", "kernels"), Join(platform, prefix, "share", "courseware", "kernel"));

    // Path.Combine knows only the system that it runs on.
    private static string Join(Platform platform, params string[] parts)
    {
        var separator = platform == Platform.Windows ? '\\' : '/';
        char[] ends = platform == Platform.Windows ? ['\\', '/'] : ['/'];
        var first = parts[0].TrimEnd(ends);
        return string.Join(separator, parts.Skip(1).Prepend(first));
    }
}
