const { readdirSync } = require('node:fs')

// Imports run only downwards: main > protocols, web > features > access, eventlog, jobs > contract, outbound, database > kernel;
// http and config stand beside the others. Each layer lists the layers that it must not import.
const upper = 'access|features|http|protocols|web|testing'
const above = {
  kernel: `config|contract|outbound|database|eventlog|jobs|${upper}`,
  config: `contract|outbound|database|eventlog|jobs|${upper}`,
  contract: `config|outbound|database|eventlog|jobs|${upper}`,
  outbound: `contract|database|eventlog|jobs|${upper}`,
  database: `config|contract|outbound|eventlog|jobs|${upper}`,
  eventlog: `config|contract|outbound|jobs|${upper}`,
  jobs: `config|contract|outbound|eventlog|${upper}`,
  access: 'jobs|features|http|protocols|web|testing',
  features: 'http|protocols|web|testing',
  protocols: 'http|web|testing',
  web: 'http|protocols|testing',
  http: 'access|outbound|database|eventlog|jobs|features|protocols|web|testing',
}
// The features that each feature sees through their `index.ts`. A feature may name only features listed before it, so there is
// no cycle. Definitions of events (`events.ts`) are open to all, because they import no other feature.
const doors = {
  'system-users': [],
  settings: [],
  'feature-flags': [],
  users: [],
  'web-keys': ['settings'],
  'custom-texts': ['settings'],
  'identity-providers': ['users'],
  'login-policies': ['settings'],
  'login-texts': ['custom-texts'],
  'machine-credentials': ['settings', 'users'],
  memberships: ['users'],
  'proof-of-possession': [],
  passkeys: ['proof-of-possession', 'settings', 'users'],
  passwords: ['settings', 'users'],
  'second-factors': ['settings', 'users'],
  assets: [],
  'rate-limits': [],
  'one-time-codes': ['second-factors', 'settings', 'users'],
  totp: ['second-factors', 'users'],
  'recovery-codes': ['one-time-codes', 'passkeys', 'passwords', 'second-factors', 'totp', 'users'],
  sessions: [
    'login-policies',
    'memberships',
    'passkeys',
    'passwords',
    'recovery-codes',
    'second-factors',
    'users',
  ],
  audit: ['sessions', 'users'],
  'log-targets': ['audit'],
  accounts: [
    'audit',
    'login-policies',
    'passkeys',
    'passwords',
    'recovery-codes',
    'sessions',
    'settings',
    'totp',
    'users',
  ],
  assurance: ['login-policies', 'second-factors', 'sessions', 'users'],
  notifications: [
    'custom-texts',
    'feature-flags',
    'one-time-codes',
    'passkeys',
    'passwords',
    'recovery-codes',
    'sessions',
    'settings',
    'users',
  ],
  organizations: ['accounts', 'login-policies', 'memberships', 'settings', 'users'],
  projects: ['audit', 'memberships', 'organizations', 'users'],
  authorizations: ['accounts', 'organizations', 'projects', 'users'],
  browsers: ['sessions', 'users'],
  applications: ['audit', 'authorizations', 'machine-credentials', 'projects', 'settings'],
  'auth-requests': ['applications', 'authorizations', 'projects', 'sessions', 'users'],
  'device-authorizations': ['applications', 'authorizations', 'rate-limits', 'sessions'],
  'login-flow': [
    'applications',
    'assurance',
    'auth-requests',
    'authorizations',
    'device-authorizations',
    'login-policies',
    'notifications',
    'passkeys',
    'sessions',
    'settings',
    'users',
  ],
  'oidc-sessions': [
    'applications',
    'authorizations',
    'login-policies',
    'machine-credentials',
    'memberships',
    'proof-of-possession',
    'sessions',
    'settings',
    'web-keys',
  ],
  search: ['accounts', 'organizations', 'projects', 'users'],
  'user-directory': ['accounts'],
  'login-explanation': ['login-flow', 'sessions', 'settings', 'users'],
  overview: ['login-policies', 'projects', 'sessions', 'users'],
  'user-access': ['oidc-sessions', 'sessions', 'users'],
  logout: ['applications', 'web-keys'],
  instances: [
    'accounts',
    'applications',
    'feature-flags',
    'login-policies',
    'machine-credentials',
    'memberships',
    'organizations',
    'projects',
    'settings',
    'users',
    'web-keys',
  ],
}
const listed = Object.keys(doors)
for (const [feature, seen] of Object.entries(doors)) {
  const late = seen.find((name) => !listed.slice(0, listed.indexOf(feature)).includes(name))
  if (late) throw new Error(`.dependency-cruiser.cjs: list ${late} before ${feature}, which sees it`)
}
// The console's layers, likewise: main, router, areas > features > routes > shell > system > kit > api > session > language. Texts of
// other languages stand above all, as their shape is that of the English ones; only `language` loads them.
const consoleUpper = 'shell|features|translations'
const consoleAbove = {
  language: 'session|api|kit|system|shell|features',
  session: `api|kit|system|${consoleUpper}`,
  api: `kit|system|${consoleUpper}`,
  kit: `system|${consoleUpper}`,
  system: consoleUpper,
  shell: 'features|translations',
  features: 'system|shell|translations',
}
// The contract's files that `npm run contract:build` generates; those of the published package are older.
const ourFiles = readdirSync(`${__dirname}/contract/gen`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('_pb.js'))
  .map((file) => file.replaceAll('\\', '/').replace(/\.js$/, ''))
