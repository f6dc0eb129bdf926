import { Button, Stack, Title } from '@mantine/core'
import { ProblemNotice } from './ProblemNotice.tsx'
import { kitTexts } from './texts.ts'

/** A page that cannot be shown, with the reason. */
export function ProblemPage({ error, retry }: { readonly error: unknown; retry?(): void }) {
  return (
    <Stack align="flex-start" p="md">
      <Title order={1} size="h3">
        {kitTexts.problem.pageTitle}
      </Title>
      <ProblemNotice error={error} />
      {retry && <Button onClick={retry}>{kitTexts.problem.again}</Button>}
    </Stack>
  )
}
