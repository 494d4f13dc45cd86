using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Draaiboek.Hosting.Identity;

/// <summary>JWT bearer against any OIDC authority, and authorization that denies what nobody allowed. Gateway and services do the same check, each for itself.</summary>
public static class AuthenticationSetup
{
    private const string Scheme = "Bearer ";

    public static IServiceCollection AddPlatformAuthentication(this IServiceCollection services, HostSettings settings, TimeProvider time)
    {
        var cache = new TokenCache(time);
        services.AddSingleton(cache);
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.MapInboundClaims = false;
            bearer.Authority = settings.Authority.AbsoluteUri;
            bearer.MetadataAddress = settings.MetadataAddress.AbsoluteUri;
            // Plain http only to this machine itself; anything else is a mistake that would give tokens away.
            bearer.RequireHttpsMetadata = !settings.MetadataAddress.IsLoopback;
            bearer.RefreshInterval = TimeSpan.FromSeconds(10);
            bearer.BackchannelTimeout = TimeSpan.FromSeconds(5);
            bearer.IncludeErrorDetails = false;
            bearer.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuers = [settings.Authority.AbsoluteUri, settings.Authority.AbsoluteUri.TrimEnd('/')],
                ValidAudience = settings.Audience,
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                ValidTypes = ["at+jwt"],
                RequireExpirationTime = true,
                RequireSignedTokens = true,
                ClockSkew = TimeSpan.FromSeconds(30),
                NameClaimType = "sub",
            };
            bearer.Events = new JwtBearerEvents
            {
                OnMessageReceived = context =>
                {
                    if (TokenOf(context.Request) is { } token && cache.Find(token) is { } known)
                    {
                        context.Principal = known;
                        context.Success();
                    }

                    return Task.CompletedTask;
                },
                OnTokenValidated = context =>
                {
                    if (context.Principal?.FindFirst("sub") is not { Value.Length: > 0 })
                    {
                        context.Fail("no subject");
                    }
                    else if (TokenOf(context.Request) is { } token)
                    {
                        cache.Add(token, context.Principal, new DateTimeOffset(context.SecurityToken.ValidTo, TimeSpan.Zero));
                    }

                    return Task.CompletedTask;
                },
                OnChallenge = async context =>
                {
                    // A 401 makes the caller throw away a token that may be good; what is missing is the authority's answer.
                    if (context.AuthenticateFailure is SecurityTokenSignatureKeyNotFoundException && !await HasKeysAsync(context.Options, context.HttpContext.RequestAborted))
                    {
                        context.HandleResponse();
                        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                    }
                },
            };
        });
        // AddAuthentication brings data protection, whose keys would be written to the home folder at every start; bearer tokens need none.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(Toegang.Niemand)
            .SetFallbackPolicy(Toegang.Niemand);
        return services;
    }

    private static async Task<bool> HasKeysAsync(JwtBearerOptions bearer, CancellationToken cancellationToken)
    {
        try
        {
            return await bearer.ConfigurationManager!.GetConfigurationAsync(cancellationToken) is { SigningKeys.Count: > 0 };
        }
        catch (InvalidOperationException)
        {
            // Never read so far, and not to be read now.
            return false;
        }
    }

    private static string? TokenOf(HttpRequest request)
        => request.Headers.Authorization.ToString() is var header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;
}
