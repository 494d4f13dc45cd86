namespace Draaiboek.GraphQL.Execution;

/// <summary>The documents of a folder, by the name of their file. Read and validated once: what the schema can't answer stops the service at its start.</summary>
internal sealed class TrustedDocuments
{
    private const string Extension = ".graphql";

    private readonly Dictionary<string, ValidDocument> _documents = new(StringComparer.Ordinal);

    /// <param name="folder">Null when there are none.</param>
    /// <param name="prepare">Parses and validates; gives null and the reason when the document is wrong.</param>
    /// <exception cref="TrustedDocumentException">The folder is missing, or a document in it is invalid.</exception>
    public TrustedDocuments(string? folder, Func<string, (ValidDocument? Document, string? Reason)> prepare)
    {
        if (folder is null)
        {
            return;
        }

        if (!Directory.Exists(folder))
        {
            throw new TrustedDocumentException($"The folder of the trusted documents does not exist: {folder}");
        }

        foreach (string file in Directory.EnumerateFiles(folder, $"*{Extension}").Order(StringComparer.Ordinal))
        {
            (ValidDocument? document, string? reason) = prepare(File.ReadAllText(file));
            _documents.Add(
                Path.GetFileNameWithoutExtension(file),
                document ?? throw new TrustedDocumentException($"The trusted document {Path.GetFileName(file)} is invalid: {reason}"));
        }
    }

    public ValidDocument? GetOrNull(string id) => _documents.GetValueOrDefault(id);
}
