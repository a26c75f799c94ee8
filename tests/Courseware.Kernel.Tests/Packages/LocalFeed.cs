using System.IO.Compression;

namespace Courseware.Kernel.Tests.Packages;

/// <summary>
/// A folder of packages made by hand, and a NuGet.config beside the notebook that names it and a packages' folder of its own.
/// </summary>
internal sealed class LocalFeed(TemporaryFolder folder)
{
    public string Root => folder.At("feed");

    /// <summary>A source on our own machine.</summary>
    public void ConfigurePort(int port) => Configure($"http://127.0.0.1:{port}/v3/index.json\" allowInsecureConnections=\"true");

    public void Configure(string source = "feed") => folder.Write("nuget.config", $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="packages" /></config>
          <packageSources><clear /><add key="local" value="{source}" /></packageSources>
          <fallbackPackageFolders><clear /></fallbackPackageFolders>
        </configuration>
        """);

    /// <param name="code">C# of the package's only assembly, which has the package's name.</param>
    /// <param name="dependencies">Names and versions.</param>
    /// <param name="framework">The folder under lib.</param>
    public void Add(string name, string version, string code, (string Name, string Version)[]? dependencies = null,
        string framework = "net8.0")
    {
        Directory.CreateDirectory(Root);
        var library = folder.At("built", version, name + ".dll");
        TestLibrary.Build(library, code);
        var needs = string.Concat((dependencies ?? []).Select(d => $"""<dependency id="{d.Name}" version="{d.Version}" />"""));
        using var zip = ZipFile.Open(Path.Combine(Root, $"{name}.{version}.nupkg"), ZipArchiveMode.Create);
        zip.CreateEntryFromFile(library, $"lib/{framework}/{name}.dll");
        using var writer = new StreamWriter(zip.CreateEntry(name + ".nuspec").Open());
        writer.Write($"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{name}</id><version>{version}</version><authors>a test</authors><description>made by hand</description>
                <dependencies><group targetFramework="{framework}">{needs}</group></dependencies>
              </metadata>
            </package>
            """);
    }
}
