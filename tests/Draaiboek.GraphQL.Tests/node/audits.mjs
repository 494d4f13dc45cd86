// Runs the server audits of graphql-http against an address, with the token on standard input if there is one: one JSON object a line for each.
import { readFileSync } from 'node:fs';
import { serverAudits } from 'graphql-http';

const [url] = process.argv.slice(2);
const token = readFileSync(0, 'utf8').trim();
const fetchFn = (address, init) => fetch(address, token ? { ...init, headers: { ...init?.headers, authorization: `Bearer ${token}` } } : init);

for (const audit of serverAudits({ url, fetchFn })) {
  const { id, name, status, reason } = await audit.fn();
  console.log(JSON.stringify({ id, name, status, reason }));
}
