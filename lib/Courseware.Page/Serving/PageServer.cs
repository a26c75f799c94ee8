using System.Net;
using Courseware.Host.Running;
using Courseware.Page.Sessions;
using Courseware.Page.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Courseware.Page.Serving;

/// <summary>
/// The web server of the page: the list of notebooks, a page for each, a socket for each page, and the files that a browser loads.
/// </summary>
internal sealed class PageServer : IAsyncDisposable
{
    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(15);

    private readonly PageSettings _settings;
    private readonly Access _access = new();
    private readonly Shelf _shelf;
    private readonly WebApplication _application;
    private readonly CancellationTokenSource _over = new();

    /// <param name="settings">What to serve, and where.</param>
    /// <param name="keep">The folder for drafts, times and progress; null for the user's own.</param>
    public PageServer(PageSettings settings, string? keep = null)
    {
        _settings = settings;
        _shelf = new Shelf(settings.Course, settings.Notebook, keep ?? KeptNotes.DefaultFolder);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, settings.Port);
        });
        _application = builder.Build();
        _application.UseWebSockets(new WebSocketOptions { KeepAliveInterval = s_keepAlive, KeepAliveTimeout = s_keepAlive });
        _application.Run(AnswerAsync);
    }

    /// <summary>Where a browser finds the page, with the secret.</summary>
    public string Address { get; private set; } = "";

    public string Token => _access.Token;

    public Shelf Shelf => _shelf;

    public async Task StartAsync()
    {
        await _application.StartAsync().ConfigureAwait(false);
        var bound = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var path = _settings.Notebook is { } notebook ? "/" + Uri.EscapeDataString(Shelf.NameOf(notebook)) + ".html" : "/";
        Address = $"http://127.0.0.1:{new Uri(bound).Port}{path}?token={_access.Token}";
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _shelf.DisposeAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _over.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (!await _access.AdmitAsync(context).ConfigureAwait(false))
            return;
        var path = context.Request.Path.Value ?? "/";
        try
        {
            await (path switch
            {
                "/" => HtmlAsync(context, IndexView.Render(_shelf)),
                _ when path.StartsWith("/assets/", StringComparison.Ordinal) => Assets.SendAsync(context, path["/assets/".Length..]),
                _ when path.StartsWith("/live/", StringComparison.Ordinal) => SocketAsync(context, path["/live/".Length..]),
                _ when path.StartsWith("/course/", StringComparison.Ordinal) => DocumentAsync(context, path["/course/".Length..]),
                _ when path.EndsWith(".html", StringComparison.Ordinal) => NotebookAsync(context, path[1..^".html".Length]),
                _ => NotFoundAsync(context),
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || _over.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
    }

    private async Task NotebookAsync(HttpContext context, string name)
    {
        try
        {
            if (_shelf.Find(name) is { } notebook)
                await HtmlAsync(context, NotebookView.Render(notebook, _shelf)).ConfigureAwait(false);
            else
                await NotFoundAsync(context).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            await HtmlAsync(context, Frame.Message("This notebook cannot be opened", e.Message), StatusCodes.Status422UnprocessableEntity)
                .ConfigureAwait(false);
        }
    }

    private async Task SocketAsync(HttpContext context, string name)
    {
        if (!context.WebSockets.IsWebSocketRequest || _shelf.Find(name) is not { } notebook)
        {
            await NotFoundAsync(context).ConfigureAwait(false);
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = false })
            .ConfigureAwait(false);
        var query = context.Request.Query;
        using var link = new ClientLink(socket, notebook, query["epoch"], query["page"], query["since"], query["tab"]);
        await link.RunAsync(_over.Token).ConfigureAwait(false);
    }

    // The course's own texts, to which its notebooks link.
    private async Task DocumentAsync(HttpContext context, string path)
    {
        var file = Path.GetFullPath(path, _settings.Course.Root);
        if (!file.StartsWith(_settings.Course.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || Path.GetExtension(file) != ".md" || !File.Exists(file))
        {
            await NotFoundAsync(context).ConfigureAwait(false);
        }
        else
        {
            await HtmlAsync(context,
                Frame.Document(await File.ReadAllTextAsync(file, context.RequestAborted)
                    .ConfigureAwait(false), Path.GetDirectoryName(file)!, Path.GetFileName(file))).ConfigureAwait(false);
        }
    }

    private static Task NotFoundAsync(HttpContext context) =>
        HtmlAsync(context,
            Frame.Message("There is no such page", "It may have another name, or be a notebook that this course does not have."),
            StatusCodes.Status404NotFound);

    private static async Task HtmlAsync(HttpContext context, string html, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(html, context.RequestAborted).ConfigureAwait(false);
    }
}
