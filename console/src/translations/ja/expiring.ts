import type { Translation } from '../translation.ts'

export const expiring: Translation['expiring'] = {
  intro: '期限の近い順に並んでいます。期限切れのものは、完全に削除されるまで表示されます。',
  owner: '所有者',
  kind: '種類',
  everyKind: 'すべての種類',
  organization: '組織',
  expiry: '期限',
  expired: '期限切れ',
  within: '期間',
  withinYear: '1 年以内',
  withins: {
    0: '期限切れ',
    30: '30 日以内',
    90: '90 日以内',
    3650: '10 年以内',
  },
  empty: '1 年以内に期限が切れるキーとトークンはありません。',
}
