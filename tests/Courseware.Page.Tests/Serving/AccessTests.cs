using System.Net;
using System.Net.WebSockets;

namespace Courseware.Page.Tests.Serving;

/// <summary>Only the browser that was given the whole address gets anything.</summary>
public sealed class AccessTests
{
    private static readonly (string, string)[] s_cells = [("code", "1 + 1")];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/a.html")]
    [InlineData("/assets/x/page/main.js")]
    [InlineData("/course/README.md")]
    [InlineData("/live/a")]
    public async Task Without_the_secret_nothing_is_answered(string path)
    {
        await using var served = await ServedCourse.OfCellsAsync(s_cells);
        using var client = Client();
        using var answer = await client.GetAsync(new Uri(served.Root + path), Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain("1 + 1", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task A_wrong_secret_is_refused(string token)
    {
        await using var served = await ServedCourse.OfCellsAsync(s_cells);
        using var client = Client();
        using var answer = await client.GetAsync(new Uri($"{served.Root}/?token={token}"), Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task The_secret_becomes_a_cookie_that_no_other_site_can_use_and_leaves_the_address()
    {
        await using var served = await ServedCourse.OfCellsAsync(s_cells);
        using var client = Client();
        using var answer = await client.GetAsync(new Uri(served.AddressOf("a")), Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/a.html", answer.Headers.Location!.ToString());
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1:1")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "null")]
    public async Task Another_host_or_origin_is_refused_though_it_has_the_secret(string header, string value)
    {
        await using var served = await ServedCourse.OfCellsAsync(s_cells);
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, served.Root + "/a.html");
        request.Headers.TryAddWithoutValidation("Cookie", CookieOf(served));
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Only_GET_is_answered()
    {
        await using var served = await ServedCourse.OfCellsAsync(s_cells);
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, served.Root + "/a.html");
        request.Headers.TryAddWithoutValidation("Cookie", CookieOf(served));
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, null)]
    public async Task A_forged_socket_is_refused_with_a_status(bool hasCookie, bool? hasOrigin)
    {
        await using var served = await ServedCourse.OfCellsAsync(s_cells);
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (hasCookie)
            socket.Options.SetRequestHeader("Cookie", CookieOf(served));
        if (hasOrigin is { } own)
            socket.Options.SetRequestHeader("Origin", own ? served.Root : "http://evil.example");
        await Assert.ThrowsAsync<WebSocketException>(() =>
            socket.ConnectAsync(new Uri(served.Root.Replace("http", "ws", StringComparison.Ordinal) + "/live/a"), Cancellation));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
        Assert.Empty(served.Server.Shelf.Open);
    }

    [Theory]
    [InlineData("/assets/x/../../Courseware.Host.dll")]
    [InlineData("/assets/x/%2e%2e/%2e%2e/Courseware.Host.deps.json")]
    [InlineData("/course/../../../../etc/passwd")]
    [InlineData("/course/notebooks/a.ipynb")]
    [InlineData("/..%2fa.html")]
    public async Task No_path_leads_out_of_what_is_served(string path)
    {
        await using var served = await ServedCourse.OfCellsAsync(s_cells);
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get,
            new Uri(served.Root + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.TryAddWithoutValidation("Cookie", CookieOf(served));
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static string CookieOf(ServedCourse served) => $"courseware-{new Uri(served.Root).Port}={served.Server.Token}";

    private static HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
}
