import { Stack, Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import { texts } from './texts.ts'
import type { TryReply } from './tryCallback.ts'

/** Hands the answer of a login in a window of its own to the page that waits for it; needs no login of the console. */
export function TriedPage({ channel: name }: { readonly channel: string }) {
  useEffect(() => {
    const reply: TryReply = { query: location.search }
    if (reply.query === '') return
    history.replaceState(null, '', location.pathname)
    const channel = new BroadcastChannel(name)
    channel.postMessage(reply)
    channel.close()
    close()
  }, [name])
  return (
    <Stack component="main" p="xl" maw={480} m="0 auto">
      <Title order={1} size="h2">
        {texts.tried.title}
      </Title>
      <Text>{texts.tried.text}</Text>
    </Stack>
  )
}
