import { Button } from '@mantine/core'
import { useState } from 'react'
import { labelled } from '../language/language.ts'
import { Confirm } from './Confirm.tsx'

/** A button that asks once and then ends or removes the thing beside it. */
export function EndButton({
  text,
  name,
  question,
  act,
}: {
  readonly text: string
  /** Which thing, for assistive technology. */
  readonly name: string
  readonly question: string
  act(): Promise<unknown>
}) {
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button
        size="xs"
        variant="subtle"
        color="red"
        aria-label={labelled(text, name)}
        onClick={() => setAsking(true)}
      >
        {text}
      </Button>
      {isAsking && (
        <Confirm
          title={labelled(text, name)}
          text={question}
          submitText={text}
          danger
          act={act}
          close={() => setAsking(false)}
        />
      )}
    </>
  )
}
