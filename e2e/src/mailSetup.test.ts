import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { startMailServer } from '../../server/src/features/notifications/testing/mailServer.ts'
import { testServer } from '../../server/src/testing/testServer.ts'

const [server, mail] = await Promise.all([testServer(), startMailServer('login')])
afterAll(mail.close)

test('the three commands of the README set mail up', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const blocks = [...readme.matchAll(/```sh\n([^`]*)```/g)].map(([, block = '']) => block)
  const api = blocks.find((block) => block.startsWith('api()'))?.replace('localhost:8080', server.url)
  const commands = blocks
    .find((block) => block.includes('/admin/v1/email/smtp'))
    ?.replace('smtp.example.com:587', mail.host)
    .replace('"tls":true', '"tls":false')
    .replace('"password":"…"', '"password":"mail-password"')
  const script = `${api}\n${commands}`.replace('$(cat .sallyport/admin.pat)', '$TOKEN')
  const { stdout } = await promisify(execFile)('bash', ['-euc', script], {
    env: { ...process.env, TOKEN: server.adminToken },
  })
  expect(stdout).not.toContain('"code"')
  expect(mail.logins).toEqual(['login:mail-password'])
  expect(mail.mails).toMatchObject([{ to: ['you@example.com'], subject: 'Test message' }])
})
