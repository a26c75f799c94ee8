using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Courseware.Tests;

/// <summary>The packages that the adapters were built from.</summary>
internal static class Packages
{
    /// <summary>The folder that NuGet keeps them in, as the build has noted it.</summary>
    public static string Folder { get; }
        = JsonNode.Parse(
            File.ReadAllText(
                Path.Combine(Repository.Root, "artifacts", "obj", "Courseware.TorchSharp", "project.assets.json")))!["packageFolders"]!
        .AsObject().First().Key;

    /// <summary>The version that the project names.</summary>
    public static string VersionOf(string package)
        => XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
        .First(version => (string?)version.Attribute("Include") == package).Attribute("Version")!.Value;
}
