import { type Bench, measure } from '../benchLoad.ts'
import { call, HttpConnection, httpRequest, type Target } from '../httpConnection.ts'
import { figure, promise } from '../report.ts'

const agent = `agent-${process.pid}`

/**
 * While both servers are under load, writes on one and reads on the other, in turns: what one has acknowledged the other must read at
 * once, and what one has revoked the other must refuse at once.
 */
export async function keepPromises(first: Bench, second: Bench): Promise<void> {
  const [one, other] = [await HttpConnection.open(first.port), await HttpConnection.open(second.port)]
  const ends = [
    { target: first, connection: one },
    { target: second, connection: other },
  ] as const
  const { userId } = await call<{ userId: string }>(
    one,
    httpRequest(first, 'POST', '/management/v1/users/machine', { userName: agent, name: 'Agent' }),
  )
  let over = false
  const load = Promise.all(
    [first, second].map((bench) => measure({ ...bench, connections: 4 }, 'CreateSession, user check')),
  ).finally(() => {
    over = true
  })
  const lost: string[] = []
  let rounds = 0
  for (; !over; rounds++) {
    const [writer, reader] = rounds % 2 === 0 ? ends : ([ends[1], ends[0]] as const)
    lost.push(...(await turn(writer, reader, { agentId: userId, number: rounds })))
  }
  await load
  one.close()
  other.close()
  promise(
    rounds > 0 && lost.length === 0,
    `${figure(rounds * 4)} writes on one server were seen at once by the other, under load${lost.length === 0 ? '' : `, except ${lost.length}: ${lost[0]}`}`,
  )
}

interface End {
  readonly target: Target
  readonly connection: HttpConnection
}

async function turn(
  writer: End,
  reader: End,
  { agentId, number }: { readonly agentId: string; readonly number: number },
): Promise<readonly string[]> {
  const lost: string[] = []
  const write = <Reply>(method: string, path: string, body?: object) =>
    call<Reply>(writer.connection, httpRequest(writer.target, method, path, body))
  const expect = async (what: string, status: number, path: string, token = reader.target.token) => {
    const answer = await reader.connection.send(httpRequest({ ...reader.target, token }, 'GET', path))
    if (answer.status !== status) lost.push(`${what}: ${answer.status}`)
  }
  const username = `${agent}-${number}`
  const { userId } = await write<{ userId: string }>('POST', '/v2/users/human', {
    username,
    profile: { givenName: 'Ada', familyName: 'Lovelace' },
    email: { email: `${username}@bench.example`, isVerified: true },
  })
  await expect('a new person', 200, `/v2/users/${userId}`)
  const pat = await write<{ tokenId: string; token: string }>(
    'POST',
    `/management/v1/users/${agentId}/pats`,
    {},
  )
  await expect('a new token', 200, '/auth/v1/users/me', pat.token)
  await write('DELETE', `/management/v1/users/${agentId}/pats/${pat.tokenId}`)
  await expect('a removed token', 401, '/auth/v1/users/me', pat.token)
  await write('DELETE', `/v2/users/${userId}`)
  await expect('a removed person', 404, `/v2/users/${userId}`)
  return lost
}
