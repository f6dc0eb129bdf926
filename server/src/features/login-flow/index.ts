export type {
  FlowApplication,
  FlowFacts,
  FlowPerson,
  FlowPolicy,
  FlowRequest,
  FlowSession,
} from './flowFacts.ts'
export {
  type Because,
  type BlockedReason,
  type FirstFactor,
  type FlowRule,
  flowRules,
  type LoginStep,
  type LoginStepKind,
  type RuleLevel,
} from './loginStep.ts'
export { nextStep } from './nextStep.ts'
