namespace Courseware.Testing;

internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Directory.CreateDirectory(Root);

    /// <summary>Where all that the tests write goes; each user has one, as the system's folder may be everybody's.</summary>
    public static string All { get; } = Path.Combine(Path.GetTempPath(), $"courseware-tests-{Environment.UserName}");

    public string Root { get; } = Path.Combine(All, Guid.NewGuid().ToString("N"));

    public string At(params string[] parts) => Path.Combine([Root, .. parts]);

    public string Write(string relativePath, string text)
    {
        var path = At(relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
