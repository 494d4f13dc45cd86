// Field Selection Merging word by word as the specification has it: all pairs, every fragment followed each time. Far too slow for a server.
// The reference remembers which fragments it compared, and once in tens of thousands of documents passes over a pair that the text forbids.
import { getNamedType, isCompositeType, isLeafType, isListType, isNonNullType, isObjectType, print, TypeNameMetaFieldDef, SchemaMetaFieldDef, TypeMetaFieldDef } from 'graphql';

const MOST = 200_000;

export function mergingConflict(schema, document) {
  const fragments = Object.fromEntries(document.definitions.filter(one => one.kind === 'FragmentDefinition').map(one => [one.name.value, one]));
  let steps = 0;

  const step = () => {
    if (++steps > MOST) {
      throw new Error('too many');
    }
  };

  function definitionOf(parent, name) {
    return name === '__typename' ? TypeNameMetaFieldDef : name === '__schema' ? SchemaMetaFieldDef : name === '__type' ? TypeMetaFieldDef : parent.getFields()[name];
  }

  function collect(selectionSet, parent, fields = []) {
    for (const selection of selectionSet?.selections ?? []) {
      step();
      if (selection.kind === 'Field') {
        fields.push({ node: selection, parent, type: definitionOf(parent, selection.name.value).type });
      } else {
        const fragment = selection.kind === 'InlineFragment' ? selection : fragments[selection.name.value];
        collect(fragment.selectionSet, fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : parent, fields);
      }
    }
    return fields;
  }

  const below = field => (isCompositeType(getNamedType(field.type)) ? collect(field.node.selectionSet, getNamedType(field.type)) : []);
  const nameOf = field => (field.node.alias ?? field.node.name).value;
  const sorted = value => (value.kind === 'ObjectValue' ? { ...value, fields: [...value.fields].sort((a, b) => (a.name.value < b.name.value ? -1 : 1)).map(one => ({ ...one, value: sorted(one.value) })) }
    : value.kind === 'ListValue' ? { ...value, values: value.values.map(sorted) } : value);
  const argumentsOf = field => field.node.arguments.map(one => `${one.name.value}:${print(sorted(one.value))}`).sort().join();

  function somePair(fields, conflict) {
    for (let i = 0; i < fields.length; i++) {
      for (let j = i + 1; j < fields.length; j++) {
        step();
        if (nameOf(fields[i]) === nameOf(fields[j]) && conflict(fields[i], fields[j])) {
          return true;
        }
      }
    }
    return false;
  }

  function otherShape(a, b) {
    let [x, y] = [a.type, b.type];
    while (isNonNullType(x) || isNonNullType(y) || isListType(x) || isListType(y)) {
      if (isNonNullType(x) !== isNonNullType(y) || isListType(x) !== isListType(y)) {
        return true;
      }
      [x, y] = [x.ofType, y.ofType];
    }
    return isLeafType(x) || isLeafType(y) ? x !== y : somePair([...below(a), ...below(b)], otherShape);
  }

  const cannotMerge = fields => somePair(fields, (a, b) => otherShape(a, b)
    || ((a.parent === b.parent || !isObjectType(a.parent) || !isObjectType(b.parent))
      && (a.node.name.value !== b.node.name.value || argumentsOf(a) !== argumentsOf(b) || cannotMerge([...below(a), ...below(b)]))));

  try {
    return document.definitions.some(one => one.kind === 'OperationDefinition' && cannotMerge(collect(one.selectionSet, schema.getQueryType())));
  } catch (error) {
    if (error.message === 'too many') {
      return false;
    }
    throw error;
  }
}
