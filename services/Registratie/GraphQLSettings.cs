using Draaiboek.GraphQL;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Identity;

namespace Draaiboek.Registratie;

/// <summary>The settings under <c>Draaiboek:GraphQL:</c>.</summary>
/// <param name="TrustedDocuments">Folder of the documents that are asked for by their name.</param>
/// <param name="OnlyTrustedDocuments">Answers nothing else.</param>
internal sealed record GraphQLSettings(string TrustedDocuments, bool OnlyTrustedDocuments)
{
    /// <summary>What the service brings along: <c>Documenten</c> beside its program.</summary>
    private static readonly string Eigen = Path.Combine(AppContext.BaseDirectory, "graphql-documenten");

    /// <param name="section">The section <c>Draaiboek</c>.</param>
    /// <param name="errors">Gets a line for each setting that is wrong; the answer is of use only when it stays empty.</param>
    public static GraphQLSettings Read(IConfiguration section, List<string> errors)
    {
        var folder = section["GraphQL:TrustedDocuments"] ?? Eigen;
        if (!Directory.Exists(folder))
        {
            errors.Add($"{HostSettings.Section}:GraphQL:TrustedDocuments moet een map zijn die er is");
        }

        var only = section["GraphQL:OnlyTrustedDocuments"];
        if (!bool.TryParse(only ?? "false", out var alleen))
        {
            errors.Add($"{HostSettings.Section}:GraphQL:OnlyTrustedDocuments moet true of false zijn");
        }

        return new GraphQLSettings(folder, alleen);
    }

    /// <exception cref="SettingsException">A document in the folder is none that the schema can answer.</exception>
    public static void Check(Action map)
    {
        try
        {
            map();
        }
        catch (TrustedDocumentException wrong)
        {
            throw new SettingsException([$"{HostSettings.Section}:GraphQL:TrustedDocuments: {wrong.Message}"]);
        }
    }

    public void Apply(GraphQLOptions options)
    {
        options.TrustedDocumentFolder = TrustedDocuments;
        options.OnlyTrustedDocuments = OnlyTrustedDocuments;
        options.BeforeAnswer = Vraagspoor.LegVastAsync;
        options.AllowIntrospection = http =>
            http.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment() || Caller.From(http.User).Has(Rollen.Beheerder);
    }
}
