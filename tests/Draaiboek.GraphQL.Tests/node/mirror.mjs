// The schema of Reference/MirrorSchema.cs, from the SDL that our engine exports, with resolvers that answer the same.
import { buildSchema } from 'graphql';

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
const colours = ['RED', 'GREEN', 'BLUE'];

const node = of => ({
  __typename: 'Node',
  id: `${of}`,
  name: ({ prefix }) => `${prefix}${of}`,
  number: of,
  parent: () => (of <= 1 ? null : node(Math.trunc(of / 2))),
  next: ({ step }) => (step == null ? null : node((of + step) % 50)),
  children: ({ count }) => Array.from({ length: clamp(count, 0, 3) }, (_, i) => node(of * 2 + i)),
  broken: () => {
    if (of % 2 === 0) {
      throw new Error('An even one.');
    }
    return 'whole';
  },
  strict: () => (of % 3 === 0 ? null : 'strict'),
  colour: colours[Math.abs(of) % 3],
  tags: of % 5 === 0 ? null : ['a', null, `t${of}`],
  grid: [[of, 1], null, []],
  lazy: async () => node(of + 1),
  doubtful: () => [node(of), node(of + 1), node(of + 2)],
});

const leaf = of => ({
  __typename: 'Leaf',
  id: `l${of}`,
  name: ({ prefix }) => `${prefix}-${of}`,
  weight: of / 2,
  parent: () => node(of),
  strict: 'leaf',
});

const stone = of => ({ __typename: 'Stone', text: `stone ${of}`, weight: of });

const text = value => `'${Array.from({ length: value.length }, (_, i) => {
  const code = value.charCodeAt(i);
  return code >= 0x20 && code <= 0x7e ? value[i] : `\\${code.toString(16)}.`;
}).join('')}'`;

const all = (...values) => values.join(';');
const plain = value => (value == null ? '-' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : `${value}`);
const quoted = value => (value == null ? '-' : text(value));
const list = (value, item) => (value == null ? '-' : `[${value.map(item).join(',')}]`);
const box = value => (value == null ? '-'
  : `<${all(plain(value.width), plain(value.height), plain(value.colour), box(value.inner), list(value.labels, quoted))}>`);
const choice = value => (value == null ? '-' : `(${all(quoted(value.id), box(value.box), plain(value.number))})`);

export const root = {
  node: ({ id }) => (id > 100 || id < -100 ? null : node(id)),
  nodes: ({ first }) => Array.from({ length: clamp(first ?? 0, 0, 4) }, (_, i) => node(i + 1)),
  holes: () => [node(1), null, node(3), node(6)],
  required: () => node(7),
  strict: () => [node(1), null],
  things: () => [node(2), leaf(5)],
  finds: () => [leaf(1), null, node(4), stone(3)],
  echo: a => all(plain(a.number), quoted(a.text), plain(a.flag), quoted(a.id), plain(a.colour), list(a.numbers, plain),
    list(a.matrix, row => list(row, plain)), box(a.box), choice(a.choice)),
  sum: ({ a, b }) => (a % 1000) + (b % 1000),
  must: a => all(quoted(a.text), box(a.box)),
  number: ({ value }) => value,
  colour: ({ colour }) => colour,
  fails: () => {
    throw new Error('It always does.');
  },
  late: async () => 'late',
  old: 1,
};

export const mirror = sdl => buildSchema(sdl);
