using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Courseware.Host.Installing;

/// <summary>The files of a program of ours: the running one, or a copy of it.</summary>
/// <param name="Folder">Where they are.</param>
internal sealed record HostBuild(string Folder)
{
    private static readonly string s_name = typeof(HostBuild).Assembly.GetName().Name!;

    public static HostBuild Running => new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public string Assembly => Path.Combine(Folder, s_name + ".dll");

    /// <summary>Version and a hash of all that runs, e.g. <c>0.1.0-1f3a5c7e9b02</c>: another build has another identity.</summary>
    public string Identity
    {
        get
        {
            var version = typeof(HostBuild).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion
                .Split('+')[0];
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var file in Directory.EnumerateFiles(Folder, "*.dll").Append(Path.Combine(Folder, s_name + ".deps.json"))
                .Append(Path.Combine(Folder, s_name + ".runtimeconfig.json")).Order(StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
                hash.AppendData(File.ReadAllBytes(file));
            }
            return string.Create(CultureInfo.InvariantCulture, $"{version}-{Convert.ToHexStringLower(hash.GetHashAndReset())[..12]}");
        }
    }

    /// <summary>The project that this build came from; null when it is not in a clone.</summary>
    public string? Project
    {
        get
        {
            for (var folder = Folder; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                var project = Path.Combine(folder, "lib", s_name, s_name + ".csproj");
                if (File.Exists(project))
                    return project;
            }
            return null;
        }
    }

    public void CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Folder)
            .Where(file => Path.GetExtension(file) is ".dll" or ".json" or ".xml" or ".pdb"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }
}
