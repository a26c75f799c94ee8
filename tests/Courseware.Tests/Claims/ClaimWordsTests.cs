using Xunit;

namespace Courseware.Tests.Claims;

/// <summary>The claims' words in the course's second language.</summary>
public sealed class ClaimWordsTests
{
    [Fact]
    public void Every_claim_about_a_document_has_a_sentence_in_Persian()
    {
        var claims = ClaimFile.Read(Path.Combine(Repository.Root, "notebooks", "claims.json"));
        Assert.NotEmpty(claims);
        Assert.Empty(claims.Where(claim => claim.Kind != ClaimKind.Ours && !claim.Words.Any(c => c is >= '\u0600' and <= '\u06ff'))
            .Select(claim => claim.Id));
    }
}
