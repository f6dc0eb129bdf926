import { spawnSync } from 'node:child_process'
import { makeDataDir, readToken, startServerProcess } from '../e2e/src/serverProcess.ts'

/**
 * Sends generated requests for every operation of the OpenAPI documents to a fresh server, with the administrator's token, and
 * fails for a reply that is a server error or is not as documented. Arguments are groups such as `user.v2`; the rest after `--`
 * goes to schemathesis. Needs schemathesis 4 (`pip install schemathesis`) on the path, or named by SCHEMATHESIS.
 */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
]
const given = process.argv.slice(2)
const at = given.indexOf('--')
const groups = at < 0 ? given : given.slice(0, at)
const more = at < 0 ? [] : given.slice(at + 1)
const program = process.env['SCHEMATHESIS'] ?? 'schemathesis'

const server = await startServerProcess({ dataDir: makeDataDir() })
try {
  const token = readToken(server.dataDir)
  const names = groups.length > 0 ? groups.map((group) => `openapi/${group}.json`) : ['openapi.json']
  for (const name of names) {
    const { status, error } = spawnSync(
      program,
      [
        '--config-file',
        'scripts/schemathesis.toml',
        'run',
        `${server.url}/${name}`,
        '--header',
        `Authorization: Bearer ${token}`,
        '--checks',
        checks.join(','),
        // Calls that end the token or the instance would leave the rest without meaning.
        '--exclude-operation-id-regex',
        'RemoveInstance|DeleteInstance|RemovePersonalAccessToken|DeactivateUser|LockUser|DeleteUser|RemoveUser|DeactivateOrg|RemoveOrg|RemoveMyUser',
        '--phases',
        'examples,coverage,fuzzing',
        '--wait-for-schema',
        '30',
        '--max-examples',
        '5',
        '--seed',
        '1',
        ...more,
      ],
      { stdio: 'inherit' },
    )
    if (error !== undefined)
      throw new Error(`${program} does not start; install it: pip install schemathesis`)
    if (status !== 0) process.exitCode = 1
  }
} finally {
  await server.stop()
}
