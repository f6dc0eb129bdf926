import { useEffect, useRef, useState } from 'react'
import { type TryReply, tryChannel } from '../../../session/tryCallback.ts'
import type { CheckedSignature } from './checkedSignature.ts'
import { checkSignature } from './signature.ts'
import {
  beginTrial,
  type Exchange,
  readUserinfo,
  redeem,
  revoke,
  type Tokens,
  type Trial,
  type TrialClient,
} from './trial.ts'
import { tryTexts as texts } from './tryTexts.ts'

/** How far a trial has come; tokens live in the memory of the page alone. */
export interface TrialState {
  readonly trial: Trial
  /** The query with which the login came back. */
  readonly answer?: string
  readonly problem?: string
  readonly token?: Exchange
  readonly tokens?: Tokens
  /** Of the ID token. */
  readonly signature?: CheckedSignature
  readonly userinfo?: Exchange
  readonly revoked?: Exchange
}

/** Runs a sign-in of an application in another window, and follows it. */
export function useTrial() {
  const [state, setState] = useState<TrialState>()
  const waiting = useRef<Trial>(undefined)
  useEffect(() => {
    const channel = new BroadcastChannel(tryChannel)
    channel.onmessage = ({ data }: MessageEvent<TryReply>) => {
      const trial = waiting.current
      if (trial === undefined || typeof data?.query !== 'string') return
      const answer = new URLSearchParams(data.query)
      // Answers of other trials in other tabs come here, too.
      if (answer.has('state') && answer.get('state') !== trial.state) return
      waiting.current = undefined
      void follow(trial, data.query, setState)
    }
    return () => channel.close()
  }, [])
  return {
    state,
    async start(client: TrialClient, wish: { readonly scope: string; readonly prompt: string }) {
      const trial = await beginTrial(client, wish)
      waiting.current = trial
      setState({ trial })
      // Without an opener the window gets no copy of this tab's storage, which holds the tokens of the console.
      window.open(trial.authorizeUrl, '_blank', 'popup,noopener,width=520,height=760')
    },
    async end() {
      if (state?.tokens === undefined) return
      const { access_token: access, refresh_token: refresh } = state.tokens
      const given = [refresh, access].filter((one) => one !== undefined)
      const replies = []
      for (const token of given) replies.push(await revoke(state.trial.client, token))
      const revoked = replies.find(({ status }) => status >= 400) ?? replies[0]
      if (revoked) setState({ ...state, revoked })
    },
  }
}

async function follow(trial: Trial, answer: string, show: (state: TrialState) => void): Promise<void> {
  const returned = new URLSearchParams(answer)
  const code = returned.get('code')
  if (returned.get('state') !== trial.state) return show({ trial, answer, problem: texts.stateWrong })
  if (code === null) {
    const problem = returned.get('error_description') ?? returned.get('error') ?? texts.noAnswer
    return show({ trial, answer, problem })
  }
  try {
    const token = await redeem(trial, code)
    const tokens = (token.status === 200 ? token.body : {}) as Tokens
    show({ trial, answer, token, tokens })
    const { access_token: access, id_token: identity } = tokens
    const signature = identity && { signature: await checkSignature(identity) }
    const userinfo = access && { userinfo: await readUserinfo(access) }
    show({ trial, answer, token, tokens, ...signature, ...userinfo })
  } catch (error) {
    show({ trial, answer, problem: error instanceof Error ? error.message : texts.noAnswer })
  }
}
