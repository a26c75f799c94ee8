using System.Text.Json.Nodes;

namespace Courseware.Page.Sessions;

/// <summary>One cell of an open notebook: its text, its place in the session, and its outputs. Only its notebook changes it.</summary>
internal sealed class LiveCell(string id, string kind, string source, JsonObject json)
{
    public string Id => id;

    /// <summary>"code", "markdown" or "raw".</summary>
    public string Kind { get; set; } = kind;

    public bool IsCode => Kind == "code";

    public string Source { get; set; } = source;

    /// <summary>The text in the file; null where the file has no such cell.</summary>
    public string? Filed { get; set; }

    /// <summary>What the notebook format holds of it beside text and outputs.</summary>
    public JsonObject Json => json;

    /// <summary>Who changed the text last.</summary>
    public string Writer { get; set; } = "";

    public CellState State { get; set; }

    /// <summary>Its place among the runs of the session; null before the first.</summary>
    public int? Count { get; set; }

    public double? Seconds { get; set; }

    /// <summary>When the run began, of <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>.</summary>
    public long Started { get; set; }

    /// <summary>Why what it shows is no longer true; null where it is.</summary>
    public string? Stale { get; set; }

    /// <summary>The text of its last run in this session; null before the first.</summary>
    public string? RanSource { get; set; }

    /// <summary>Whether its text is another than that of its last run.</summary>
    public bool IsChanged => RanSource is not null && RanSource != Source;

    /// <summary>What it asks the reader for; null when it asks nothing.</summary>
    public (string Prompt, bool IsPassword)? Question { get; set; }

    public List<LiveOutput> Outputs { get; } = [];

    /// <summary>The outputs are to go when the next one comes.</summary>
    public bool ClearsOnNext { get; set; }

    /// <summary>The prose, or the coloured code, as HTML; null until it is rendered.</summary>
    public string? Html { get; set; }

    /// <summary>States of the notebook in which each part last changed.</summary>
    public long FrameVersion { get; set; }

    public long SourceVersion { get; set; }

    public long HtmlVersion { get; set; }

    public long StateVersion { get; set; }
}
