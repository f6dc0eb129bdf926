export { type AccountPage, accountRequestName, parseAccountRequest } from './accountRequest.ts'
export { enrollable } from './enrollable.ts'
export type {
  FlowApplication,
  FlowFacts,
  FlowPerson,
  FlowPolicy,
  FlowRequest,
  FlowSession,
} from './flowFacts.ts'
export type {
  Because,
  BlockedReason,
  FirstFactor,
  FlowRule,
  LoginStep,
  LoginStepKind,
  RuleLevel,
} from './loginStep.ts'
export { type AccountStanding, type Entry, enter, matchAccounts, readAccounts } from './matchAccounts.ts'
export { type NewcomersRefused, refuseNewcomers } from './newcomers.ts'
export { isHidden, nextStep, visiblePerson } from './nextStep.ts'
export { type FactsKey, type FlowAccount, readFacts, readKeptFacts } from './readFacts.ts'
export { type FlowKey, readFlow } from './readFlow.ts'
export { type FoundRequest, readRequest } from './readRequest.ts'
export { type RemovalEffects, removalEffects } from './removalEffects.ts'

export {
  type Finished,
  type FlowDeps,
  finish,
  type ProtocolError,
  refuseRequest,
  type TakeSession,
} from './writes/finish.ts'
