using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Courseware.Page.Serving;

/// <summary>Who may ask the page for anything: a browser that was once given the address with the secret, from the page itself.</summary>
/// <remarks>
/// Other sites in the same browser, other programs that connect to the port, and names of other hosts that lead to this machine get
/// nothing: the host must be the loopback address, an origin the page's own, and the secret is in the address once, then in a cookie that
/// no other site makes a browser send.
/// </remarks>
internal sealed class Access
{
    private const string Query = "token";

    private readonly byte[] _secret = Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(48, lowercase: true));

    /// <summary>The secret.</summary>
    public string Token => Encoding.ASCII.GetString(_secret);

    /// <summary>
    /// Adds to a response what keeps a browser from lending the page to others, and refuses a request that may not be answered.
    /// </summary>
    /// <returns>False when the response is complete.</returns>
    public async Task<bool> AdmitAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; media-src data:; "
            + $"connect-src 'self' ws://{request.Host}; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        if (!IsOurHost(context) || !IsOurOrigin(request))
            return await RefuseAsync(response, "This page answers only its own address.").ConfigureAwait(false);
        if (!HttpMethods.IsGet(request.Method))
        {
            response.Headers.Allow = "GET";
            return await RefuseAsync(response, "This page only answers GET.", HttpStatusCode.MethodNotAllowed).ConfigureAwait(false);
        }
        var name = CookieName(context);
        if (request.Query.TryGetValue(Query, out var given))
        {
            if (!IsSecret(given))
            {
                return await RefuseAsync(response,
                    "The address holds another page's secret. Copy the whole address that 'courseware open' printed.")
                    .ConfigureAwait(false);
            }

            response.Cookies.Append(name, Token,
                new CookieOptions
                {
                    HttpOnly = true,
                    SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Strict,
                    Path = "/",
                    IsEssential = true
                });
            response.Headers.CacheControl = "no-store";
            response.Redirect(request.Path);
            return false;
        }
        return IsSecret(request.Cookies[name])
            || await RefuseAsync(response, "This page needs the whole address that 'courseware open' printed, with the token in it.")
            .ConfigureAwait(false);
    }

    // Cookies do not tell ports apart.
    private static string CookieName(HttpContext context) => $"courseware-{context.Connection.LocalPort}";

    private static bool IsOurHost(HttpContext context) =>
        context.Connection.LocalPort == context.Request.Host.Port && context.Request.Host.Host is "127.0.0.1" or "localhost";

    private static bool IsOurOrigin(HttpRequest request)
    {
        var isSocket = request.HttpContext.WebSockets.IsWebSocketRequest;
        if (!request.Headers.TryGetValue(HeaderNames.Origin, out var origin))
            return !isSocket; // every browser sends one for a socket
        return origin == $"http://{request.Host}";
    }

    private bool IsSecret(string? given)
        => given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _secret);

    private static async Task<bool> RefuseAsync(HttpResponse response, string why, HttpStatusCode status = HttpStatusCode.Forbidden)
    {
        response.StatusCode = (int)status;
        response.ContentType = "text/plain; charset=utf-8";
        await response.WriteAsync(why + "\n").ConfigureAwait(false);
        return false;
    }
}
