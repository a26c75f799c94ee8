using System.Text;
using Courseware.Kernel.Jupyter;
using Xunit;

namespace Courseware.Kernel.Tests.Jupyter;

public sealed class MessageSignerTests
{
    // From Python: hmac.new(b"key", b'{"a":1}{}{}{"b":2}', name).hexdigest()
    [Theory]
    [InlineData("hmac-sha256", "0206f42f4ae2a48f6054ab91271f90c100f7022f55fb1f23de6377624d533752")]
    [InlineData("hmac-sha512",
        "2997abca549834b2d8e14e3d8b9f713bf28efccf45c26244117fbdded43ba3b1ab28c561d2b5081bc1746314d3480c72eda79e0dd4f290a270caabd8dbff6b85")]
    [InlineData("hmac-md5", "0e062f69ea620fc271bb7cff67f021bd")]
    public void Signatures_are_those_of_Python(string scheme, string expected)
    {
        var signature = new MessageSigner(scheme, "key").Sign(Bytes("{\"a\":1}"), Bytes("{}"), Bytes("{}"), Bytes("{\"b\":2}"));
        Assert.Equal(expected, Encoding.ASCII.GetString(signature));
    }

    [Fact]
    public void The_vector_of_RFC_4231_holds()
    {
        // Test case 2: key "Jefe", data "what do ya want for nothing?", here in four parts.
        var signature =
            new MessageSigner("hmac-sha256", "Jefe").Sign(Bytes("what do ya "), Bytes("want "), Bytes("for "), Bytes("nothing?"));
        Assert.Equal("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", Encoding.ASCII.GetString(signature));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3844")]
    public void A_wrong_signature_is_wrong(string signature) =>
        Assert.False(new MessageSigner("hmac-sha256", "Jefe").IsRight(Bytes(signature).Span, Bytes("what do ya "), Bytes("want "),
            Bytes("for "), Bytes("nothing?")));

    [Fact]
    public void Without_a_key_nothing_is_signed_and_all_is_right()
    {
        var signer = new MessageSigner("hmac-sha256", "");
        Assert.Empty(signer.Sign(Bytes("a"), Bytes("b"), Bytes("c"), Bytes("d")));
        Assert.True(signer.IsRight(Bytes("anything").Span, Bytes("a"), Bytes("b"), Bytes("c"), Bytes("d")));
        Assert.True(signer.IsNew([]) && signer.IsNew([]));
    }

    [Fact]
    public void A_signature_is_new_once()
    {
        var signer = new MessageSigner("hmac-sha256", "key");
        Assert.True(signer.IsNew("abc"u8));
        Assert.False(signer.IsNew("abc"u8));
        Assert.True(signer.IsNew("abd"u8));
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
