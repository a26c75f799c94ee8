using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Courseware.Page.Serving;

/// <summary>The files that a browser loads: the page's own, and those of the editor's and the chart library's packages.</summary>
internal static class Assets
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "assets");

    // Part of every address, so that a browser may keep a file for as long as it likes and yet never shows that of another build.
    public static string Build { get; }
        = new DirectoryInfo(Path.Combine(s_folder, "page")).EnumerateFiles().Select(file => file.LastWriteTimeUtc)
        .Append(File.GetLastWriteTimeUtc(typeof(Assets).Assembly.Location)).Max().Ticks.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>The address of a file.</summary>
    public static string Address(string path) => $"/assets/{Build}/{path}";

    public static async Task SendAsync(HttpContext context, string path)
    {
        // After the build's name, which the browser keeps it under.
        var file = Path.GetFullPath(path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..], s_folder);
        var type = Path.GetExtension(file) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".ttf" => "font/ttf",
            _ => null,
        };
        if (type is null || !file.StartsWith(s_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        await context.Response.SendFileAsync(file, context.RequestAborted).ConfigureAwait(false);
    }
}