// Tests, and folders named `testing`, which only tests use.
const test = '\\.test\\.ts$|/testing/'

module.exports = {
  forbidden: [
    ...Object.entries(above).map(([layer, forbidden]) => ({
      name: `${layer}-imports-upwards`,
      severity: 'error',
      from: { path: `^server/src/${layer}/`, pathNot: test },
      to: { path: `^server/src/(${forbidden})/` },
    })),
    {
      // `fetch` is refused by biome.json. `database` picks a port for PostgreSQL, sessions parse the address of a user agent.
      name: 'one-way-out',
      severity: 'error',
      from: {
        path: '^server/src/',
        pathNot: `${test}|^server/src/(http|outbound|database)/|/sessions/rpc/decode\\.ts$`,
      },
      to: {
        path: '^(node:)?(net|tls|http|https|http2|dgram)$|^node_modules/undici',
        dependencyTypesNot: ['type-only'],
      },
    },
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
      to: {
        path: '^server/src/features/[^/]+/',
        pathNot: '^server/src/features/($1/|[^/]+/(index|events)\\.ts$)',
      },
    },
    ...listed.map((feature) => ({
      name: `${feature}-sees-an-unlisted-feature`,
      severity: 'error',
      from: { path: `^server/src/features/${feature}/`, pathNot: test },
      to: {
        path: '^server/src/features/[^/]+/index\\.ts$',
        pathNot: `^server/src/features/(${[feature, ...doors[feature]].join('|')})/`,
      },
    })),
    {
      name: 'events-import-no-other-feature',
      severity: 'error',
      from: { path: '^server/src/features/([^/]+)/events\\.ts$' },
      to: { path: '^server/src/features/[^/]+/', pathNot: '^server/src/features/$1/' },
    },
    {
      name: 'features-are-listed',
      severity: 'error',
      from: {
        path: '^server/src/features/[^/]+/',
        pathNot: `${test}|^server/src/features/(${listed.join('|')})/`,
      },
      to: { path: '^server/src/features/[^/]+/index\\.ts$' },
    },
    {
      name: 'protocols-and-web-come-by-the-door',
      severity: 'error',
      from: { path: '^server/src/(protocols|web)/', pathNot: test },
      to: { path: '^server/src/features/[^/]+/', pathNot: '^server/src/features/[^/]+/index\\.ts$' },
    },
    {
      name: 'protocols-do-not-import-each-other',
      severity: 'error',
      from: { path: '^server/src/protocols/([^/]+)/', pathNot: test },
      to: { path: '^server/src/protocols/[^/]+/', pathNot: '^server/src/protocols/$1/' },
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
        path: '^server/src/(access/(?!factorKinds)|(config|contract|outbound|database|eventlog|jobs|http)/)|^node_modules/(pg|@zitadel|fastify)|^contract/gen/|^(node:)?(fs|net|http)$',
        dependencyTypesNot: ['type-only'],
      },
    },
    ...Object.entries(consoleAbove).map(([layer, forbidden]) => ({
      name: `console-${layer}-imports-upwards`,
      severity: 'error',
      from: { path: `^console/src/${layer}/` },
      to: { path: `^console/src/(${forbidden})/` },
    })),
    {
      name: 'console-areas-do-not-import-each-other',
      severity: 'error',
      from: { path: '^console/src/features/([^/]+)/' },
      to: { path: '^console/src/features/[^/]+/', pathNot: '^console/src/features/$1/' },
    },
    {
      // The door of an area has its routes, and so names the one above them.
      name: 'only-main-sees-every-area',
      severity: 'error',
      from: { path: '^console/src/[^/]+/' },
      to: { path: '^console/src/[^/]+\\.tsx?$', pathNot: '^console/src/(root|settings)Route\\.ts$' },
    },
    {
      name: 'console-routes-are-for-doors',
      severity: 'error',
      from: { path: '^console/src/[^/]+/', pathNot: '^console/src/features/[^/]+/index\\.ts$' },
      to: { path: '^console/src/(root|settings)Route\\.ts$' },
    },
    {
      // Texts of the login are shown beside those that replace them, colours are judged by the rule of its pages, and its languages are the console's.
      name: 'console-takes-texts-from-the-server',
      severity: 'error',
      from: { path: '^console/src/' },
      to: {
        path: '^server/src/',
        pathNot:
          '^server/src/((web|features/login-texts)/texts/|web/kit/contrast\\.ts$|kernel/text/productLanguages\\.ts$)',
      },
    },
    {
      name: 'newer-files-come-from-our-contract',
      severity: 'error',
      from: { path: '^(server|console)/src/' },
      to: { path: `^node_modules/@zitadel/proto/(es|types)/(${ourFiles.join('|')})\\.(js|d\\.ts)$` },
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
    doNotFollow: { path: 'node_modules|^contract/gen/' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js'],
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
}
