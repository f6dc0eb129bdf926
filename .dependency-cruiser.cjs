// Imports run only downwards: main > http, protocols > features > access, eventlog > contract, config, database > kernel.
const above = {
  kernel: 'config|contract|database|eventlog|access|features|http|protocols|testing',
  config: 'contract|database|eventlog|access|features|http|protocols|testing',
  contract: 'config|database|eventlog|access|features|http|protocols|testing',
  database: 'config|contract|eventlog|access|features|http|protocols|testing',
  eventlog: 'config|contract|access|features|http|protocols|testing',
  access: 'features|http|protocols|testing',
  features: 'http|protocols|testing',
  http: 'access|features|protocols|testing|eventlog|database',
}
// Tests, and what only they use: `…World.ts` beside them, folders named `testing`.
const test = '\\.test\\.ts$|World\\.ts$|/testing/'

module.exports = {
  forbidden: [
    ...Object.entries(above).map(([layer, forbidden]) => ({
      name: `${layer}-imports-upwards`,
      severity: 'error',
      from: { path: `^server/src/${layer}/`, pathNot: test },
      to: { path: `^server/src/(${forbidden})/` },
    })),
    {
      name: 'only-main-sees-every-layer',
      severity: 'error',
      from: { path: '^server/src/[a-z-]+/', pathNot: test },
      to: { path: '^server/src/[^/]+\\.ts$' },
    },
    {
      name: 'features-meet-at-the-door',
      severity: 'error',
      from: { path: '^server/src/features/([^/]+)/', pathNot: test },
      // Definitions of events import no other feature, so importing them makes no cycle.
      to: {
        path: '^server/src/features/[^/]+/',
        pathNot: '^server/src/features/($1/|[^/]+/(index|events)\\.ts$)',
      },
    },
    {
      name: 'nobody-imports-its-own-door',
      severity: 'error',
      from: { path: '^server/src/features/([^/]+)/', pathNot: test },
      to: { path: '^server/src/features/$1/index\\.ts$' },
    },
    {
      name: 'decisions-are-pure',
      severity: 'error',
      from: { path: '^server/src/features/[^/]+/(commands/|events\\.ts$)', pathNot: test },
      to: {
        path: '^server/src/(access/(?!factorKinds)|(config|contract|database|eventlog|http)/)|^node_modules/(pg|kysely|@zitadel|fastify)|^(node:)?(fs|net|http)$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      // Types vanish before anything runs; a state and its rows may name each other's.
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-test-imports',
      severity: 'error',
      from: { pathNot: `${test}|^e2e/|^bench/` },
      to: { path: test },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
