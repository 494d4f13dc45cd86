using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Encryption;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>A melding beside another, with in what their young persons agree. Without anything of either identity.</summary>
internal sealed record Gelijkenis(Herhalingszoeker.Andere Andere, Vergelijking Vergelijking);

/// <summary>
/// Finds which other meldingen may be about the same young person (G6): by blind tokens first, then by opening and comparing those few.
/// Only codes come out of it; whoever asks accounts in the audit trail for each identity that was opened.
/// </summary>
internal sealed class Herhalingszoeker(MeldingDbContext db, EnvelopeEncryption encryption, Herhalingsindex index)
{
    /// <summary>More are not opened in one go. Those that agree in most come first, then the newest.</summary>
    public const int Meeste = 50;

    internal sealed record Andere(Guid Id, Centrum Centrum, DateOnly OntvangenOp, SoortVraag Soort, string Organisatie, Guid? JongereId, byte[]? JongereVersleuteld);

    /// <param name="melding">About one young person; of an adviesvraag or an erased melding nothing is found.</param>
    /// <param name="ook">Compared too, whatever their tokens say.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>All that were opened, also those that are no suggestion. What was erased is not among them.</returns>
    public async Task<IReadOnlyList<Gelijkenis>> ZoekAsync(Melding melding, IReadOnlyCollection<Guid> ook, CancellationToken cancellationToken)
    {
        if (await OpenAsync(melding, cancellationToken) is not { } identiteit)
        {
            return [];
        }

        var ids = await KandidatenAsync(melding.Id, identiteit, cancellationToken);
        Guid[] alle = [.. ids.Union(ook)];
        return alle.Length == 0 ? [] : await VergelijkAsync(identiteit, alle, cancellationToken);
    }

    /// <summary>Whether these two are a suggestion; opens no other.</summary>
    public async Task<bool> IsVoorstelAsync(Melding melding, Guid andereId, CancellationToken cancellationToken)
        => await OpenAsync(melding, cancellationToken) is { } identiteit
            && await VergelijkAsync(identiteit, [andereId], cancellationToken) is [{ Vergelijking.IsVoorstel: true }];

    private async Task<IReadOnlyList<Guid>> KandidatenAsync(Guid id, IdentiteitJongere identiteit, CancellationToken cancellationToken)
    {
        var tokens = index.Tokens(id, identiteit).Select(token => token.Token).ToArray();
        return tokens.Length == 0
            ? []
            : await db.Herhalingstokens.AsNoTracking()
                .Where(token => tokens.Contains(token.Token) && token.MeldingId != id)
                .GroupBy(token => token.MeldingId)
                .OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key)
                .Select(group => group.Key)
                .Take(Meeste)
                .ToListAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<Gelijkenis>> VergelijkAsync(IdentiteitJongere identiteit, Guid[] ids, CancellationToken cancellationToken)
    {
        var keys = await encryption.OpenKeysAsync(ids, cancellationToken);
        var anderen = await db.Meldingen.AsNoTracking()
            .Where(melding => ids.Contains(melding.Id))
            .Select(m => new Andere(m.Id, m.Centrum, m.OntvangenOp, m.Soort, m.Organisatie, m.JongereId, m.JongereVersleuteld))
            .ToListAsync(cancellationToken);
        return [.. anderen
            .Where(andere => andere.JongereVersleuteld is not null && keys.ContainsKey(andere.Id))
            .Select(andere => new Gelijkenis(andere, Vergelijking.Van(identiteit, Open(keys[andere.Id], andere.JongereVersleuteld!))))];
    }

    private async Task<IdentiteitJongere?> OpenAsync(Melding melding, CancellationToken cancellationToken)
        => melding.JongereVersleuteld is { } versleuteld && await encryption.OpenKeyAsync(melding, cancellationToken) is { } key ? Open(key, versleuteld) : null;

    internal static IdentiteitJongere Open(DataKey key, byte[] versleuteld)
        => JsonSerializer.Deserialize<IdentiteitJongere>(key.Decrypt(Velden.Jongere, versleuteld))
            ?? throw new InvalidOperationException("An identity is an object.");
}
