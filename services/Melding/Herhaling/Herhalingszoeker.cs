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
internal sealed class Herhalingszoeker(MeldingDbContext db, EnvelopeEncryption encryption)
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
        // The key is in another database than the tokens: nobody need wait for the one to ask the other.
        var openen = OpenAsync(melding, cancellationToken);
        var zoeken = KandidatenAsync(melding.Id, cancellationToken);
        await Task.WhenAll(openen, zoeken);
        Guid[] alle = [.. (await zoeken).Union(ook)];
        return alle.Length == 0 || await openen is not { } identiteit ? [] : await VergelijkAsync(identiteit, alle, cancellationToken);
    }

    /// <summary>Whether these two are a suggestion; opens no other.</summary>
    public async Task<bool> IsVoorstelAsync(Melding melding, Guid andereId, CancellationToken cancellationToken)
        => await OpenAsync(melding, cancellationToken) is { } identiteit
            && await VergelijkAsync(identiteit, [andereId], cancellationToken) is [{ Vergelijking.IsVoorstel: true }];

    /// <summary>By the tokens that the melding itself has in the index: they follow its identity, and an erased one has none.</summary>
    private async Task<IReadOnlyList<Guid>> KandidatenAsync(Guid id, CancellationToken cancellationToken)
        => await db.Herhalingstokens.AsNoTracking()
            .Where(eigen => eigen.MeldingId == id)
            .Join(db.Herhalingstokens, eigen => eigen.Token, ander => ander.Token, (_, ander) => ander.MeldingId)
            .Where(ander => ander != id)
            .GroupBy(ander => ander)
            .OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key)
            .Select(group => group.Key)
            .Take(Meeste)
            .ToListAsync(cancellationToken);

    private async Task<IReadOnlyList<Gelijkenis>> VergelijkAsync(IdentiteitJongere identiteit, Guid[] ids, CancellationToken cancellationToken)
    {
        var sleutels = encryption.OpenKeysAsync(ids, cancellationToken);
        var lezen = db.Meldingen.AsNoTracking()
            .Where(melding => ids.Contains(melding.Id))
            .Select(m => new Andere(m.Id, m.Centrum, m.OntvangenOp, m.Soort, m.Organisatie, m.JongereId, m.JongereVersleuteld))
            .ToListAsync(cancellationToken);
        await Task.WhenAll(sleutels, lezen);
        var (keys, anderen) = (await sleutels, await lezen);
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
