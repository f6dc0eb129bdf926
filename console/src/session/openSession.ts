import {
  ErrorResponse,
  type INavigator,
  IndexedDbDPoPStore,
  type SigninRedirectArgs,
  type User,
  UserManager,
  WebStorageStateStore,
} from 'oidc-client-ts'
import { basePath, type Environment } from './environment.ts'
import { isPageHeld } from './heldPage.ts'
import { navigatorOf, openBeside } from './loginBeside.ts'
import { LoginEnded } from './loginEnded.ts'

/** A login of one person in this tab. */
export interface Session {
  readonly environment: Environment
  readonly person: Person
  /** True for a system user, who has no login: its key signs each request (`system/`). */
  readonly isOfSystemUser?: boolean
  /**
   * Sends a request with the token and a proof of the key that it is bound to (RFC 9449 §7). Once the login has ended it leaves the page
   * for another one, or throws `LoginEnded` if that would lose something.
   */
  readonly send: typeof fetch
  /** Ends the tokens, then the session at the server, and leaves the page. */
  logOut(): Promise<void>
  /** Proves again who one is, in a window beside the page; without one it leaves the page, and comes back to the same address. */
  logInAgain(): Promise<void>
  /** Leaves the page to log in as somebody else; comes back to the same address. */
  switchAccount(): Promise<void>
}

/** The person who is logged in. */
export interface Person {
  readonly userId: string
  readonly name: string
  readonly loginName: string
}

/** The audience that the contract's own methods demand. */
const ownApi = 'urn:zitadel:iam:org:project:id:zitadel:aud'
/** Where a login ends. */
export const callbackPath = `${basePath}/auth/callback`

/** Seconds before the end of an access token in which it is renewed rather than used. */
const margin = 30

/**
 * Returns the session of this tab. Without one the browser leaves for the login, and comes back to the address that it shows now; the
 * promise then never settles. Tokens are kept for the tab alone, the key that they are bound to cannot be read by scripts. `meanwhile` gets
 * ready what else the page needs, while the server is asked who is logged in.
 */
export async function openSession(
  environment: Environment,
  meanwhile: (opened: Pick<Session, 'send'>) => Promise<unknown>,
): Promise<Session> {
  const manager = managerOf(environment)
  const isFresh = location.pathname === callbackPath && (await finishLogin(manager))
  const { profile } = (await manager.getUser()) ?? (await leaveForLogin(manager))
  const opened = sessionOf(manager, environment, { isFresh, owner: profile.sub })
  const [session] = await Promise.all([withPerson(opened), meanwhile(opened)])
  return session
}

