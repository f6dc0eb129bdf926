import { DomainError } from '../../kernel/refusal.ts'
import { limited } from '../pages/limited.ts'
import type { Act } from '../pages/page.ts'
import type { PageContext } from '../pages/pageContext.ts'
import { beginAfterRegistration } from './beginAfterRegistration.ts'
import { formProblems, personProblem, type RegistrationWay } from './personFields.ts'
import type { Registration } from './registration.ts'

/** Creates the person of a complete form and returns their id; throws what the person must correct. */
export type CreatePerson = (
  context: PageContext,
  form: URLSearchParams,
  way: RegistrationWay,
) => Promise<string>

/**
 * Returns the acts of a page with `personFields`, one for each way to log in: the new person is logged in, or mailed. If the registration
 * is closed by now, the page says so.
 */
export function registrationActs(
  readOpen: (context: PageContext) => Promise<Registration>,
  createPerson: CreatePerson,
): Readonly<Record<'submit' | 'passkey', Act>> {
  const by = (way: RegistrationWay): Act =>
    limited(
      'registration',
      async (context, form) => {
        const { kind } = await readOpen(context)
        if (kind === 'closed') return { kind: 'again', problems: [] }
        const problems = formProblems(context, form, way)
        if (problems.length > 0) return { kind: 'again', problems }
        try {
          const userId = await createPerson(context, form, way)
          return await beginAfterRegistration(context, { userId, way, password: form.get('password') ?? '' })
        } catch (error) {
          if (!(error instanceof DomainError)) throw error
          return { kind: 'again', problems: [personProblem(context, error.refusal, form)] }
        }
      },
      (_, form) => form.get('email') ?? undefined,
    )
  return { submit: by('password'), passkey: by('passkey') }
}
