using Microsoft.CodeAnalysis;

namespace Courseware.Kernel.Sessions;

/// <summary>What to write instead of something that a file or another kernel takes, and a cell here does not.</summary>
internal static class ErrorHints
{
    private static readonly (string Id, string? Name, string Text)[] s_known =
    [
        ("CS7019", null, "It is declared from itself: that takes a value that an earlier cell has given it."),
        ("CS1109", null, "In a cell an extension method stands by itself: leave out the static class around it."),
        ("CS7021", null, "A cell holds no namespaces: leave out the namespace and keep what is in it."),
        ("CS9283", null,
            "A cell holds no extension blocks. Write an extension method by itself, without a class: static int Twice(this int x) => 2 * x;"),
        ("CS8345", null,
            "A variable of a cell lives on for later cells, which a Span or another ref struct cannot. Use an array, or put the lines that need it between braces { … } or into a function."),
        ("CS9054", null, "A cell is no file: leave out 'file'."),
        ("CS8098", null, "#load stands at a cell's head, before its first statement: move the line up, or into a cell of its own."),
        ("CS7009", null, "#r stands at a cell's head, before its first statement: move the line up, or into a cell of its own."),
        ("CS1529", null, "A using line stands at a cell's head, before its first statement: move it up, or into a cell of its own."),
        ("CS7020", null, "'yield' belongs into a function: IEnumerable<int> Numbers() { yield return 1; }"),
        ("CS7026", null, "A cell is no assembly that could have attributes: leave the line out."),
        ("CS7015", null, "Cells know no 'extern alias': leave the line out, and name the type with its namespace."),
        ("CS0214", null, "Pointers need unsafe { … } around the lines that use them, or a function that is marked 'unsafe'."),
        ("CS9045", null, "Only a class has required members: leave out 'required', or put the property into a class."),
        ("CS0621", null, "A function of a cell stands by itself: leave out 'abstract', 'virtual' or 'override', or put it into a class."),
        ("CS0751", null, "A function of a cell has one part: leave out 'partial'."),
        ("CS0027", null, "At a cell's top level there is no object: 'this' belongs into a class. A variable is there by its name."),
        ("CS1512", null, "At a cell's top level there is no object: 'base' belongs into a class."),
        ("CS0103", "args", "A cell has no command line. Write var args = new[] { \"…\" };"),
        ("CS0103", "KernelInvocationContext", "This kernel has no KernelInvocationContext. To show something, write display(value)."),
        ("CS0103", "Kernel",
            "This kernel has no Kernel class. display, HTML, Javascript, CSS, GetInputAsync and GetPasswordAsync can be called as they are."),
        ("CS0103", "PocketViewTags", "PocketView is .NET Interactive's. Write HTML($\"…\")."),
        ("CS0234", "PocketViewTags", "PocketView is .NET Interactive's. Write HTML($\"…\")."),
        ("CS0246", "PocketView", "PocketView is .NET Interactive's. Write HTML($\"…\")."),
        ("CS0103", "print", "To write a line, use Console.WriteLine(value); to show a value, display(value)."),
        ("CS0103", "SecretManager", "To ask for a secret, write var secret = await GetPasswordAsync(\"prompt\")."),
    ];

    /// <summary>Advice for the first error that has some; null when none has.</summary>
    public static string? For(IEnumerable<Diagnostic> errors)
    {
        foreach (var error in errors)
        {
            var text = error.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
            foreach (var (id, name, hint) in s_known)
            {
                if (error.Id == id && (name is null || text.Contains($"'{name}'", StringComparison.Ordinal)))
                    return hint;
            }
        }
        return null;
    }
}
