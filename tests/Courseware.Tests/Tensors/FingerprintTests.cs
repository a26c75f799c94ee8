using System.Security.Cryptography;
using Xunit;

namespace Courseware.Tests.Tensors;

public sealed class FingerprintTests
{
    [Fact]
    public void It_is_the_first_twelve_digits_of_SHA_256_over_little_endian_bytes()
    {
        byte[] bytes = [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes))[..12], Fingerprint.Of([1f, 2f]).Text);
    }

    [Fact]
    public void Pieces_give_the_fingerprint_of_the_whole() =>
        Assert.Equal(Fingerprint.Of([1f, 2f, 3f]), new FingerprintBuilder().Add([1f]).Add([2f, 3f]).ToFingerprint());

    [Fact]
    public void One_bit_changes_it() => Assert.NotEqual(Fingerprint.Of([1f, 0f]), Fingerprint.Of([1f, -0f]));

    [Fact]
    public void Asking_in_between_changes_nothing()
    {
        var builder = new FingerprintBuilder().Add([1.0, 2.0]);
        var before = builder.ToFingerprint();
        Assert.Equal(Fingerprint.Of([1.0, 2.0, 3.0]), builder.Add([3.0]).ToFingerprint());
        Assert.NotEqual(before, builder.ToFingerprint());
    }

    [Fact]
    public void Texts_keep_their_borders() =>
        Assert.NotEqual(new FingerprintBuilder().Add("ab").Add("c").ToFingerprint(), new FingerprintBuilder().Add("a").Add("bc")
            .ToFingerprint());
}
