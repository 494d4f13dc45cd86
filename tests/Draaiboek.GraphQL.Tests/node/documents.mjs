// Random documents over a schema: most of them valid or nearly so, the same for the same seed.
import {
  getNamedType, getNullableType, isAbstractType, isCompositeType, isEnumType, isInputObjectType, isLeafType, isListType, isNonNullType, isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const texts = ['', 'a', 'two words', 'é 😀', 'quote \\" and \\\\ back', '\\u00e9\\n\\t', '\\u{1F600}', '\\uD83D\\uDE00', 'null', '5'];
const blocks = ['', 'one', '\n    two\n      three\n  ', 'with \\""" quotes', '  x\n y', '\\n no escape'];

class Documents {
  constructor(schema, seed) {
    this.schema = schema;
    this.next = random(seed);
    this.types = Object.values(schema.getTypeMap()).filter(type => isCompositeType(type) && !type.name.startsWith('__'));
    this.variables = new Map();
    this.fragments = [];
    this.names = 0;
    this.mayVary = true;
  }

  chance(share) { return this.next() < share; }
  below(most) { return Math.floor(this.next() * most); }
  pick(list) { return list[this.below(list.length)]; }

  document() {
    const query = this.schema.getQueryType();
    const several = this.chance(0.1);
    this.mayVary = !several;
    const operations = Array.from({ length: several ? 2 + this.below(2) : 1 }, (_, i) => {
      const selection = this.selection(query, 0);
      const definitions = [...this.variables].map(([name, variable]) =>
        `$${name}: ${variable.type}${variable.fallback ? ` = ${variable.fallback}` : ''}`);
      const named = several || this.chance(0.3) || definitions.length > 0 ? `query ${several || this.chance(0.5) ? `Q${i}` : ''}` : this.chance(0.3) ? 'query ' : '';
      return `${this.chance(0.03) && named ? '"described" ' : ''}${named}${definitions.length ? `(${definitions.join(this.pick([', ', ' ', ',\n']))}) ` : ''}${selection}`;
    });
    const definitions = [...operations, ...this.fragments.filter(fragment => fragment.text).map(fragment => fragment.text)];
    if (this.chance(0.2)) {
      definitions.reverse();
    }
    let text = definitions.join(this.pick(['\n', ' ', '\r\n', '\r', '\n# comment é 😀\n']));
    const variables = {};
    for (const [name, variable] of this.variables) {
      if (!(variable.fallback || !isNonNullType(variable.type)) || this.chance(0.8)) {
        variables[name] = this.json(variable.type, 0);
      }
    }
    const operationName = several ? (this.chance(0.85) ? `Q${this.below(operations.length)}` : undefined) : this.chance(0.03) ? 'Nobody' : undefined;
    if (this.chance(0.6)) {
      for (let times = 1 + this.below(2); times > 0; times--) {
        const roll = this.next();
        text = roll < 0.6 ? this.mutateNames(text) : roll < 0.85 ? this.mutateTokens(text) : this.mutateLetters(text);
      }
    }
    if (this.chance(0.15)) {
      this.mutateVariables(variables);
    }
    return { query: text, variables, operationName };
  }

  selection(type, depth) {
    const wanted = 1 + this.below(depth > 3 ? 2 : 4);
    const selections = Array.from({ length: wanted }, () => this.one(type, depth));
    return `{ ${selections.join(this.pick([' ', ', ', '\n  ', ',,']))} }`;
  }

  one(type, depth) {
    const roll = this.next();
    if (roll < 0.08) {
      return `... ${this.chance(0.6) ? `on ${this.related(type).name} ` : ''}${this.directives()}${this.selection(type, depth + 1)}`;
    }
    if (roll < 0.16 && depth < 5) {
      return this.spread(type, depth);
    }
    if (roll < 0.22 || !type.getFields) {
      return isAbstractType(type) && this.chance(0.7)
        ? this.on(this.pick(this.schema.getPossibleTypes(type)), depth)
        : `${this.alias()}__typename`;
    }
    if (depth === 0 && this.chance(0.02)) {
      return this.pick(['__schema { queryType { name kind fields { name args { name defaultValue } } } directives { name isRepeatable args { name } } }', '__type(name: "BoxInput") { name inputFields { name defaultValue type { name kind ofType { name } } } }',
        '__type(name: "Colour") { enumValues(includeDeprecated: true) { name isDeprecated } }', '__type(name: "Node") { fields { name type { kind name } } interfaces { name } }']);
    }
    const fields = Object.values(type.getFields()).filter(field => depth < 6 || isLeafType(getNamedType(field.type)));
    return fields.length === 0 ? '__typename' : this.field(this.pick(fields), depth);
  }

  on(type, depth) { return `... on ${type.name} ${this.directives()}${this.selection(type, depth + 1)}`; }

  // A type that can be the same object; now and then any.
  related(type) { return this.chance(0.93) ? type : this.pick(this.types); }

  field(field, depth) {
    const given = field.args.filter(argument => (isRequiredArgument(argument) ? this.chance(0.98) : this.chance(0.4)));
    const values = given.map(argument => `${argument.name}: ${this.value(argument.type, 0, argument.defaultValue !== undefined)}`);
    const alias = values.length > 0 && this.chance(0.85) ? `a${this.names++}: ` : this.alias();
    const type = getNamedType(field.type);
    return `${alias}${field.name}${values.length ? `(${values.join(this.pick([', ', ' ']))})` : ''}${this.directives()}${isCompositeType(type) ? ` ${this.selection(type, depth + 1)}` : ''}`;
  }

  alias() { return this.chance(0.05) ? `${this.pick(['a', 'b', 'name', 'query', 'on', '_'])}: ` : ''; }

  spread(type, depth) {
    const known = this.fragments.filter(fragment => fragment.type === type && fragment.text);
    if (known.length > 0 && this.chance(0.5)) {
      return `...${this.pick(known).name} `;
    }
    const fragment = { name: `F${this.fragments.length}`, type };
    this.fragments.push(fragment);
    const on = this.related(type);
    fragment.text = `fragment ${fragment.name} on ${on.name} ${this.directives()}${this.selection(type, depth + 2)}`.replace(/@\w+\([^)]*\) (?=\{)/, '');
    return `...${fragment.name} ${this.directives()}`;
  }

  directives() {
    if (!this.chance(0.06)) {
      return ' ';
    }
    const name = this.pick(['skip', 'include']);
    const type = this.schema.getDirective(name).args[0].type;
    return ` @${name}(if: ${this.value(type, 0, false)}) `;
  }

  value(type, depth, hasDefault) {
    if (this.mayVary && this.chance(0.15)) {
      return this.variable(type, hasDefault);
    }
    return this.literal(type, depth, false);
  }

  variable(type, hasDefault) {
    const known = [...this.variables].filter(([, variable]) => `${variable.type}` === `${type}`);
    if (known.length > 0 && this.chance(0.4)) {
      return `$${this.pick(known)[0]}`;
    }
    const name = `v${this.variables.size}`;
    let declared = type;
    let fallback;
    if (isNonNullType(type) && (hasDefault || this.chance(0.2))) {
      declared = type.ofType;
      fallback = hasDefault && this.chance(0.5) ? undefined : this.literal(type, 0, true);
    } else if (this.chance(0.2)) {
      fallback = this.literal(type, 0, true);
    }
    this.variables.set(name, { type: declared, fallback });
    return `$${name}`;
  }

  literal(type, depth, isConst) {
    if (!isNonNullType(type) && this.chance(0.08)) {
      return 'null';
    }
    const nullable = getNullableType(type);
    const inner = one => (isConst || depth > 3 ? this.literal(one, depth + 1, isConst) : this.value(one, depth + 1, false));
    if (isListType(nullable)) {
      return this.chance(0.2) ? this.literal(nullable.ofType, depth + 1, isConst) : `[${Array.from({ length: this.below(4) }, () => inner(nullable.ofType)).join(', ')}]`;
    }
    if (isInputObjectType(nullable)) {
      const fields = Object.values(nullable.getFields());
      const given = nullable.isOneOf ? [this.pick(fields)]
        : fields.filter(field => (isRequiredInputField(field) ? this.chance(0.97) : this.chance(depth > 2 ? 0 : 0.35)));
      const wrapped = one => (nullable.isOneOf ? this.literal(one, depth + 1, isConst) : inner(one));
      return `{ ${given.map(field => `${field.name}: ${wrapped(field.type)}`).join(', ')} }`;
    }
    if (isEnumType(nullable)) {
      return this.pick(nullable.getValues()).name;
    }
    switch (nullable.name) {
      case 'Int': return this.pick(['0', '1', '2', '-1', '7', '2147483647', '-2147483648', '100']);
      case 'Float': return this.pick(['0', '1.5', '-2', '1e3', '0.1', '-1.25E-2', '123456789.125']);
      case 'Boolean': return this.pick(['true', 'false']);
      case 'ID': return this.pick(['"x"', '5', '"5"', '-3', '12345678901234567890']);
      default: return this.chance(0.2) ? `"""${this.pick(blocks)}"""` : `"${this.pick(texts)}"`;
    }
  }

  json(type, depth) {
    if (!isNonNullType(type) && this.chance(0.1)) {
      return null;
    }
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      return this.chance(0.2) ? this.json(nullable.ofType, depth + 1) : Array.from({ length: this.below(4) }, () => this.json(nullable.ofType, depth + 1));
    }
    if (isInputObjectType(nullable)) {
      const fields = Object.values(nullable.getFields());
      const given = nullable.isOneOf ? [this.pick(fields)] : fields.filter(field => isRequiredInputField(field) || this.chance(depth > 2 ? 0 : 0.35));
      return Object.fromEntries(given.map(field => [field.name, this.json(field.type, depth + 1)]));
    }
    if (isEnumType(nullable)) {
      return this.pick(nullable.getValues()).name;
    }
    switch (nullable.name) {
      case 'Int': return this.pick([0, 1, 2, -1, 7, 2147483647, 3.0]);
      case 'Float': return this.pick([0, 1.5, -2, 1e3, 0.1]);
      case 'Boolean': return this.chance(0.5);
      case 'ID': return this.pick(['x', 5, '5']);
      default: return this.pick(['', 'a', 'é 😀', 'two\nlines']);
    }
  }

  // One word for another, one value for another: most often still a document, but not a valid one.
  mutateNames(text) {
    const words = [...text.matchAll(/"(?:\\.|[^"\\\n])*"|\$?[A-Za-z_]\w*|-?\d[\d.eE+-]*/gu)];
    const word = words[this.below(words.length)];
    if (!word) {
      return text;
    }
    const other = word[0].startsWith('$') ? ['$v0', '$v1', '$nope']
      : /^["\d-]/.test(word[0]) ? ['1', '"s"', 'null', '1.5', '99999999999', 'RED', '[1]', '{ width: 1 }', '{ width: 1, width: 2, nope: $v0 }', 'true', '$v0', '{ id: 1, number: 2 }']
      : ['id', 'name', 'node', 'children', 'weight', 'strict', 'colour', 'echo', 'box', 'width', 'number', 'Node', 'Leaf', 'Stone', 'Find', 'Thing', 'BoxInput', 'Int', 'String',
        'Nope', 'F0', 'F1', 'Q0', 'v0', 'RED', 'null', 'true', 'skip', 'include', 'deprecated', 'nope', 'on', 'things', '__typename', 'name name', 'name @skip(if: true) @skip(if: true)'];
    return text.slice(0, word.index) + this.pick(other) + text.slice(word.index + word[0].length);
  }

  mutateTokens(text) {
    const tokens = text.match(/"""[^]*?"""|"(?:\\.|[^"\\\n])*"|[A-Za-z_]\w*|-?\d[\d.eE+-]*|\.\.\.|\s+|./gu) ?? [];
    const at = this.below(tokens.length + 1);
    const words = ['{', '}', '(', ')', '[', ']', ':', '!', '$', '@', '...', '=', '|', '&', '"', '"""', 'on', 'query', 'fragment', 'mutation', 'null', 'true', '1', '-1', '1.5', '"s"',
      'nope', '$v0', '$nope', '@skip(if: true)', '@nope', '@deprecated', '...F0', '...Nope', 'Node', 'Colour', 'Box', 'id', 'name', 'node', 'children', 'weight', 'strict', 'RED',
      '99999999999', '{ id }', '(id: 1)', '$v0: Int', '$v0: Node', '[1]', 'type', '#', ',', '__typename', '"described"', '{ width: 1, width: 2 }', '{ width: 1, nope: 2 }'];
    switch (this.below(4)) {
      case 0: tokens.splice(at, 1); break;
      case 1: tokens.splice(at, 0, tokens[this.below(tokens.length)] ?? '', ' '); break;
      case 2: tokens.splice(at, 0, ' ', this.pick(words), ' '); break;
      default: tokens.splice(at, 1, this.pick(words)); break;
    }
    return tokens.join('');
  }

  mutateLetters(text) {
    const letters = [...text];
    const at = this.below(letters.length + 1);
    const strange = ['\u0000', '\u0007', '\t', '\uFEFF', 'é', '😀', '\\', '"', '\'', '.', '-', '0', '\r', '\n', '#', '\u2028', '~', '?', '%', '\u007f', 'e', '{', '}', ':'];
    switch (this.below(3)) {
      case 0: letters.splice(at, 1); break;
      case 1: letters.splice(at, 0, this.pick(strange)); break;
      default: letters.splice(at, 1, this.pick(strange)); break;
    }
    return letters.join('');
  }

  mutateVariables(variables) {
    const names = Object.keys(variables);
    if (names.length === 0) {
      variables.v0 = 1;
      return;
    }
    const name = this.pick(names);
    if (this.chance(0.2)) {
      delete variables[name];
    } else {
      variables[name] = this.pick([null, 1, 1.5, 'text', true, [], [1, null], {}, { width: 1 }, { width: 'x', nope: 1 }, { id: 1, number: 2 }, { id: null }, 'RED', 3000000000, [[1], 2]]);
    }
  }
}

export const documentOf = (schema, seed) => new Documents(schema, seed).document();
