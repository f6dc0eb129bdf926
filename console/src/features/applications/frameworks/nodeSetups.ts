import { quoted, type Setup, type Snippet, type SnippetFacts } from './snippet.ts'

/** The provider as the libraries of Auth.js know it. */
const authJsProvider = ({ issuer, clientId }: SnippetFacts, secret: string) => `{
      id: 'sallyport',
      name: 'Sallyport',
      type: 'oidc',
      issuer: ${quoted(issuer)},
      clientId: ${quoted(clientId)},
      clientSecret: ${secret},
      checks: ['pkce', 'state', 'nonce'],
    }`

const environment = (...names: readonly string[]): Snippet => ({
  file: '.env',
  language: 'env',
  code: names.map((name) => `${name}=\n`).join(''),
})

/** Applications on a server in JavaScript or TypeScript. */
export const nodeSetups = {
  next: {
    install: 'npm install next-auth@beta',
    snippets: (facts) => [
      {
        file: 'auth.ts',
        language: 'ts',
        code: `import NextAuth from 'next-auth'

export const { handlers, auth, signIn, signOut } = NextAuth({
  providers: [
    ${authJsProvider(facts, 'process.env.CLIENT_SECRET')},
  ],
})
`,
      },
      {
        file: 'app/api/auth/[...nextauth]/route.ts',
        language: 'ts',
        code: `import { handlers } from '@/auth'

export const { GET, POST } = handlers
`,
      },
      environment('CLIENT_SECRET', 'AUTH_SECRET'),
    ],
  },
  nuxt: {
    install: 'npx nuxi module add nuxt-oidc-auth',
    snippets: ({ issuer, clientId, callback }) => [
      {
        file: 'nuxt.config.ts',
        language: 'ts',
        code: `export default defineNuxtConfig({
  modules: ['nuxt-oidc-auth'],
  oidc: {
    defaultProvider: 'oidc',
    middleware: { globalMiddlewareEnabled: true },
    providers: {
      oidc: {
        clientId: ${quoted(clientId)},
        clientSecret: '',
        redirectUri: ${quoted(callback)},
        authorizationUrl: ${quoted(`${issuer}/oauth/v2/authorize`)},
        tokenUrl: ${quoted(`${issuer}/oauth/v2/token`)},
        userInfoUrl: ${quoted(`${issuer}/oidc/v1/userinfo`)},
        logoutUrl: ${quoted(`${issuer}/oidc/v1/end_session`)},
        openIdConfiguration: ${quoted(`${issuer}/.well-known/openid-configuration`)},
        authenticationScheme: 'header',
        scope: ['openid', 'profile', 'email'],
        pkce: true,
        state: true,
        nonce: true,
      },
    },
  },
})
`,
      },
      environment(
        'NUXT_OIDC_PROVIDERS_OIDC_CLIENT_SECRET',
        'NUXT_OIDC_TOKEN_KEY',
        'NUXT_OIDC_SESSION_SECRET',
      ),
    ],
  },
  sveltekit: {
    install: 'npm install @auth/sveltekit',
    snippets: (facts) => [
      {
        file: 'src/auth.ts',
        language: 'ts',
        code: `import { SvelteKitAuth } from '@auth/sveltekit'
import { CLIENT_SECRET } from '$env/static/private'

export const { handle, signIn, signOut } = SvelteKitAuth({
  trustHost: true,
  providers: [
    ${authJsProvider(facts, 'CLIENT_SECRET')},
  ],
})
`,
      },
      { file: 'src/hooks.server.ts', language: 'ts', code: `export { handle } from './auth'\n` },
      environment('CLIENT_SECRET', 'AUTH_SECRET'),
    ],
  },
  astro: {
    install: 'npx astro add auth-astro',
    snippets: (facts) => [
      {
        file: 'auth.config.ts',
        language: 'ts',
        code: `import { defineConfig } from 'auth-astro'

export default defineConfig({
  providers: [
    ${authJsProvider(facts, 'import.meta.env.CLIENT_SECRET')},
  ],
})
`,
      },
      environment('CLIENT_SECRET', 'AUTH_SECRET'),
    ],
  },
  express: {
    install: 'npm install express express-openid-connect',
    snippets: ({ issuer, clientId, callback }) => [
      {
        file: 'server.mjs',
        language: 'js',
        code: `import express from 'express'
import { auth, requiresAuth } from 'express-openid-connect'

const app = express()
app.use(
  auth({
    issuerBaseURL: ${quoted(issuer)},
    baseURL: ${quoted(new URL(callback).origin)},
    clientID: ${quoted(clientId)},
    clientSecret: process.env.CLIENT_SECRET,
    secret: process.env.SESSION_SECRET,
    authRequired: false,
    authorizationParams: { response_type: 'code', scope: 'openid profile email' },
  }),
)
app.get('/', requiresAuth(), (request, response) => {
  response.send(\`Hello \${request.oidc.user.name}\`)
})
app.listen(3000)
`,
      },
      environment('CLIENT_SECRET', 'SESSION_SECRET'),
    ],
  },
  fastify: {
    install: 'npm install fastify @fastify/cookie @fastify/oauth2',
    snippets: ({ issuer, clientId, callback }) => [
      {
        file: 'server.mjs',
        language: 'js',
        code: `import cookie from '@fastify/cookie'
import oauth2 from '@fastify/oauth2'
import fastify from 'fastify'

const app = fastify()
await app.register(cookie)
await app.register(oauth2, {
  name: 'sallyport',
  discovery: { issuer: ${quoted(issuer)} },
  credentials: { client: { id: ${quoted(clientId)}, secret: process.env.CLIENT_SECRET } },
  scope: ['openid', 'profile', 'email'],
  startRedirectPath: '/login',
  callbackUri: ${quoted(callback)},
  pkce: 'S256',
})
app.get('/callback', async (request, reply) => {
  const { token } = await app.sallyport.getAccessTokenFromAuthorizationCodeFlow(request, reply)
  return app.sallyport.userinfo(token.access_token)
})
await app.listen({ port: 3000 })
`,
      },
      environment('CLIENT_SECRET'),
    ],
  },
  nest: {
    install: 'npm install @nestjs/passport passport openid-client express-session',
    snippets: ({ issuer, clientId, callback }) => [
      {
        file: 'src/oidc.strategy.ts',
        language: 'ts',
        code: `import { Injectable } from '@nestjs/common'
import { PassportStrategy } from '@nestjs/passport'
import * as client from 'openid-client'
import { Strategy } from 'openid-client/passport'

/** Await this before the module is made, and provide the strategy with it. */
export const discover = () =>
  client.discovery(new URL(${quoted(issuer)}), ${quoted(clientId)}, process.env.CLIENT_SECRET)

@Injectable()
export class OidcStrategy extends PassportStrategy(Strategy, 'oidc') {
  constructor(config: client.Configuration) {
    super({ config, scope: 'openid profile email', callbackURL: ${quoted(callback)} })
  }

  validate(tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers) {
    return tokens.claims()
  }
}
`,
      },
      environment('CLIENT_SECRET', 'SESSION_SECRET'),
    ],
  },
  hono: {
    install: 'npm install hono @hono/oidc-auth',
    snippets: ({ issuer, clientId, callback }) => [
      {
        file: 'src/index.ts',
        language: 'ts',
        code: `import { getAuth, oidcAuthMiddleware, processOAuthCallback, revokeSession } from '@hono/oidc-auth'
import { Hono } from 'hono'

const app = new Hono()
app.get('/callback', (c) => processOAuthCallback(c))
app.get('/logout', async (c) => {
  await revokeSession(c)
  return c.text('You are logged out.')
})
app.use('*', oidcAuthMiddleware())
app.get('/', async (c) => c.text(\`Hello \${(await getAuth(c))?.email}\`))

export default app
`,
      },
      {
        file: '.env',
        language: 'env',
        code: `OIDC_ISSUER=${issuer}
OIDC_CLIENT_ID=${clientId}
OIDC_CLIENT_SECRET=
OIDC_REDIRECT_URI=${callback}
OIDC_SCOPES=openid profile email
OIDC_AUTH_SECRET=
`,
      },
    ],
  },
  nodeApi: {
    install: 'npm install express',
    snippets: ({ issuer, clientId }) => [
      {
        file: 'server.mjs',
        language: 'js',
        code: `import express from 'express'

const credentials = [${quoted(clientId)}, process.env.CLIENT_SECRET].map(encodeURIComponent).join(':')

/** Asks the issuer about the token of each request. */
async function requireToken(request, response, next) {
  const [, token = ''] = /^Bearer (.+)$/.exec(request.get('authorization') ?? '') ?? []
  const reply = await fetch(${quoted(`${issuer}/oauth/v2/introspect`)}, {
    method: 'POST',
    headers: { authorization: \`Basic \${btoa(credentials)}\` },
    body: new URLSearchParams({ token }),
  })
  request.token = await reply.json()
  if (request.token.active) next()
  else response.status(401).set('www-authenticate', 'Bearer').end()
}

const app = express()
app.get('/api/hello', requireToken, (request, response) => {
  response.json({ hello: request.token.username ?? request.token.sub })
})
app.listen(3000)
`,
      },
      environment('CLIENT_SECRET'),
    ],
  },
} as const satisfies Record<string, Setup>
