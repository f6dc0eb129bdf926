import { describe, expect, test } from 'vitest'
import type { FlowRequest } from './flowFacts.ts'
import type { LoginStep } from './loginStep.ts'
import { type AccountStanding, enter, matchAccounts } from './matchAccounts.ts'
import { person, request } from './testing/flowFacts.ts'

const done: LoginStep = { kind: 'done', because: [] }
const locked: LoginStep = { kind: 'blocked', reason: 'locked', until: null, because: [] }
const changing: LoginStep = { kind: 'change_password', reason: 'expired', because: [] }
const proving: LoginStep = {
  kind: 'first_factor',
  options: ['password'],
  preferred: 'password',
  because: [],
}

function account(
  userId: string,
  step: LoginStep = done,
  more: { orgId?: string; out?: true; begun?: true } = {},
): AccountStanding {
  const { orgId = 'acme', out, begun = false } = more
  const loginName = `${userId}@acme.test`
  const who = { ...person, userId, orgId, loginName, email: `${userId}@mail.test` }
  return { person: who, sessionId: out ? null : `session-${userId}`, step, isBegun: begun }
}
const ada = account('ada')
const bob = account('bob')
/** Others whose login name or address is that of Bob. */
const other = (userId: string, more: Partial<AccountStanding['person']>): AccountStanding => ({
  ...account(userId),
  person: { ...account(userId).person, ...more },
})
const named = other('named', { loginName: 'bob@mail.test' })
const claims = other('claims', { email: 'bob@mail.test', emailVerified: false })
const owner = other('owner', { loginName: 'bob@mail.test', email: 'bob@mail.test' })
const twin = other('twin', { email: 'bob@mail.test' })
const asking = (more: Partial<FlowRequest>): FlowRequest => ({ ...request, ...more })

describe('accounts that a request accepts', () => {
  test('are of its organization, and its user if it demands one', () => {
    const eve = account('eve', done, { orgId: 'other' })
    expect(matchAccounts(undefined, [ada, eve])).toEqual([ada, eve])
    expect(matchAccounts(asking({ organization: 'other' }), [ada, eve])).toEqual([eve])
    expect(matchAccounts(asking({ demandedUserId: 'ada' }), [ada, eve])).toEqual([ada])
    expect(matchAccounts(asking({ demandedUserId: 'ada', organization: 'other' }), [ada, eve])).toEqual([])
    expect(matchAccounts(asking({ hintUserId: 'ada' }), [ada, bob])).toEqual([ada])
    expect(matchAccounts(asking({ demandedUserIds: ['ada', 'zoe'] }), [ada, bob])).toEqual([ada])
  })
})

