using System.Runtime.InteropServices;

namespace Draaiboek.GraphQL.Language;

internal enum TokenKind
{
    EndOfFile,
    Name,
    Int,
    Float,
    String,
    BlockString,
    Bang,
    Dollar,
    Ampersand,
    ParenLeft,
    ParenRight,
    Spread,
    Colon,
    EqualSign,
    At,
    BracketLeft,
    BracketRight,
    BraceLeft,
    Pipe,
    BraceRight,
}

/// <summary>One lexical token. <paramref name="Text"/> is the source text, or for strings the decoded value.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Token(TokenKind Kind, string Text, SourceLocation Location)
{
    public override string ToString() => Kind switch
    {
        TokenKind.EndOfFile => "<end of document>",
        TokenKind.Name => $"name \"{Text}\"",
        TokenKind.Int or TokenKind.Float => $"number {Text}",
        TokenKind.String or TokenKind.BlockString => "a string",
        _ => $"\"{Text}\"",
    };
}
