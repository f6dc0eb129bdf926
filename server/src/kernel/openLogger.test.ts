import { expect, test } from 'vitest'
import { openLogger } from './openLogger.ts'

function logged(error: unknown): string {
  const lines: string[] = []
  openLogger('debug', { write: (line) => void lines.push(line) }).error({ err: error }, 'failed')
  return lines.join('')
}

const databaseError = Object.assign(
  new Error('duplicate key value violates unique constraint "users_name"'),
  {
    name: 'DatabaseError',
    code: '23505',
    constraint: 'users_name',
    detail: 'Key (instance_id, lower(username))=(1, ada@mail.test) already exists.',
    where: 'SQL statement "insert into users values (\'ada@mail.test\')"',
    parameters: ['ada@mail.test'],
  },
)

test('keeps personal data of database errors out of the log, also in causes', () => {
  const line = logged(new Error('the append failed', { cause: databaseError }))
  expect(line).not.toMatch(/ada|insert into/)
  expect(JSON.parse(line).err).toMatchObject({
    type: 'Error',
    message: 'the append failed',
    stack: expect.stringMatching(/openLogger\.test/),
    cause: { type: 'DatabaseError', code: '23505', constraint: 'users_name' },
  })
})

test('keeps values out of data exceptions', () => {
  const error = Object.assign(new Error('invalid input syntax for type uuid: "ada"'), { code: '22P02' })
  expect(logged(error)).not.toContain('ada')
})

test('keeps recipients out of the errors of mail servers', () => {
  const refused = Object.assign(new Error('550 5.1.1 <ada@mail.test>: unknown'), {
    code: 'EENVELOPE',
    responseCode: 550,
    rejected: ['ada@mail.test'],
  })
  const line = logged(new AggregateError([refused], 'nothing was sent'))
  expect(line).not.toContain('ada')
  expect(JSON.parse(line).err.errors).toMatchObject([{ code: 'EENVELOPE', responseCode: 550 }])
})

test('logs anything that is thrown without its value', () => {
  for (const thrown of ['ada@mail.test', { name: 'ada' }, undefined, null]) {
    expect(logged(thrown)).not.toContain('ada')
  }
})
