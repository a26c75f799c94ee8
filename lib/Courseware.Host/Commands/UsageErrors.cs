using System.CommandLine;
using System.CommandLine.Parsing;

namespace Courseware.Host.Commands;

/// <summary>What is wrong with a command line, and what may have been meant.</summary>
internal static class UsageErrors
{
    /// <summary>One line for each error; none when the command line is understood.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0)
            return [];
        var result = parsed.CommandResult;
        // After a word that is not understood nobody knows what the others belong to.
        if (parsed.UnmatchedTokens is [var token, ..])
            return [token.StartsWith('-') ? OfOption(result, token) : OfWord(result, token)];
        if (result.Command.Subcommands.Count > 0)
            return [$"'{HelpText.FullName(result.Command)}' needs a command: {WordList.Of(result.Command.Subcommands.Select(verb => verb.Name), "or")}."];
        return [.. parsed.Errors.Select(error => error.Message)];
    }

    /// <summary>The command is for a course, and the current folder is in none.</summary>
    public static string NoCourse(string folder) => $"No notebooks/*.ipynb in {folder} or above it. Go to the course's folder.";

    /// <summary>The first word of a command line is neither a command nor a notebook.</summary>
    /// <param name="noNotebook">Why it is no notebook.</param>
    public static string OfVerb(RootCommand root, string word, string noNotebook)
    {
        if (Path.GetFileName(word) != word || Path.HasExtension(word))
            return noNotebook;
        // The command itself, or the one of 'kernel' for which that word was left out.
        var meant = Spelling.Nearest(word, root.Subcommands.Select(verb => verb.Name))
            ?? root.Subcommands.Where(verb => verb.Subcommands.Any(inner => inner.Name == word)).Select(verb => $"{verb.Name} {word}")
            .FirstOrDefault();
        return meant is not null ? $"There is no command '{word}'. Did you mean '{meant}'?"
            : $"'{word}' is no command ({WordList.Of(root.Subcommands.Select(verb => verb.Name), "or")}). {noNotebook}";
    }

    /// <summary>An option that the command does not know.</summary>
    public static string OfOption(SymbolResult result, string token)
    {
        var command = Ancestors(result).OfType<CommandResult>().First().Command;
        var name = token.Split('=', ':')[0];
        var known = command.Options.Concat(Ancestors(result).OfType<CommandResult>().Last().Command.Options).Where(option => !option.Hidden)
            .Select(option => option.Name).Distinct();
        return $"There is no option {name}." + (Spelling.Nearest(name, known) is { } meant ? $" Did you mean {meant}?" : "");
    }

    private static string OfWord(CommandResult result, string word)
    {
        if (result.Command.Subcommands.Count == 0)
            return $"'{HelpText.FullName(result.Command)}' takes no '{word}'.";
        var verbs = result.Command.Subcommands.Select(verb => verb.Name).ToList();
        return $"There is no command '{HelpText.FullName(result.Command)} {word}'. "
            + (Spelling.Nearest(word, verbs) is { } meant ? $"Did you mean '{meant}'?" : $"Expected {WordList.Of(verbs, "or")}.");
    }

    private static IEnumerable<SymbolResult> Ancestors(SymbolResult? result)
    {
        for (; result is not null; result = result.Parent)
            yield return result;
    }
}
