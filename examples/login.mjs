// The smallest login of one's own: it checks a password and hands the session to the authorization request.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const { ISSUER = 'http://localhost:8080', TOKEN = '.sallyport/login-client.pat', PORT = '3001' } = process.env
const token = readFileSync(TOKEN, 'utf8').trim()

async function call(path, body) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const reply = await fetch(ISSUER + path, { method: 'POST', headers, body: JSON.stringify(body) })
  const json = await reply.json()
  if (!reply.ok) throw new Error(json.message)
  return json
}

const page = (message = '') => `<!doctype html><title>Log in</title><form method="post">
  <p>${message.replaceAll('<', '&lt;')}<p><input name="loginName" placeholder="login name" autofocus>
  <input name="password" type="password" placeholder="password"> <button>Log in</button></form>`

createServer(async (request, response) => {
  const send = (text) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(text)
  if (request.method !== 'POST') return send(page())
  const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString())
  const id = new URL(request.url, ISSUER).searchParams.get('authRequest')
  try {
    const user = { loginName: form.get('loginName') }
    const session = await call('/v2/sessions', {
      checks: { user, password: { password: form.get('password') } },
    })
    const { callbackUrl } = await call(`/v2/oidc/auth_requests/${encodeURIComponent(id)}`, { session })
    response.writeHead(303, { location: callbackUrl }).end()
  } catch (error) {
    send(page(error.message))
  }
}).listen(PORT, 'localhost', () => console.log(`login at http://localhost:${PORT}/login`))
