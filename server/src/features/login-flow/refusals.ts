import { refuse } from '../../kernel/refusal.ts'

export const noWay = refuse(
  'login_flow.no_way',
  'failed_precondition',
  'no way of logging in that the policy allows is left for this account; ask an administrator to allow one or to give it one',
)
export const noSecondFactor = refuse(
  'login_flow.no_second_factor',
  'failed_precondition',
  'two factors are demanded and this account can set up none that the policy allows; ask an administrator to allow one',
)
/** Refuses an account that has no way to the assurance level that the application or its project demands. */
export const levelOutOfReach = (demanded: number) =>
  refuse(
    'login_flow.level_out_of_reach',
    'failed_precondition',
    `the application demands urn:sallyport:aal:${demanded}, which this account cannot reach with the factors that the policy allows; choose another account or ask an administrator`,
  )
