namespace Courseware;

/// <summary>
/// Tells .NET Interactive how a type is shown, by convention and without a reference: it looks for an attribute of this name.
/// </summary>
/// <remarks>
/// Every type in <see cref="PreferredMimeTypes"/> must have a formatter in the source: for one without, the host's look-up never ends.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The forms that the host produces, in this order; without it only its default, text/html.</summary>
    public string[] PreferredMimeTypes { get; set; } = [MimeTypes.Html, MimeTypes.Plain];
}
