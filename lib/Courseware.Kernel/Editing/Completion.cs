namespace Courseware.Kernel.Editing;

/// <summary>One proposal for the word at the cursor.</summary>
/// <param name="Text">What replaces the word.</param>
/// <param name="Kind">What it is, in the words of Jupyter's <c>_jupyter_types_experimental</c>: function, method, property, field, class,
/// struct, interface, enum, keyword, instance, namespace, event, param, path, magic.</param>
/// <param name="Signature">One short line about it; null when there is nothing to say.</param>
internal sealed record Completion(string Text, string Kind, string? Signature);
