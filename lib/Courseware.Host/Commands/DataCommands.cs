using System.CommandLine;
using System.Reflection;
using System.Runtime.Loader;
using Courseware.Host.Running;
using Courseware.Kernel.Sessions;

namespace Courseware.Host.Commands;

using RunVerb = Func<string, string[], TextWriter, TextWriter, int>;

/// <summary>
/// The verbs for the course's data sets. The library knows them, and the program has no reference to it: it loads the built one.
/// </summary>
internal sealed class DataCommands(TextWriter output, TextWriter errors, string folder)
{
    private const string TypeName = "Courseware.DataCommand";

    public Command Create() => new("data", "Lists, fetches and verifies the course's data sets.")
    {
        Verb("list", "Lists the data sets: name, where its files are, what it holds, licence. Nothing is downloaded.",
            $"{Runner.Succeeded} listed"),
        Verb("fetch", "Downloads what is in no folder, from the owners' addresses into the cache, and prints where all of it is.",
            $"{Runner.Succeeded} all is there, {Runner.Failed} a file is not to be had, and the reason is told"),
        Verb("verify", "Compares the files that are there with the sizes and checksums of the catalogue (data/catalogue.json).",
            $"{Runner.Succeeded} none differs, {Runner.Failed} a file differs"),
    };

    private Command Verb(string name, string description, string exitCodes)
    {
        var ids = new Argument<string[]>("name")
        {
            Description = "Data sets, as 'courseware data list' names them; all when none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(name, $"{description}\n\nExit code: {exitCodes}, {Runner.Usage} usage.") { ids };
        command.SetAction((parsed, cancellation) => RunAsync(name, parsed.GetValue(ids) ?? [], cancellation));
        return command;
    }

    private async Task<int> RunAsync(string verb, string[] ids, CancellationToken cancellation)
    {
        if (CourseFolder.Find(folder) is not { } course)
        {
            await errors.WriteLineAsync(UsageErrors.NoCourse(folder)).ConfigureAwait(false);
            return Runner.Usage;
        }
        var library = Path.Combine(course.Root, "artifacts", "lib", "Courseware.dll");
        if (!File.Exists(library)
            && await LibraryBuild.BuildAsync(Path.Combine(course.Root, "lib", "Courseware", "Courseware.csproj"), cancellation).ConfigureAwait(false)
                is { } problem)
        {
            await errors.WriteLineAsync($"The course's library is not built, and building it failed:\n{problem}").ConfigureAwait(false);
            return Runner.Failed;
        }
        return Load(library)(verb, ids, output, errors);
    }

    private static RunVerb Load(string library)
    {
        var method = AssemblyLoadContext.Default.LoadFromAssemblyPath(library).GetType(TypeName)
            ?.GetMethod("Run", BindingFlags.Public | BindingFlags.Static);
        return method?.CreateDelegate<RunVerb>()
            ?? throw new InvalidDataException($"{library} is of another version: type 'dotnet build lib/Courseware -c Release'.");
    }
}
