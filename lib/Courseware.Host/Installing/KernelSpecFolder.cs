namespace Courseware.Host.Installing;

/// <summary>A kernelspec's folder on disk.</summary>
internal sealed class KernelSpecFolder(string kernels, string name)
{
    private static readonly string[] s_logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

    public string FullName { get; } = Path.Combine(kernels, name);

    /// <summary>The file that makes a folder a kernelspec.</summary>
    public string File => Path.Combine(FullName, "kernel.json");

    public bool Exists => System.IO.File.Exists(File);

    /// <exception cref="InvalidDataException">A kernelspec of another program has that name.</exception>
    public void MustBeOurs()
    {
        if (Exists && !KernelSpec.IsOurs(System.IO.File.ReadAllText(File)))
            throw new InvalidDataException($"Only kernels that this program installed are touched, and {File} is not one of them. Choose another --name, or delete that folder yourself.");
    }

    /// <summary>Makes the folder say what <paramref name="spec"/> says.</summary>
    /// <remarks>
    /// Front ends take a folder for a kernel only when it holds <c>kernel.json</c>. That is written last and renamed into place, so there
    /// is always the old kernel, the new one, or none.
    /// </remarks>
    /// <returns>False when it said so before.</returns>
    public bool Write(KernelSpec spec)
    {
        MustBeOurs();
        var files = s_logos.Select(logo => (Path: Path.Combine(FullName, logo), Content: Resource(logo)))
            .Append((Path: File, Content: System.Text.Encoding.UTF8.GetBytes(spec.ToJson()))).ToArray();
        if (files.All(file => HasContent(file.Path, file.Content)))
            return false;

        var isNew = !Directory.Exists(FullName);
        try
        {
            Directory.CreateDirectory(FullName);
            foreach (var (path, content) in files)
                Replace(path, content);
        }
        catch
        {
            if (isNew)
                TryDelete(FullName);
            throw;
        }
        return true;
    }

    /// <summary>Removes what <see cref="Write"/> wrote, and the folder if nothing else is in it.</summary>
    /// <returns>Whether the folder is gone.</returns>
    public bool Remove()
    {
        MustBeOurs();
        System.IO.File.Delete(File);
        foreach (var logo in s_logos)
            System.IO.File.Delete(Path.Combine(FullName, logo));
        if (Directory.EnumerateFileSystemEntries(FullName).Any())
            return false;
        Directory.Delete(FullName);
        return true;
    }

    private static bool HasContent(string path, byte[] content)
        => System.IO.File.Exists(path) && System.IO.File.ReadAllBytes(path).AsSpan().SequenceEqual(content);

    private static void Replace(string path, byte[] content)
    {
        var fresh = path + "." + Guid.NewGuid().ToString("N")[..8];
        try
        {
            System.IO.File.WriteAllBytes(fresh, content);
            System.IO.File.Move(fresh, path, overwrite: true);
        }
        catch
        {
            System.IO.File.Delete(fresh);
            throw;
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to report.
        }
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(KernelSpecFolder).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
