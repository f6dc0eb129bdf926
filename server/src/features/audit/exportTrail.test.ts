import { expect, test } from 'vitest'
import { exported } from './exportTrail.ts'
import type { TrailEvent } from './readTrail.ts'

const event: TrailEvent = {
  instance_id: 'i',
  stream_type: 'user',
  stream_id: 'u1',
  sequence: 1,
  type: 'user.human.added',
  created_at: '2026-01-01T00:00:00.000Z',
  creator: '=cmd()',
  owner: 'o1',
  payload: { name: 'a "b", c' },
  revision: 1,
  hash: Buffer.alloc(0),
  previous_hash: null,
  position: '7',
  xact: '9',
  actor_name: '@sum\r\n"x"',
  hash_standing: 'keyed',
  seal: null,
}

test('a text that a spreadsheet would take for a formula begins with an apostrophe, and quotes are doubled', () => {
  expect(exported('csv', [event], false)).toBe(
    `7,2026-01-01T00:00:00.000Z,user.human.added,user,u1,1,o1,'=cmd(),"'@sum\r\n""x""","{""name"":""a \\""b\\"", c""}",keyed,\r\n`,
  )
})

test.each(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'])(
  'a text that begins with %j is no formula',
  (first) => {
    const [, actor] = /,o1,"?(.)/.exec(exported('csv', [{ ...event, creator: `${first}1+1` }], false)) ?? []
    expect(actor).toBe("'")
  },
)

test('a file has its header once', () => {
  expect(exported('csv', [], true)).toMatch(/^position,at,/)
  expect(exported('jsonl', [event, event], true).trimEnd().split('\n')).toHaveLength(2)
})
