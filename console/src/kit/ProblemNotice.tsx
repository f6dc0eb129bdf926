import { Alert, Button, Code, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf } from '../api/problem.ts'
import { labelled } from '../language/language.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { notifyProblem } from './notify.ts'
import { kitTexts } from './texts.ts'

/** The refusal of an act without the reason that the instance demands; its own words are for programs. */
const reasonRequired = 'auth.reason_required'

/** Says what went wrong, its id, which the words of the API end with, and what to do. */
export function ProblemNotice({ error }: { readonly error: unknown }) {
  const { message, id, kind } = problemOf(error)
  const { logInAgain } = useSession()
  const client = useQueryClient()
  /** The problem that a login has solved since. */
  const [solved, setSolved] = useState<unknown>()
  const logIn = async () => {
    try {
      await logInAgain()
      setSolved(error)
    } catch (failure) {
      notifyProblem(failure)
    }
    await client.invalidateQueries()
  }
  return (
    <Alert variant="light" color="red" role="alert" title={kitTexts.problem.titles[kind]}>
      <Text size="sm" c="var(--ink)">
        {id === reasonRequired ? kitTexts.reason.required : message.replace(` (${id})`, '')}
      </Text>
      {kind === 'missing_right' && (
        <Text size="sm" c="var(--ink)">
          {kitTexts.problem.whoGives}
        </Text>
      )}
      {kind === 'stale_login' &&
        (solved === error ? (
          <Text size="sm" c="var(--ink)" role="status">
            {kitTexts.problem.loggedIn}
          </Text>
        ) : (
          <Button size="xs" mt="xs" onClick={() => void logIn()}>
            {kitTexts.problem.logInAgain}
          </Button>
        ))}
      {id && (
        <Text size="xs" c="var(--ink)" mt={4}>
          {labelled(kitTexts.problem.id, '')}
          <Code>{id}</Code>
        </Text>
      )}
    </Alert>
  )
}
