// A web app whose login is an OpenID Provider: README, "Protect an app".
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import * as client from 'openid-client'

const { ISSUER = 'http://localhost:8080', API = 'http://localhost:3002', PORT = '3000' } = process.env
const { CLIENT_ID, CLIENT_SECRET } = process.env
const insecure = { execute: [client.allowInsecureRequests] } // this tour has no https
const provider = await client.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, insecure)
const home = `http://localhost:${PORT}`
const sessions = new Map() // by the value of the cookie: a login that is on its way, or the tokens

async function login(response, cookie) {
  const [expectedState, pkceCodeVerifier] = [client.randomState(), client.randomPKCECodeVerifier()]
  sessions.set(cookie, { login: { expectedState, pkceCodeVerifier } })
  const to = client.buildAuthorizationUrl(provider, {
    redirect_uri: `${home}/callback`,
    scope: 'openid profile email',
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  })
  const setCookie = `app=${cookie}; HttpOnly; SameSite=Lax; Path=/`
  response.writeHead(302, { location: to.href, 'set-cookie': setCookie }).end()
}

async function answer({ url, headers }, response) {
  const cookie = /\bapp=([\w-]{36})/.exec(headers.cookie ?? '')?.[1]
  const session = sessions.get(cookie)
  if (url.startsWith('/callback') && session?.login) {
    const tokens = await client.authorizationCodeGrant(provider, new URL(url, home), session.login)
    sessions.set(cookie, { tokens, claims: tokens.claims() })
    return response.writeHead(302, { location: '/' }).end()
  }
  if (!session?.tokens) return login(response, randomUUID())
  const {
    tokens: { access_token },
    claims,
  } = session
  const person = await client.fetchUserInfo(provider, access_token, claims.sub)
  const reply = await fetch(API, { headers: { authorization: `Bearer ${access_token}` } })
  response.end(
    `Hello ${person.name}. The API says: ${await reply.text()}${JSON.stringify(claims, null, 2)}\n`,
  )
}

createServer((request, response) => {
  answer(request, response).catch((error) => response.writeHead(400).end(`${error.message}\n`))
}).listen(PORT, 'localhost', () => console.log(`open ${home}`))
