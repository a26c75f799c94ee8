using System.ComponentModel;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Courseware.Kernel.Packages;

/// <summary>Asks the SDK for packages: a project that references them, and <c>dotnet restore</c>.</summary>
internal static partial class PackageRestore
{
    private const string Project = "packages.csproj";

    public static string Framework { get; } = $"net{Environment.Version.Major}.{Environment.Version.Minor}";

    public static string Runtime { get; } = PortableRuntime();

    /// <param name="folder">An empty or earlier folder for the project.</param>
    /// <param name="notebook">The folder whose NuGet.config, and those above it, name the sources.</param>
    /// <exception cref="PackageException">With one short text that says what was asked, what was answered, and what to do.</exception>
    public static RestoredSet Run(string folder, string notebook, IReadOnlyList<PackageRequest> requests, IReadOnlyList<string> sources,
        CancellationToken cancellation)
    {
        var asked = string.Join(", ", requests);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Project), ProjectText(notebook, requests, sources));
        var assets = Path.Combine(folder, "obj", "project.assets.json");
        if (File.Exists(assets))
            File.Delete(assets);
        int exitCode;
        string output;
        try
        {
            // No setting of a folder above is meant for this project.
            (exitCode, output) = DotnetProgram.Run(DotnetProgram.Path, folder,
                ["restore", Project, "-noAutoResponse", "--nologo", "-v:quiet", "-tl:off"], cancellation);
        }
        catch (Win32Exception)
        {
            throw NoSdk(asked);
        }
        if (exitCode == 0 && File.Exists(assets))
            return AssetsFile.Read(assets, $"{Framework}/{Runtime}");
        if (output.Contains("No .NET SDKs were found", StringComparison.Ordinal)
            || output.Contains("SDK was not found", StringComparison.Ordinal))
        {
            throw NoSdk(asked);
        }

        throw new PackageException(Explain(asked, output));
    }

    /// <summary>One short text out of what the restore printed.</summary>
    public static string Explain(string asked, string output)
    {
        var errors = Error().Matches(output).Select(match => (Code: match.Groups["code"].Value, Text: match.Groups["text"].Value.Trim()))
            .Distinct().ToList();
        var code = errors.Select(error => error.Code).FirstOrDefault() ?? "";
        var answer = errors.Count > 0
            ? string.Join("; ", errors.Where(error => error.Code == code).Select(error => error.Text.TrimStart('-', ' ').TrimEnd('.'))
                .Distinct().Take(4))
            : output.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0) ?? "nothing";
        var advice = code switch
        {
            "NU1101" => "Check the name, or add the source that has the package: #i \"nuget: address or folder\"",
            "NU1102" or "NU1103" => "Take a version that there is, or leave it out for the newest.",
            "NU1300" or "NU1301" =>
                "Without network only packages that were restored on this machine before can be used: connect, or name a folder that has them with #i \"nuget: folder\"",
            "NU1105" or "NU1100" => "Check the name and the sources in NuGet.config.",
            "NU1106" or "NU1107" or "NU1605" or "NU1608" =>
                "The packages need different versions of another one: name a version of it that suits them all.",
            "NU1202" or "NU1213" => $"The package is not made for {Framework} programs: take another version or another package.",
            _ => "",
        };
        return $"the package {asked} could not be restored. {(code.Length > 0 ? code + ": " : "The restore said: ")}{answer}. {advice}".Trim();
    }

    private static PackageException NoSdk(string asked) =>
        new($"the package {asked} needs the .NET SDK to be restored, and only the .NET runtime is installed here ({DotnetProgram.Path}). Install the SDK of .NET {Environment.Version.Major}.");

    private static string ProjectText(string notebook, IEnumerable<PackageRequest> requests, IEnumerable<string> sources)
    {
        var before = new XElement("PropertyGroup",
            new XElement("ImportDirectoryBuildProps", "false"),
            new XElement("ImportDirectoryBuildTargets", "false"),
            new XElement("ImportDirectoryPackagesProps", "false"));
        var settings = new XElement("PropertyGroup",
            new XElement("TargetFramework", Framework),
            new XElement("RuntimeIdentifier", Runtime),
            new XElement("SelfContained", "false"),
            new XElement("UseAppHost", "false"),
            // The framework's own packs may have to be fetched; what the packages hold does not depend on them.
            new XElement("DisableImplicitFrameworkReferences", "true"),
            new XElement("ManagePackageVersionsCentrally", "false"),
            new XElement("TreatWarningsAsErrors", "false"),
            new XElement("NuGetAudit", "false"),
            new XElement("RestoreRootConfigDirectory", notebook),
            new XElement("RestoreAdditionalProjectSources", string.Join(';', sources)));
        var packages = new XElement("ItemGroup", requests.Select(request =>
            new XElement("PackageReference", new XAttribute("Include", request.Name), new XAttribute("Version", request.Version ?? "*"))));
        return new XElement("Project",
            before,
            new XElement("Import", new XAttribute("Project", "Sdk.props"), new XAttribute("Sdk", "Microsoft.NET.Sdk")),
            settings,
            packages,
            new XElement("Import", new XAttribute("Project", "Sdk.targets"), new XAttribute("Sdk", "Microsoft.NET.Sdk"))).ToString();
    }

    // The name that packages use; a distribution's own build of .NET may call itself otherwise.
    private static string PortableRuntime()
    {
        var own = System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;
        var architecture = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx"
            : own.Contains("musl", StringComparison.Ordinal) || own.StartsWith("alpine", StringComparison.Ordinal) ? "linux-musl" : "linux";
        return $"{system}-{architecture}";
    }

    [GeneratedRegex(@"error\s+(?<code>[A-Z]+\d+)\s*:\s*(?<text>.*?)(\s+\[[^\]\n]*proj\])?\s*$", RegexOptions.Multiline)]
    private static partial Regex Error();
}
