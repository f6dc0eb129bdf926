import type { Translation } from '../translation.ts'

export const expiring: Translation['expiring'] = {
  intro: '按到期时间排列，最近的在前。已过期的会一直显示，直到被彻底删除。',
  owner: '所有者',
  kind: '类型',
  everyKind: '所有类型',
  organization: '组织',
  expiry: '到期时间',
  expired: '已过期',
  within: '期限',
  withinYear: '一年内',
  withins: {
    0: '已过期',
    30: '30 天内',
    90: '90 天内',
    3650: '10 年内',
  },
  empty: '一年内没有密钥或令牌到期。',
}
