namespace Draaiboek.GraphQL.Language;

/// <content>Values and the types of variables.</content>
internal sealed partial class Parser
{
    private ValueNode Value(bool isConst)
    {
        Token token = _current;
        switch (token.Kind)
        {
            case TokenKind.BracketLeft:
                return new ListNode(token.Location, Many(TokenKind.BracketLeft, () => Value(isConst), TokenKind.BracketRight, allowEmpty: true));
            case TokenKind.BraceLeft:
                return new ObjectNode(token.Location, Many(TokenKind.BraceLeft, () => ObjectField(isConst), TokenKind.BraceRight, allowEmpty: true));
            case TokenKind.Int:
                Advance();
                return new IntNode(token.Location, token.Text);
            case TokenKind.Float:
                Advance();
                return new FloatNode(token.Location, token.Text);
            case TokenKind.String or TokenKind.BlockString:
                Advance();
                return new StringNode(token.Location, token.Text);
            case TokenKind.Name:
                Advance();
                return token.Text switch
                {
                    "true" => new BooleanNode(token.Location, value: true),
                    "false" => new BooleanNode(token.Location, value: false),
                    "null" => new NullNode(token.Location),
                    _ => new EnumNode(token.Location, token.Text),
                };
            case TokenKind.Dollar when !isConst:
                Advance();
                return new VariableNode(token.Location, Name());
            case TokenKind.Dollar:
                throw new GraphQLSyntaxException("A variable is not allowed here: the value must be constant.", token.Location);
            default:
                throw Unexpected();
        }
    }

    private ObjectFieldNode ObjectField(bool isConst)
    {
        SourceLocation location = _current.Location;
        string name = Name();
        Expect(TokenKind.Colon);
        return new ObjectFieldNode(location, name, Value(isConst));
    }

    private TypeNode Type()
    {
        SourceLocation location = _current.Location;
        TypeNode type;
        if (Is(TokenKind.BracketLeft))
        {
            Enter();
            Advance();
            type = new ListTypeNode(location, Type());
            Expect(TokenKind.BracketRight);
            _nesting--;
        }
        else
        {
            type = NamedType();
        }

        return Skip(TokenKind.Bang) ? new NonNullTypeNode(location, type) : type;
    }

    private NamedTypeNode NamedType()
    {
        SourceLocation location = _current.Location;
        return new NamedTypeNode(location, Name());
    }
}