function managerOf({ issuer, clientId }: Environment, beside?: INavigator): UserManager {
  const settings = {
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${location.origin}${callbackPath}`,
    post_logout_redirect_uri: `${location.origin}${basePath}/signedout`,
    scope: `openid profile email offline_access ${ownApi}`,
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    dpop: { bind_authorization_code: true, store: new IndexedDbDPoPStore() },
    // The library would send a bound token as Bearer.
    loadUserInfo: false,
    // Renewals of its own could redeem a refresh token at the same time as ours.
    automaticSilentRenew: false,
  }
  return new UserManager(settings, undefined, beside)
}

/**
 * Redeems the code, and takes it out of the address. Returns false for a callback that belongs to no login of this tab. Throws if the
 * login failed: another one could fail in the same way, and so on for ever.
 */
async function finishLogin(manager: UserManager): Promise<boolean> {
  const state = new URLSearchParams(location.search).get('state') ?? ''
  const isOwn = (await manager.settings.stateStore.get(state)) !== null
  try {
    const user = isOwn ? await manager.signinRedirectCallback() : undefined
    history.replaceState(null, '', isOwnPath(user?.state) ? user.state : basePath)
    return user !== undefined
  } catch (error) {
    history.replaceState(null, '', basePath)
    throw error
  }
}

function isOwnPath(path: unknown): path is string {
  return typeof path === 'string' && (path === basePath || /^\/ui\/console[/?]/.test(path))
}

let renewal: Promise<User> | undefined

/** Redeems the refresh token; calls at the same time share one renewal, because a refresh token counts once. */
function renew(manager: UserManager): Promise<User> {
  renewal ??= redeem(manager).finally(() => {
    renewal = undefined
  })
  return renewal
}

async function redeem(manager: UserManager): Promise<User> {
  const user = await manager.getUser()
  if (!user?.refresh_token) throw new LoginEnded()
  const renewed = await manager.signinSilent()
  if (!renewed) throw new LoginEnded()
  return renewed
}

/** Whether the server has said that the refresh token is of no use any more; a failure of the connection says nothing. */
function isEnd(error: unknown): boolean {
  if (error instanceof LoginEnded) return true
  return error instanceof ErrorResponse && !/^(server_error|temporarily_unavailable)$/.test(error.error ?? '')
}

/** Renews the tokens. If the login has ended it leaves for another one, unless the page would lose something. */
async function renewOrLeave(manager: UserManager): Promise<User> {
  try {
    return await renew(manager)
  } catch (error) {
    if (!isEnd(error)) throw error
    if (isPageHeld()) throw new LoginEnded()
    return leaveForLogin(manager)
  }
}

/**
 * Logs in again beside the page. If this is not its owner, for whom it was read, it is loaded again, which the browser lets people refuse;
 * the promise then never settles.
 */
async function logInBeside(
  environment: Environment,
  opened: Window,
  owner: Pick<Person, 'userId' | 'loginName'>,
): Promise<void> {
  const { profile } = await managerOf(environment, navigatorOf(opened)).signinPopup(again(owner.loginName))
  if (profile.sub === owner.userId) return
  location.reload()
  await new Promise(() => undefined)
}

/** The wishes for a login that proves again who one is: its pages need not ask for the name. */
function again(loginName: string): Wishes {
  return { prompt: 'login', ...(loginName && { login_hint: loginName }) }
}

type Wishes = Pick<SigninRedirectArgs, 'prompt' | 'login_hint'>

let leaving: Promise<void> | undefined

/**
 * Leaves for the login. The promise never settles, so that nothing is shown meanwhile. Calls at the same time leave for one login: another
 * one would replace the key that the first is bound to.
 */
async function leaveForLogin(manager: UserManager, wishes: Wishes = {}): Promise<never> {
  // Settles if the login cannot be reached, or if the browser comes back to this page as it was.
  leaving ??= leave(manager, wishes).finally(() => {
    leaving = undefined
  })
  await leaving
  return new Promise(() => undefined)
}

async function leave(manager: UserManager, wishes: Wishes): Promise<void> {
  await manager.removeUser()
  const state = location.pathname + location.search
  await manager.signinRedirect({ state, ...wishes })
}

/** Reads who is logged in; the ID token of the console names the person by id alone. */
async function withPerson({ logInAgain, ...session }: NamelessSession): Promise<Session> {
  const reply = await session.send('/oidc/v1/userinfo')
  const { sub, name, preferred_username: loginName } = (await reply.json()) as Partial<Record<string, string>>
  if (sub === undefined) throw new Error(`the server did not say who is logged in (${reply.status})`)
  const person = { userId: sub, name: name ?? loginName ?? sub, loginName: loginName ?? '' }
  return { ...session, person, logInAgain: () => logInAgain(person.loginName) }
}

/** A session as long as it is not known whose. */
type NamelessSession = Omit<Session, 'person' | 'logInAgain'> & {
  logInAgain(loginName: string): Promise<void>
}

/**
 * `isFresh`: tokens that were just issued and are refused must not lead to the login again, and so on for ever. `owner`: the person who
 * opened the page; nothing that was typed there is sent as somebody else.
 */
function sessionOf(
  manager: UserManager,
  environment: Environment,
  { isFresh, owner }: { readonly isFresh: boolean; readonly owner: string },
): NamelessSession {
  let wasAccepted = !isFresh
  /** With which proofs are made once the server has asked for one, because the clock of the browser is wrong (RFC 9449 §9). */
  let nonce: string | undefined
  const sendAs = async (user: User, request: Request): Promise<Response> => {
    const again = request.clone()
    const reply = await fetch(await proved(manager, user, { request, nonce }))
    const asked = reply.headers.get('dpop-nonce')
    if (reply.status !== 401 || asked === null) return reply
    nonce = asked
    return fetch(await proved(manager, user, { request: again, nonce }))
  }
  const own = (user: User) => {
    if (user.profile.sub !== owner) throw new LoginEnded()
    return user
  }
  const usable = async () => {
    const user = await manager.getUser()
    const isUsable = user !== null && (user.expires_in ?? 0) > margin
    return own(isUsable ? user : await renewOrLeave(manager))
  }
  return {
    environment,
    async send(input, init) {
      const request = new Request(input, init)
      const again = request.clone()
      const reply = await sendAs(await usable(), request)
      if (reply.status !== 401) {
        wasAccepted = true
        return reply
      }
      // New tokens of the same login would be no fresher (RFC 9470 §3).
      const isStale = reply.headers.get('www-authenticate')?.includes('insufficient_user_authentication')
      if (!wasAccepted || isStale) return reply
      return sendAs(own(await renewOrLeave(manager)), again)
    },
    async logOut() {
      await manager.revokeTokens(['refresh_token', 'access_token']).catch(() => undefined)
      await manager.signoutRedirect()
    },
    async logInAgain(loginName) {
      const opened = openBeside()
      if (opened) await logInBeside(environment, opened, { userId: owner, loginName })
      else await leaveForLogin(manager, again(loginName))
    },
    async switchAccount() {
      await leaveForLogin(manager, { prompt: 'select_account' })
    },
  }
}

/** The request with token and proof; other origins never receive either. */
async function proved(
  manager: UserManager,
  user: User,
  { request, nonce }: { readonly request: Request; readonly nonce: string | undefined },
): Promise<Request> {
  if (new URL(request.url).origin !== location.origin) throw new Error('a token is for the own server only')
  const headers = new Headers(request.headers)
  headers.set('authorization', `${user.token_type} ${user.access_token}`)
  // The proof names the address without its query (RFC 9449 §4.2).
  const proof = await manager.dpopProof(request.url.replace(/[?#].*$/s, ''), user, request.method, nonce)
  if (proof !== undefined) headers.set('dpop', proof)
  return new Request(request, { headers })
}
