// An API that asks the issuer about each token (RFC 7662), so that a removal counts from the next request on.
import { createServer } from 'node:http'

const { ISSUER = 'http://localhost:8080', CLIENT_ID, CLIENT_SECRET, PORT = '3002' } = process.env
const basic = `Basic ${btoa(`${CLIENT_ID}:${CLIENT_SECRET}`)}`

createServer(async (request, response) => {
  const token = request.headers.authorization?.match(/^Bearer (\S+)$/)?.[1] ?? ''
  const body = new URLSearchParams({ token })
  const reply = await fetch(`${ISSUER}/oauth/v2/introspect`, {
    method: 'POST',
    headers: { authorization: basic },
    body,
  })
  const { active, sub, username, ...claims } = await reply.json()
  if (!active) return response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end()
  const roles = Object.keys(claims['urn:zitadel:iam:org:project:roles'] ?? {})
  response.end(`${username ?? sub} may do: ${roles.join(', ') || 'nothing special'}\n`)
}).listen(PORT, 'localhost', () => console.log(`API at http://localhost:${PORT}`))
