// The rows of the benchmark (Draaiboek.Benchmarks/GraphQL/Rijen.cs) by the reference implementation, behind Node's own server.
//   node server.mjs <port>
import { createServer } from 'node:http';
import { buildSchema } from 'graphql';
import { createHandler } from 'graphql-http/lib/use/http';

const schema = buildSchema(`
  type Query { rijen(first: Int!): [Rij!]! }
  type Rij { id: ID! naam: String! aantal: Int! aandeel: Float! soort: Soort! }
  type Soort { code: String! }
`);
const rows = Array.from({ length: 50 }, (_, i) => ({
  id: i + 1, naam: `rij ${i + 1}`, aantal: ((i + 1) * 7) % 100, aandeel: (i + 1) / 8, soort: { code: `SOORT_${(i + 1) % 5}` },
}));
const rootValue = { rijen: ({ first }) => rows.slice(0, Math.max(0, first)) };

createServer(createHandler({ schema, rootValue })).listen(Number(process.argv[2]), '127.0.0.1');
