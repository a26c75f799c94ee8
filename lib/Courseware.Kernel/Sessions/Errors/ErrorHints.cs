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
        ("CS0103", "KernelInvocationContext", "This kernel has no KernelInvocationContext. To show something, write display(value)."),
        ("CS0103", "Kernel", "This kernel has no Kernel class. display, HTML, Javascript, CSS, GetInputAsync and GetPasswordAsync can be called as they are."),
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
