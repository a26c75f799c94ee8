namespace Courseware.Polyglot;

/// <summary>
/// All the forms of what the library has shown, those too that .NET Interactive's front ends do not take: it travels beside them, as the
/// event's value.
/// </summary>
internal sealed class SentBundle(IReadOnlyDictionary<string, string> forms)
{
    // Found by its name and return type, as a value may come from another copy of this assembly.
    public IReadOnlyDictionary<string, string> ToMimeBundle() => forms;

    public override string ToString() => forms.GetValueOrDefault("text/plain") ?? "";
}
