import type { Translation } from '../translation.ts'

export const looksTitles: Translation['looksTitles'] = {
  branding: {
    title: 'ブランディング',
    intro: 'ログインページ、アカウントページ、メールの色、ロゴ、アイコン、フォントです。',
  },
  messages: {
    title: 'メッセージのテキスト',
    intro: 'メールと SMS の言語ごとの文面です。',
  },
  loginTexts: {
    title: 'ログインのテキスト',
    intro: 'ログインページの言語ごとの文面です。',
  },
  email: {
    title: 'メールの送信',
    intro: 'コード、招待、通知を送信するメールサーバーまたはサービスです。',
  },
  sms: {
    title: 'SMS の送信',
    intro: '電話にコードを送信するサービスです。',
  },
  domains: {
    title: 'インスタンスのドメイン',
    intro: 'インスタンスが応答するドメインと、そのほかに信頼するドメインです。',
  },
}

export const authorizationsTitles: Translation['authorizationsTitles'] = {
  title: '認可',
  add: '認可を追加',
}

export const projectsTitles: Translation['projectsTitles'] = {
  title: 'プロジェクト',
  add: '新しいプロジェクト',
}

export const auditTitles: Translation['auditTitles'] = {
  title: '監査',
  command: '変更とログインのログ',
}

export const settingsTitles: Translation['settingsTitles'] = {
  title: '設定',
  pages: {
    login: ['ログイン', 'パスワード、パスキー、2 段階目の確認と、それぞれの有効期間。'],
    complexity: ['パスワードの規則', '新しいパスワードの条件と有効期間。'],
    lockout: ['ロック', '何回の失敗でユーザーをロックするか、またその期間。'],
    domain: ['ログイン名とドメイン', 'ログイン名の末尾にドメインを付けるか、ドメインの証明を必要とするか。'],
    notification: ['通知', 'アカウントの変更を知らせるメール。'],
    privacy: ['リンク', 'ログインページの利用規約、プライバシーポリシー、ヘルプ、サポート。'],
    security: ['セキュリティ', 'フレーム、代理操作、認証情報の変更に必要なもの。'],
    oidc: ['トークン', 'アプリケーションのトークンの有効期間。'],
    generators: ['コードとシークレット', '生成するコードの長さ、有効期間、文字。'],
    languages: ['言語', '既定の言語と、使える言語。'],
    restrictions: ['登録', '訪問者による組織の登録を許可するか。'],
    features: ['機能', '独自のログインと、API 契約のフラグ。'],
    keys: ['署名キー', 'トークンに署名するキー。使用中、次、以前のもの。'],
  },
}

export const instancesTitles: Translation['instancesTitles'] = {
  work: 'システムユーザーとして作業',
}

export const organizationsTitles: Translation['organizationsTitles'] = {
  title: '組織',
  add: '新しい組織',
}

export const peopleTitles: Translation['peopleTitles'] = {
  title: 'ユーザー',
  addTitles: { person: '新しいユーザー', machine: '新しいマシン' },
  lifecycles: {
    invited: '招待済み、未承諾',
    unverified: 'メールアドレス未確認',
  },
  dormant: (days: number) => `${days} 日間セッションもトークンもなし`,
  importTitle: 'CSV からユーザーを取り込む',
}

export const commands: Translation['commands'] = { add: '新しいアプリケーション' }

export const logTargetsTitles: Translation['logTargetsTitles'] = {
  title: 'ログの送信先',
  intro: 'SIEM など、ログのすべてのイベントを受け取るほかのシステムです。',
}
