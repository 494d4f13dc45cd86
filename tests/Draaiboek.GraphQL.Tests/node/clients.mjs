// Two clients as anybody would use them, against an address. Prints what each of them got.
import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { GraphQLClient, ClientError } from 'graphql-request';

const [url] = process.argv.slice(2);
const document = `query Find($id: ID!) { book(id: $id) { title genre tags sequel { title } } }`;
const failing = `{ trouble { expected } }`;

const request = new GraphQLClient(url);
const tell = (name, value) => console.log(JSON.stringify({ name, value }));

tell('graphql-request', await request.request(document, { id: '1' }));
tell('graphql-request GET', await new GraphQLClient(url, { method: 'GET', jsonSerializer: JSON }).request(document, { id: '2' }));
try {
  await request.request(failing);
} catch (error) {
  tell('graphql-request error', error instanceof ClientError ? error.response.errors.map(one => [one.path, one.extensions.code]) : `${error}`);
}
try {
  await request.request('{ nope }');
} catch (error) {
  tell('graphql-request refused', error instanceof ClientError ? error.response.errors.map(one => [one.locations, one.extensions.code]) : `${error}`);
}

const apollo = options => new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: url, ...options }) });
tell('apollo', (await apollo().query({ query: gql(document), variables: { id: '1' } })).data);
tell('apollo GET', (await apollo({ useGETForQueries: true }).query({ query: gql(document), variables: { id: '2' } })).data);
const { data, error } = await apollo().query({ query: gql(failing), errorPolicy: 'all' });
tell('apollo error', [data, error.errors.map(one => [one.path, one.extensions.code])]);
