import { figure, say } from '../report.ts'
import type { ScaledBuild } from './openScale.ts'

/** Tries the removal of a factor from the policy of the instance without doing it, and prints its time and findings. */
export async function tryPolicy({ bench, size }: ScaledBuild): Promise<void> {
  const begun = performance.now()
  const reply = await fetch(
    `http://localhost:${bench.port}/admin/v1/policies/login/second_factors/SECOND_FACTOR_TYPE_OTP_EMAIL`,
    { method: 'DELETE', headers: { authorization: `Bearer ${bench.token}`, 'x-sallyport-dry-run': 'true' } },
  )
  const milliseconds = performance.now() - begun
  if (!reply.ok) throw new Error(`the dry run failed: ${reply.status} ${await reply.text()}`)
  const people = figure(Math.round(size.people * size.first))
  say(
    `      dry run of a policy over ${people} people: ${figure(milliseconds)} ms; ${reply.headers.get('x-sallyport-dry-run')}`,
  )
}
