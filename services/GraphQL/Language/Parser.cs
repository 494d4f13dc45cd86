namespace Draaiboek.GraphQL.Language;

/// <summary>
/// Parses executable documents (section 2 of the specification, September 2025, type system documents left out:
/// this engine builds its schema from classes). Recursion is bounded by <see cref="MaxNesting"/>, whatever the token limit is.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>Levels of braces, brackets and parentheses within each other; far above what the depth limit lets through.</summary>
    private const int MaxNesting = 100;

    private static readonly string[] s_typeSystemKeywords =
        ["schema", "scalar", "type", "interface", "union", "enum", "input", "directive", "extend"];

    private static readonly string[] s_keywords = ["query", "mutation", "subscription", "fragment", .. s_typeSystemKeywords];

    private readonly Lexer _lexer;
    private readonly int _maxTokens;
    private Token _current;
    private int _tokens;
    private int _nesting;

    private Parser(string source, int maxTokens)
    {
        _lexer = new Lexer(source);
        _maxTokens = maxTokens;
        Advance();
    }

    /// <exception cref="GraphQLSyntaxException">The text is no executable document, or larger than allowed.</exception>
    public static DocumentNode Parse(string source, int maxTokens)
    {
        var parser = new Parser(source, maxTokens);
        var definitions = new List<DefinitionNode>();
        do
        {
            definitions.Add(parser.Definition());
        }
        while (parser._current.Kind != TokenKind.EndOfFile);
        return new DocumentNode(definitions);
    }

    private DefinitionNode Definition()
    {
        SourceLocation location = _current.Location;
        if (Is(TokenKind.BraceLeft))
        {
            return new OperationNode(location, OperationKind.Query, name: null, [], [], SelectionSet());
        }

        // Descriptions are documentation for the reader of the document; nothing executes them. They belong to what they describe, so it begins there.
        if (SkipDescription() && (Is(TokenKind.BraceLeft) || (Is(TokenKind.Name) && !s_keywords.Contains(_current.Text, StringComparer.Ordinal))))
        {
            throw new GraphQLSyntaxException("A description can stand only before a definition that begins with a word such as query or fragment.", location);
        }

        if (!Is(TokenKind.Name))
        {
            throw Unexpected();
        }

        return _current.Text switch
        {
            "query" => Operation(location, OperationKind.Query),
            "mutation" => Operation(location, OperationKind.Mutation),
            "subscription" => Operation(location, OperationKind.Subscription),
            "fragment" => Fragment(location),
            var text when s_typeSystemKeywords.Contains(text, StringComparer.Ordinal) => throw new GraphQLSyntaxException(
                $"The \"{text}\" definition is not executable; a request holds operations and fragments only.", _current.Location),
            _ => throw Unexpected(),
        };
    }

    private OperationNode Operation(SourceLocation location, OperationKind kind)
    {
        Advance();
        NameNode? name = Is(TokenKind.Name) ? NameNode() : null;
        List<VariableDefinitionNode> variables = Many(TokenKind.ParenLeft, VariableDefinition, TokenKind.ParenRight, optional: true);
        return new OperationNode(location, kind, name, variables, Directives(isConst: false), SelectionSet());
    }

    private VariableDefinitionNode VariableDefinition()
    {
        SourceLocation location = _current.Location;
        SkipDescription();
        Expect(TokenKind.Dollar);
        NameNode name = NameNode();
        Expect(TokenKind.Colon);
        TypeNode type = Type();
        ValueNode? defaultValue = Skip(TokenKind.EqualSign) ? Value(isConst: true) : null;
        return new VariableDefinitionNode(location, name, type, defaultValue, Directives(isConst: true));
    }

    private FragmentNode Fragment(SourceLocation location)
    {
        Advance();
        if (IsKeyword("on"))
        {
            throw Unexpected();
        }

        NameNode name = NameNode();
        if (!IsKeyword("on"))
        {
            throw Expected("\"on\"");
        }

        Advance();
        return new FragmentNode(location, name, NamedType(), Directives(isConst: false), SelectionSet());
    }

    private SelectionSetNode SelectionSet()
    {
        SourceLocation location = _current.Location;
        return new SelectionSetNode(location, Many(TokenKind.BraceLeft, Selection, TokenKind.BraceRight));
    }

    private SelectionNode Selection() => Is(TokenKind.Spread) ? FragmentSelection() : Field();

    private FieldNode Field()
    {
        SourceLocation location = _current.Location;
        string name = Name();
        string? alias = null;
        if (Skip(TokenKind.Colon))
        {
            alias = name;
            name = Name();
        }

        List<ArgumentNode> arguments = Arguments(isConst: false);
        List<DirectiveNode> directives = Directives(isConst: false);
        return new FieldNode(location, alias, name, arguments, directives, Is(TokenKind.BraceLeft) ? SelectionSet() : null);
    }

    private SelectionNode FragmentSelection()
    {
        SourceLocation location = _current.Location;
        Expect(TokenKind.Spread);
        if (Is(TokenKind.Name) && !IsKeyword("on"))
        {
            return new FragmentSpreadNode(location, NameNode(), Directives(isConst: false));
        }

        NamedTypeNode? typeCondition = null;
        if (IsKeyword("on"))
        {
            Advance();
            typeCondition = NamedType();
        }

        return new InlineFragmentNode(location, typeCondition, Directives(isConst: false), SelectionSet());
    }

    private List<ArgumentNode> Arguments(bool isConst) => Many(
        TokenKind.ParenLeft,
        () =>
        {
            SourceLocation location = _current.Location;
            string name = Name();
            Expect(TokenKind.Colon);
            return new ArgumentNode(location, name, Value(isConst));
        },
        TokenKind.ParenRight,
        optional: true);

    private List<DirectiveNode> Directives(bool isConst)
    {
        var directives = new List<DirectiveNode>();
        while (Is(TokenKind.At))
        {
            SourceLocation location = _current.Location;
            Advance();
            directives.Add(new DirectiveNode(location, Name(), Arguments(isConst)));
        }

        return directives;
    }

    private NameNode NameNode()
    {
        SourceLocation location = _current.Location;
        return new NameNode(location, Name());
    }

    private string Name()
    {
        if (!Is(TokenKind.Name))
        {
            throw Expected("a name");
        }

        string name = _current.Text;
        Advance();
        return name;
    }

    private bool SkipDescription()
    {
        if (_current.Kind is not (TokenKind.String or TokenKind.BlockString))
        {
            return false;
        }

        Advance();
        return true;
    }

    private List<T> Many<T>(TokenKind open, Func<T> item, TokenKind close, bool optional = false, bool allowEmpty = false)
    {
        var items = new List<T>();
        if (optional && !Is(open))
        {
            return items;
        }

        Enter();
        Expect(open);
        if (!allowEmpty || !Is(close))
        {
            do
            {
                items.Add(item());
            }
            while (!Is(close));
        }

        Advance();
        _nesting--;
        return items;
    }

    private void Enter()
    {
        if (++_nesting > MaxNesting)
        {
            throw new GraphQLSyntaxException($"The document nests deeper than {MaxNesting} levels.", _current.Location, ErrorCodes.LimitExceeded);
        }
    }

    private bool Is(TokenKind kind) => _current.Kind == kind;

    private bool IsKeyword(string keyword) => _current.Kind == TokenKind.Name && _current.Text == keyword;

    private bool Skip(TokenKind kind)
    {
        if (!Is(kind))
        {
            return false;
        }

        Advance();
        return true;
    }

    private void Expect(TokenKind kind)
    {
        if (!Skip(kind))
        {
            throw Expected(kind switch
            {
                TokenKind.ParenLeft => "\"(\"",
                TokenKind.ParenRight => "\")\"",
                TokenKind.BraceLeft => "\"{\"",
                TokenKind.BracketRight => "\"]\"",
                TokenKind.Colon => "\":\"",
                TokenKind.Dollar => "\"$\"",
                _ => kind.ToString(),
            });
        }
    }

    private void Advance()
    {
        _current = _lexer.Next();
        if (_current.Kind != TokenKind.EndOfFile && ++_tokens > _maxTokens)
        {
            throw new GraphQLSyntaxException($"The document has more than {_maxTokens} tokens.", _current.Location, ErrorCodes.LimitExceeded);
        }
    }

    private GraphQLSyntaxException Expected(string what) => new($"Expected {what}, found {_current}.", _current.Location);

    private GraphQLSyntaxException Unexpected() => new($"Unexpected {_current}.", _current.Location);
}
