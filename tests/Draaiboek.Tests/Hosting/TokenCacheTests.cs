using System.Globalization;
using System.Security.Claims;
using Draaiboek.Hosting.Identity;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.Tests.Hosting;

public abstract class TokenCacheTests(ServicesFixture services)
{
    private static readonly ClaimsPrincipal Iemand = new(new ClaimsIdentity("test"));

    [Fact]
    public void Given_a_token_When_it_expires_Then_it_is_not_known_any_more()
    {
        var time = new TestTime();
        var cache = new TokenCache(time);
        cache.Add("token", Iemand, time.GetUtcNow().AddMinutes(10));

        time.Advance(TimeSpan.FromMinutes(9));
        Assert.Same(Iemand, cache.Find("token"));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(cache.Find("token"));
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void Given_another_token_Then_it_is_not_known()
    {
        var cache = new TokenCache(TimeProvider.System);
        cache.Add("token", Iemand, DateTimeOffset.MaxValue);
        Assert.Null(cache.Find("token2"));
    }

    [Fact]
    public void Given_more_tokens_than_fit_Then_the_cache_stays_bounded_and_goes_on_taking_new_ones()
    {
        var cache = new TokenCache(TimeProvider.System);
        for (var i = 0; i < 25_000; i++)
        {
            var token = i.ToString(CultureInfo.InvariantCulture);
            cache.Add(token, Iemand, DateTimeOffset.MaxValue);
            Assert.Same(Iemand, cache.Find(token));
            Assert.InRange(cache.Count, 1, 10_000);
        }
    }

    [Fact]
    public async Task Given_a_token_that_was_accepted_When_it_comes_again_Then_its_signature_is_not_checked_again_and_a_refused_one_is_not_kept()
    {
        var cache = services.Services(MeldingService.Name).GetRequiredService<TokenCache>();
        var before = cache.Count;
        using var client = services.ClientWithToken(MeldingService.Name, services.Authority.Token([Invoer.Melder], sub: "cache"));
        using var wrong = services.ClientWithToken(MeldingService.Name, services.Authority.Token([Invoer.Melder], signing: Signing.OtherKey));
        for (var i = 0; i < 3; i++)
        {
            using var good = await client.GetAsync(new Uri("/api/meldingen", UriKind.Relative));
            Assert.True(good.IsSuccessStatusCode);
            using var bad = await wrong.GetAsync(new Uri("/api/meldingen", UriKind.Relative));
            Assert.Equal(System.Net.HttpStatusCode.Unauthorized, bad.StatusCode);
        }

        Assert.Equal(before + 1, cache.Count);
    }
}

public sealed class TokenCacheTestsEmbedded(EmbeddedServices services) : TokenCacheTests(services), IClassFixture<EmbeddedServices>;

public sealed class TokenCacheTestsDistributed(DistributedServices services) : TokenCacheTests(services.OrSkip()), IClassFixture<DistributedServices>;
