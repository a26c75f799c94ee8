namespace Courseware;

/// <summary>A value that knows how it looks: as picture, as HTML, as text.</summary>
/// <remarks>Hosts find the method by its name and return type, so a type of the student's own is shown as well, interface or not.</remarks>
public interface IDisplayable
{
    /// <summary>MIME type → text, the preferred form first. JSON types have JSON text, image/svg+xml has the markup.</summary>
    IReadOnlyDictionary<string, string> ToMimeBundle();
}