describe('a login begins', () => {
  test.each<[string, Partial<FlowRequest>, AccountStanding[], object]>([
    ['with a name if there is no account', {}, [], { kind: 'identify', loginName: null }],
    ['with the hint as if it was typed', { loginHint: 'zoe' }, [ada], { kind: 'identify', loginName: 'zoe' }],
    ['with the only account at once', {}, [ada], { kind: 'finish', account: ada }],
    ['with what the only account needs', {}, [account('ada', changing)], { kind: 'continue' }],
    [
      'with the one account that is signed in',
      {},
      [ada, account('bob', proving, { out: true })],
      { account: ada },
    ],
    ['with a choice of several', {}, [ada, bob], { kind: 'choose_account', accounts: [ada, bob] }],
    [
      'with a choice if all are signed out',
      {},
      [account('ada', proving, { out: true })],
      { kind: 'choose_account' },
    ],
    [
      'with the account of the hint',
      { loginHint: ' ADA@acme.test ' },
      [ada, bob],
      { kind: 'finish', account: ada },
    ],
    ['with the account of its address', { loginHint: 'bob@mail.test' }, [ada, bob], { account: bob }],
    [
      'with the one who has verified its address',
      { loginHint: 'bob@mail.test' },
      [named, bob],
      { account: bob },
    ],
    [
      'with the one who claims its address',
      { loginHint: 'bob@mail.test' },
      [named, claims],
      { account: named },
    ],
    ['with the one whose name it is, too', { loginHint: 'bob@mail.test' }, [bob, owner], { account: owner }],
    [
      'with a name if two others have verified its address',
      { loginHint: 'bob@mail.test' },
      [named, bob, twin],
      { kind: 'identify' },
    ],
    ['with the account of the ID token', { hintUserId: 'bob' }, [ada, bob], { kind: 'finish', account: bob }],
    [
      'with a choice, of none that fits, if the ID token means another',
      { hintUserId: 'zoe' },
      [ada],
      { kind: 'choose_account', accounts: [] },
    ],
    [
      'with a name if the ID token means somebody and there is no account',
      { hintUserId: 'zoe' },
      [],
      { kind: 'identify' },
    ],
    ['with a name if all are of other organizations', { organization: 'other' }, [ada], { kind: 'identify' }],
    ['with a choice if it is asked for', { prompt: ['select_account'] }, [ada], { kind: 'choose_account' }],
    ['with a name instead of an empty choice', { prompt: ['select_account'] }, [], { kind: 'identify' }],
    ['with a name for prompt=login', { prompt: ['login'] }, [ada], { kind: 'identify' }],
    [
      'with the hinted account for prompt=login',
      { prompt: ['login'], hintUserId: 'ada' },
      [account('ada', proving), bob],
      { kind: 'continue' },
    ],
    ['with the registration', { prompt: ['create'] }, [ada], { kind: 'register' }],
    [
      'with the account that was created for the request',
      { prompt: ['create'] },
      [ada, account('bob', changing, { begun: true })],
      { kind: 'continue' },
    ],
    [
      'with the registration if an account of another organization was begun',
      { prompt: ['create'], organization: 'other' },
      [account('bob', done, { begun: true })],
      { kind: 'register' },
    ],
  ])('%s', (_how, given, accounts, expected) => {
    expect(enter(asking(given), accounts)).toMatchObject(expected)
  })

  test('without a request as with one that demands nothing', () => {
    expect(enter(undefined, [])).toEqual({ kind: 'identify', loginName: null })
    expect(enter(undefined, [ada])).toEqual({ kind: 'finish', account: ada })
    expect(enter(undefined, [ada, bob]).kind).toBe('choose_account')
  })
})

describe('prompt=none', () => {
  const silently = (accounts: AccountStanding[], more: Partial<FlowRequest> = {}) =>
    enter(asking({ prompt: ['none'], ...more }), accounts)
  const error = (word: string) => ({ kind: 'refuse', error: word })

  test('is answered by the only account that needs nothing', () => {
    expect(silently([ada])).toEqual({ kind: 'finish', account: ada })
    expect(silently([account('bob', proving), ada])).toEqual({ kind: 'finish', account: ada })
    expect(silently([ada, bob], { hintUserId: 'bob' })).toEqual({ kind: 'finish', account: bob })
  })

  test.each<[string, AccountStanding[], Partial<FlowRequest>, string]>([
    ['nobody', [], {}, 'login_required'],
    ['a signed-out account', [account('ada', proving, { out: true })], {}, 'login_required'],
    ['an account that must log in again', [account('ada', proving)], {}, 'login_required'],
    ['a locked account', [account('ada', locked)], {}, 'login_required'],
    ['another account than the hinted one', [ada], { hintUserId: 'zoe' }, 'login_required'],
    ['an account of another organization', [ada], { organization: 'other' }, 'login_required'],
    ['an account with something to do', [account('ada', changing)], {}, 'interaction_required'],
    ['several accounts', [ada, bob], {}, 'account_selection_required'],
  ])('with %s', (_who, accounts, more, word) => {
    expect(silently(accounts, more)).toEqual(error(word))
  })
})
