using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Draaiboek.GraphQL.Language;

namespace Draaiboek.GraphQL.Execution;

/// <summary>A document that is known to be valid.</summary>
internal sealed class ValidDocument(DocumentNode document)
{
    public DocumentNode Document { get; } = document;

    public IReadOnlyDictionary<string, FragmentNode> Fragments { get; } = document.Fragments.ToDictionary(fragment => fragment.Name, StringComparer.Ordinal);

    /// <summary>The first <c>__schema</c> or <c>__type</c>, or null.</summary>
    public FieldNode? Introspection { get; } = document.Definitions.Select(definition => Find(definition.SelectionSet)).FirstOrDefault(found => found is not null);

    private static FieldNode? Find(SelectionSetNode? selectionSet) => selectionSet?.Selections.Select(selection => selection switch
    {
        FieldNode { Name: "__schema" or "__type" } field => field,
        FieldNode field => Find(field.SelectionSet),
        InlineFragmentNode inline => Find(inline.SelectionSet),
        _ => null,
    }).FirstOrDefault(found => found is not null);
}

/// <summary>
/// Valid documents by the hash of their text, the least recently used thrown out first. Invalid ones are not kept:
/// there is no end to them, and they would push out the few that clients really send.
/// </summary>
internal sealed class DocumentCache(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, ValidDocument Document)>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, ValidDocument Document)> _byUse = [];

    // Of the UTF-16 text as it is: in UTF-8 half a surrogate pair would become a replacement character, and another document.
    public static string KeyOf(string query) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(query.AsSpan())));

    public ValidDocument? GetOrNull(string key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out LinkedListNode<(string Key, ValidDocument Document)>? entry))
            {
                return null;
            }

            _byUse.Remove(entry);
            _byUse.AddFirst(entry);
            return entry.Value.Document;
        }
    }

    public void Add(string key, ValidDocument document)
    {
        lock (_lock)
        {
            if (capacity <= 0 || _entries.ContainsKey(key))
            {
                return;
            }

            if (_entries.Count >= capacity)
            {
                _entries.Remove(_byUse.Last!.Value.Key);
                _byUse.RemoveLast();
            }

            _entries.Add(key, _byUse.AddFirst((key, document)));
        }
    }
}
