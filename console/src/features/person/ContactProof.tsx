import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { ContactLine } from './ContactLine.tsx'
import { EnterCode } from './EnterCode.tsx'
import { texts } from './texts.ts'

interface ContactWords {
  readonly title: string
  readonly send: string
  readonly sent: string
}

/** An address or number with its state; callers who may write send the code that proves it, and enter it. */
export function ContactProof({
  words,
  value,
  isVerified,
  canWrite,
  send,
  verify,
}: {
  readonly words: ContactWords
  readonly value: string
  readonly isVerified: boolean
  readonly canWrite: boolean
  send(): Promise<unknown>
  verify(code: string): Promise<unknown>
}) {
  const [isSending, setSending] = useState(false)
  const [isEntering, setEntering] = useState(false)
  const sendCode = async () => {
    setSending(true)
    await send().then(() => notifyDone(words.sent), notifyProblem)
    setSending(false)
  }
  return (
    <>
      <ContactLine value={value} isVerified={isVerified} />
      {canWrite && value !== '' && !isVerified && (
        <Group gap="xs">
          <Button size="xs" loading={isSending} onClick={() => void sendCode()}>
            {words.send}
          </Button>
          <Button size="xs" variant="default" onClick={() => setEntering(true)}>
            {texts.codes.enter}
          </Button>
        </Group>
      )}
      {isEntering && <EnterCode title={words.title} verify={verify} close={() => setEntering(false)} />}
    </>
  )
}
