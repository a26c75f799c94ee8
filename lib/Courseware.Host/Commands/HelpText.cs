using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;

namespace Courseware.Host.Commands;

/// <summary>
/// Writes what <c>--help</c> tells. A command's description is its first line; what follows that line is told at the end of the command's
/// own help.
/// </summary>
internal sealed class HelpText : SynchronousCommandLineAction
{
    private const int WidestPage = 110;
    private const int WidestName = 34;

    /// <summary>Makes the program's help option, and with it that of all commands, write by this.</summary>
    public static void Use(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Description = "Show this help.";
        help.Action = new HelpText();
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
    }

    // Help was asked for: what else is on the line does not matter.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var width = Console.IsOutputRedirected || Console.WindowWidth <= 0 ? WidestPage : int.Min(WidestPage, Console.WindowWidth - 1);
        parseResult.InvocationConfiguration.Output.Write(Of(parseResult.CommandResult.Command, width));
        return 0;
    }

    public static string Of(Command command, int width)
    {
        var text = new StringBuilder();
        var (summary, more) = Split(command);
        Wrap(text, summary, "", width);
        text.Append("\nUsage:\n");
        foreach (var usage in Usages(command))
            text.Append("  ").Append(usage).Append('\n');
        Rows(text, "Commands",
            [.. command.Subcommands.Where(verb => !verb.Hidden).Select(verb => (Usage(verb), Split(verb).Summary))], width);
        Rows(text, "Arguments", [.. command.Arguments.Select(argument => (Label(argument), argument.Description ?? ""))], width);
        Rows(text, "Options", [.. Options(command).Select(option => (Label(option), option.Description ?? ""))], width);
        if (more.Length > 0)
        {
            text.Append('\n');
            foreach (var line in more.Trim('\n').Split('\n'))
                Wrap(text, line, "", width);
        }
        return text.ToString();
    }

    private static (string Summary, string More) Split(Command command)
    {
        var text = command.Description ?? "";
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? (text, "") : (text[..end], text[(end + 1)..]);
    }

    private static IEnumerable<string> Usages(Command command)
    {
        var name = FullName(command);
        if (command.Subcommands.Count == 0)
            return [$"{name}{Arguments(command)}{(command.Options.Count > 0 ? " [options]" : "")}"];
        // Without a verb the program runs notebooks.
        return command is RootCommand ? [$"{name} [run] [<notebook>…] [options]", $"{name} <command> [options]"]
            : [$"{name} <command> [options]"];
    }

    /// <summary>The command as it is typed: its parents' names and its own.</summary>
    public static string FullName(Command command) =>
        command is RootCommand root ? root.HelpName ?? root.Name : $"{FullName(command.Parents.OfType<Command>().First())} {command.Name}";

    private static string Usage(Command verb) => verb.Name + (verb.Subcommands.Count > 0 ? " <command>" : Arguments(verb));

    private static string Arguments(Command command) => string.Concat(command.Arguments.Select(argument => " " + Label(argument)));

    private static string Label(Argument argument)
    {
        var name = $"<{argument.HelpName ?? argument.Name}>" + (argument.Arity.MaximumNumberOfValues > 1 ? "…" : "");
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string Label(Option option)
        => string.Join(", ", option.Aliases.Where(alias => alias == "-h").Order(StringComparer.Ordinal).Append(option.Name))
        + (option.ValueType == typeof(bool) || option is HelpOption or VersionOption ? ""
            : $" <{option.HelpName ?? option.Name.TrimStart('-')}>");

    private static IEnumerable<Option> Options(Command command)
        => command.Options.Concat(Above(command).SelectMany(above => above.Options).Where(option => option.Recursive))
        .Where(option => !option.Hidden);

    private static IEnumerable<Command> Above(Command command)
    {
        foreach (var parent in command.Parents.OfType<Command>())
            yield return parent;
        foreach (var parent in command.Parents.OfType<Command>().SelectMany(Above))
            yield return parent;
    }

    private static void Rows(StringBuilder text, string title, IReadOnlyList<(string Name, string Meaning)> rows, int width)
    {
        if (rows.Count == 0)
            return;
        text.Append('\n').Append(title).Append(":\n");
        var column = int.Min(WidestName, rows.Max(row => row.Name.Length)) + 4;
        foreach (var (name, meaning) in rows)
        {
            var head = "  " + name;
            text.Append(head.Length < column - 1 ? head.PadRight(column) : head + "\n" + new string(' ', column));
            Wrap(text, meaning, new string(' ', column), width);
        }
    }

    // The first line's indent is there already.
    private static void Wrap(StringBuilder text, string words, string indent, int width)
    {
        var room = int.Max(30, width - indent.Length);
        while (words.Length > room && words.LastIndexOf(' ', room) is > 0 and var space)
        {
            text.Append(words.AsSpan(0, space)).Append('\n').Append(indent);
            words = words[(space + 1)..];
        }
        text.Append(words).Append('\n');
    }
}
