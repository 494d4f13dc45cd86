// Asks an address for its schema as GraphiQL does, and with everything that the reference implementation can ask; prints what both come to.
import { buildClientSchema, getIntrospectionQuery, printSchema } from 'graphql';

const [url] = process.argv.slice(2);

async function schema(options) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, multipart/mixed' },
    body: JSON.stringify({ query: getIntrospectionQuery(options), operationName: 'IntrospectionQuery' }),
  });
  const { data, errors } = await response.json();
  if (errors) {
    throw new Error(JSON.stringify(errors));
  }
  return printSchema(buildClientSchema(data));
}

console.log(JSON.stringify({
  graphiql: await schema({ inputValueDeprecation: true, schemaDescription: true }),
  complete: await schema({ descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true }),
}));
