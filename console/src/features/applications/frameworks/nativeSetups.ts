import { quoted, type Setup } from './snippet.ts'

/** Applications on the device of their user. */
export const nativeSetups = {
  reactNative: {
    install: 'npm install react-native-app-auth',
    snippets: ({ issuer, clientId, callback }) => [
      {
        file: 'src/auth.ts',
        language: 'ts',
        code: `import { authorize, refresh } from 'react-native-app-auth'

const config = {
  issuer: ${quoted(issuer)},
  clientId: ${quoted(clientId)},
  redirectUrl: ${quoted(callback)},
  scopes: ['openid', 'profile', 'email', 'offline_access'],
}

export const logIn = () => authorize(config)
export const renew = (refreshToken: string) => refresh(config, { refreshToken })
`,
      },
    ],
  },
  expo: {
    install: 'npx expo install expo-auth-session expo-web-browser expo-crypto',
    snippets: ({ issuer, clientId, callback }) => [
      {
        file: 'app/login.tsx',
        language: 'tsx',
        code: `import { exchangeCodeAsync, useAuthRequest, useAutoDiscovery } from 'expo-auth-session'
import { useEffect } from 'react'
import { Button } from 'react-native'

const clientId = ${quoted(clientId)}
const redirectUri = ${quoted(callback)}

export default function Login() {
  const discovery = useAutoDiscovery(${quoted(issuer)})
  const [request, response, prompt] = useAuthRequest(
    { clientId, redirectUri, scopes: ['openid', 'profile', 'email', 'offline_access'] },
    discovery,
  )
  useEffect(() => {
    if (response?.type !== 'success' || !discovery || !request?.codeVerifier) return
    void exchangeCodeAsync(
      {
        clientId,
        redirectUri,
        code: response.params.code,
        extraParams: { code_verifier: request.codeVerifier },
      },
      discovery,
    )
  }, [response, discovery, request])
  return <Button title="Log in" disabled={!request} onPress={() => void prompt()} />
}
`,
      },
    ],
  },
  electron: {
    install: 'npm install openid-client',
    snippets: ({ issuer, clientId, callback }) => [
      {
        file: 'login.mjs',
        language: 'js',
        code: `import { once } from 'node:events'
import { createServer } from 'node:http'
import { shell } from 'electron'
import * as client from 'openid-client'

const redirectUri = new URL(${quoted(callback)})

/** Logs in by the browser of the system, which comes back to this device (RFC 8252 §7.3). */
export async function logIn() {
  const config = await client.discovery(
    new URL(${quoted(issuer)}),
    ${quoted(clientId)},
    undefined,
    client.None(),
  )
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const expectedState = client.randomState()
  const server = createServer().listen(redirectUri.port, redirectUri.hostname)
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri.href,
    scope: 'openid profile email offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
  })
  await shell.openExternal(address.href)
  const [request, response] = await once(server, 'request')
  response.end('You can close this window.')
  server.close()
  return client.authorizationCodeGrant(config, new URL(request.url, redirectUri), {
    pkceCodeVerifier,
    expectedState,
  })
}
`,
      },
    ],
  },
  device: {
    install: 'npm install openid-client',
    snippets: ({ issuer, clientId }) => [
      {
        file: 'login.mjs',
        language: 'js',
        code: `import * as client from 'openid-client'

const config = await client.discovery(
  new URL(${quoted(issuer)}),
  ${quoted(clientId)},
  undefined,
  client.None(),
)
const started = await client.initiateDeviceAuthorization(config, { scope: 'openid profile email' })
console.log(\`Open \${started.verification_uri} and enter \${started.user_code}\`)
const tokens = await client.pollDeviceAuthorizationGrant(config, started)
console.log(\`Hello \${tokens.claims()?.sub}\`)
`,
      },
    ],
  },
} as const satisfies Record<string, Setup>
