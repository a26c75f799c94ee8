namespace Courseware.Host.Pages;

/// <summary>What a notebook's page needs to know beside the notebook.</summary>
public sealed record PageOptions
{
    /// <summary>The notebook's number, for instance N1.</summary>
    public string? Number { get; init; }

    /// <summary>English title; when null, the notebook's first heading.</summary>
    public string? Title { get; init; }

    public string? PersianTitle { get; init; }

    /// <summary>The course's name above the title.</summary>
    public string CourseTitle { get; init; } = "Deep learning in C# notebooks";

    public string? IndexHref { get; init; } = "index.html";

    public PageLink? Previous { get; init; }

    public PageLink? Next { get; init; }

    /// <summary>The notebook's folder, from which pictures are taken into the page; null leaves relative pictures out.</summary>
    public string? NotebookFolder { get; init; }

    /// <summary>
    /// From the page to the notebook's folder, put before relative links to anything but notebooks ("../notebooks/"); null leaves them as
    /// written.
    /// </summary>
    public string? LinkPrefix { get; init; }
}
