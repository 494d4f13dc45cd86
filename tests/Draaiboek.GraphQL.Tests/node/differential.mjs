// What the reference implementation makes of random documents: reads SDL, writes one JSON object a line.
//   node differential.mjs <first seed> <number>  < schema.graphql
import { readFileSync } from 'node:fs';
import { execute, parse, specifiedRules, validate } from 'graphql';
import { documentOf } from './documents.mjs';
import { mergingConflict } from './merging.mjs';
import { mirror, root } from './mirror.mjs';

const [first, count] = process.argv.slice(2).map(Number);
// A field that fails after the answer was given up leaves a rejection that the reference lets nobody see.
process.on('unhandledRejection', () => {});

const schema = mirror(readFileSync(0, 'utf8'));

const rules = specifiedRules.map(rule => context => {
  const named = Object.create(context, {
    reportError: { value: error => { error.rule = rule.name.replace(/Rule$/, ''); context.reportError(error); } },
  });
  return rule(named);
});

const places = error => (error.locations ?? []).map(({ line, column }) => [line, column]);

// One place where the text of the specification and the reference part: it allows a nullable variable with a default in a field of a oneOf
// (All Variable Usages Are Allowed), the reference does not.
function isOurReading(error) {
  if (!error.message.includes('must be non-nullable to be used for OneOf')) {
    return false;
  }
  const definition = error.nodes[0];
  return definition.defaultValue !== undefined && definition.defaultValue.kind !== 'NullValue';
}

async function judge({ query, variables, operationName }) {
  let document;
  try {
    document = parse(query);
  } catch (error) {
    return { stage: 'syntax', errors: [{ places: places(error) }] };
  }
  if (document.definitions.some(definition => !['OperationDefinition', 'FragmentDefinition'].includes(definition.kind))) {
    return { stage: 'refused' };
  }
  if (document.definitions.some(definition => definition.kind === 'OperationDefinition' && definition.operation !== 'query')) {
    return { stage: 'refused' };
  }
  const errors = validate(schema, document, rules, { maxErrors: 10000 }).filter(error => !isOurReading(error));
  if (errors.length > 0) {
    return { stage: 'validation', errors: errors.map(error => ({ rule: error.rule, places: places(error) })) };
  }
  if (mergingConflict(schema, document)) {
    return { stage: 'validation', errors: [{ rule: 'OverlappingFieldsCanBeMerged', places: [] }] };
  }
  const result = await execute({ schema, document, rootValue: root, variableValues: variables, operationName, options: { maxCoercionErrors: 10000 } });
  const told = (result.errors ?? []).map(error => ({ path: error.path, places: places(error) }));
  return result.data === undefined ? { stage: 'request', errors: told } : { stage: 'execution', errors: told, data: result.data };
}

for (let seed = first; seed < first + count; seed++) {
  const document = documentOf(schema, seed);
  const line = JSON.stringify({ seed, ...document, ...(await judge(document)) });
  if (!process.stdout.write(`${line}\n`)) {
    await new Promise(resolve => process.stdout.once('drain', resolve));
  }
}
