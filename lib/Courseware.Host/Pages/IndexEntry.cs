namespace Courseware.Host.Pages;

/// <summary>One notebook in the course's index.</summary>
/// <param name="Number">For instance N1.</param>
/// <param name="Title">English title.</param>
/// <param name="PersianTitle">Persian title; null where there is none.</param>
/// <param name="Href">Relative address of its page.</param>
/// <param name="Cells">Code cells run.</param>
/// <param name="Seconds">Measured time; null leaves it out.</param>
/// <param name="Claims">Its claims, in order.</param>
/// <param name="Data">Data sets it ran on.</param>
/// <param name="Failure">What stopped it, with the cell; null when it ran to the end.</param>
public sealed record IndexEntry(
    string Number, string Title, string? PersianTitle, string Href, int Cells, double? Seconds,
    IReadOnlyList<ClaimRecord> Claims, IReadOnlyList<DataRecord> Data, string? Failure = null);
