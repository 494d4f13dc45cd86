using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Draaiboek.Hosting.Identity;

/// <summary>
/// Remembers tokens whose signature was checked, until they expire: one check of ES256 costs about as much as the rest of a small request.
/// Keyed by hash, so that no usable token lies in memory for longer than its request.
/// </summary>
public sealed class TokenCache(TimeProvider time)
{
    private const int MaxTokens = 10_000;

    private readonly ConcurrentDictionary<string, (ClaimsPrincipal Principal, DateTimeOffset ExpiresOp)> _tokens = new(StringComparer.Ordinal);

    public int Count => _tokens.Count;

    public ClaimsPrincipal? Find(string token)
    {
        var key = Hash(token);
        if (!_tokens.TryGetValue(key, out var entry))
        {
            return null;
        }

        if (entry.ExpiresOp > time.GetUtcNow())
        {
            return entry.Principal;
        }

        _tokens.TryRemove(key, out _);
        return null;
    }

    public void Add(string token, ClaimsPrincipal principal, DateTimeOffset expiresOp)
    {
        if (_tokens.Count >= MaxTokens)
        {
            MakeRoom();
        }

        _tokens[Hash(token)] = (principal, expiresOp);
    }

    private void MakeRoom()
    {
        var now = time.GetUtcNow();
        foreach (var (key, entry) in _tokens)
        {
            if (entry.ExpiresOp <= now)
            {
                _tokens.TryRemove(key, out _);
            }
        }

        foreach (var key in _tokens.Keys.Take(Math.Max(0, _tokens.Count - MaxTokens + (MaxTokens / 10))))
        {
            _tokens.TryRemove(key, out _);
        }
    }

    private static string Hash(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
