namespace Courseware.Host.Pages;

/// <summary>A link to a neighbouring page.</summary>
/// <param name="Href">Relative address.</param>
/// <param name="Title">What it is called.</param>
public sealed record PageLink(string Href, string Title);
