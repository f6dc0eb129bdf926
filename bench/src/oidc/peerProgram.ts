import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { MemoryAdapter } from './memoryAdapter.ts'
import { basic, type OidcSeed, pkce } from './oidcSeed.ts'

const redirectUri = 'https://app.example/callback'
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** The peer: `oidc-provider` with its adapter in memory, and a login that answers every request at once. */
function startPeer(port: number): Provider {
  const provider = new Provider(`http://localhost:${port}`, {
    clients: [
      client('machine', ['client_credentials']),
      client('api', []),
      {
        ...client('app', ['authorization_code', 'refresh_token']),
        redirect_uris: [redirectUri],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] },
    adapter: MemoryAdapter,
    cookies: { keys: [randomUUID()] },
    features: {
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: async () => true },
      revocation: { enabled: true },
      devInteractions: { enabled: false },
    },
    claims: { profile: ['name', 'given_name', 'family_name'], email: ['email', 'email_verified'] },
    findAccount: async (_, id) => ({
      accountId: id,
      claims: async () => ({
        sub: id,
        name: 'Ada Lovelace',
        given_name: 'Ada',
        family_name: 'Lovelace',
        email: 'ada@bench.example',
        email_verified: true,
      }),
    }),
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    ttl: {
      AccessToken: 43_200,
      ClientCredentials: 43_200,
      IdToken: 43_200,
      RefreshToken: 2_592_000,
      Session: 86_400,
      Grant: 86_400,
      Interaction: 3600,
      AuthorizationCode: 60,
    },
  })
  return provider
}

function client(id: string, grantTypes: readonly string[]) {
  return {
    client_id: id,
    client_secret: `${id}-secret`,
    grant_types: [...grantTypes],
    redirect_uris: [] as string[],
    response_types: [] as ('code' | 'none')[],
    token_endpoint_auth_method: 'client_secret_basic' as const,
  }
}

async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response)
  const accountId = 'ada'
  const grant = new provider.Grant({ accountId, clientId: String(params['client_id']) })
  grant.addOIDCScope('openid profile email offline_access')
  const grantId = await grant.save()
  await provider.interactionFinished(request, response, { login: { accountId }, consent: { grantId } })
}

/** Logs a person in; returns the cookies of the browser and the first tokens. */
async function seedOf(origin: string): Promise<OidcSeed> {
  const cookies = new Map<string, string>()
  const query = new URLSearchParams({
    client_id: 'app',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile email offline_access',
    prompt: 'consent',
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
  })
  let url = `${origin}/auth?${query}`
  while (url.startsWith(origin)) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const reply = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const set of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const location = reply.headers.get('location')
    if (location === null) throw new Error(`${url}: ${reply.status} ${await reply.text()}`)
    url = new URL(location, origin).href
  }
  const app = basic('app', 'app-secret')
  const exchanged = await fetch(`${origin}/token`, {
    method: 'POST',
    headers: { authorization: app },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: new URL(url).searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: pkce.verifier,
    }),
  })
  const tokens = (await exchanged.json()) as { access_token?: string; refresh_token?: string }
  if (!tokens.access_token || !tokens.refresh_token)
    throw new Error(`the peer refused: ${JSON.stringify(tokens)}`)
  return {
    paths: {
      authorize: '/auth',
      token: '/token',
      introspect: '/token/introspection',
      userinfo: '/me',
      discovery: '/.well-known/openid-configuration',
      keys: '/jwks',
    },
    machine: basic('machine', 'machine-secret'),
    api: basic('api', 'api-secret'),
    app,
    clientId: 'app',
    redirectUri,
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    session: undefined,
    loginToken: '',
  }
}

const server = createServer()
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address() as AddressInfo
  const provider = startPeer(port)
  const handle = provider.callback()
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/')) {
      interact(provider, request, response).catch((error) => response.writeHead(500).end(String(error)))
    } else handle(request, response)
  })
  const seeds: string[] = []
  for (let at = 0; at < Number(process.argv[2]); at++) {
    seeds.push(JSON.stringify(await seedOf(`http://localhost:${port}`)))
  }
  process.send?.({ port, seeds })
})
process.once('disconnect', () => process.exit())
