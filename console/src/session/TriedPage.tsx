import { Stack, Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import { texts } from './texts.ts'
import { type TryReply, tryChannel } from './tryCallback.ts'

/** Hands the answer of a sign-in that was tried out to the page that waits for it; needs no login of the console. */
export function TriedPage() {
  useEffect(() => {
    const reply: TryReply = { query: location.search }
    if (reply.query === '') return
    history.replaceState(null, '', location.pathname)
    const channel = new BroadcastChannel(tryChannel)
    channel.postMessage(reply)
    channel.close()
    close()
  }, [])
  return (
    <Stack component="main" p="xl" maw={480} m="0 auto">
      <Title order={1} size="h2">
        {texts.tried.title}
      </Title>
      <Text>{texts.tried.text}</Text>
    </Stack>
  )
}
