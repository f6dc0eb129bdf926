import type { Translation } from '../translation.ts'

export const shell: Translation['shell'] = {
  product: 'コンソール',
  skip: '本文へ移動',
  menu: 'ナビゲーション',
  openMenu: 'ナビゲーションを開く',
  closeMenu: 'ナビゲーションを閉じる',
  loading: '読み込み中',
  wholeInstance: 'インスタンス全体',
  chooseOrganization: '組織を選択',
  searchOrganizations: '組織名',
  recent: '最近使ったもの',
  organization: '組織',
  organizations: '組織',
  noOrganization: 'この名前の組織はありません。',
  search: '検索',
  searchHint: '名前、メールアドレス、電話番号、ログイン名、クライアント ID、または ID',
  searchFailed: '検索に失敗しました。',
  nothingFound: 'この名前または ID のものはありません。',
  pages: 'ページ',
  settings: '設定',
  settingsIntro: {
    instance: 'インスタンス全体の設定です。独自の値を持たない組織には、これらの値が適用されます。',
    organization: 'この組織の設定です。独自の値がなければ、インスタンスの値が適用されます。',
  },
  noSettings: '閲覧できる設定はここにありません。',
  kinds: {
    person: 'ユーザー',
    machine: 'マシン',
    organization: '組織',
    project: 'プロジェクト',
    application: 'アプリケーション',
  },
  keyboard: 'キーボードショートカット',
  keys: {
    palette: 'すべてを検索',
    filter: '一覧の検索欄に移動',
    help: 'このヘルプを表示',
    close: '開いているものを閉じる',
  },
  followedBy: '次に',
  looks: 'テーマと言語',
  theme: 'テーマ',
  language: '言語',
  themes: { light: 'ライト', dark: 'ダーク', auto: 'デバイスに合わせる' },
  account: 'アカウント',
  ownAccount: '自分のアカウント',
  switchAccount: 'アカウントを切り替える',
  logOut: 'ログアウト',
  systemUser: { as: (name: string) => `システムユーザー ${name}`, stop: '終了' },
  noRights: {
    title: 'ここでの権限がまだありません',
    text: '権限は組織の管理者に依頼してください。自分のアカウントのページは使えます。',
  },
  notFound: {
    title: 'このページはありません',
    text: 'アドレスを確認するか、前のページに戻ってください。',
    home: 'ホームへ移動',
  },
}

export const session: Translation['session'] = {
  start: {
    title: 'コンソールを開始できません',
    unknown: 'サーバーに接続できません。接続を確認して、もう一度お試しください。',
    storage:
      'このブラウザーではコンソールのデータを保存できず、このタブのログインも保持できません。このアドレスの Cookie とサイトデータを許可して、もう一度お試しください。',
    again: '再試行',
  },
  ended: 'ログインの有効期限が切れました。続けるには、もう一度ログインしてください。',
  signedOut: {
    title: 'ログアウトしました',
    text: 'このタブのトークンは取り消されました。',
    again: 'ログイン',
    account: '自分のアカウント',
  },
  tried: {
    title: 'ログインから戻りました',
    text: '返された内容はコンソールに表示されています。このウィンドウは閉じてかまいません。',
  },
}

export const system: Translation['system'] = {
  title: 'システムユーザーとして作業',
  intro:
    'システムユーザーは、インスタンスの作成と削除、ドメインの割り当てを行います。サーバーに公開鍵で設定され（SALLYPORT_SYSTEM_API_USERS）、ログインはありません。秘密鍵で各リクエストに署名します。',
  memory:
    '鍵は、どのスクリプトからも読み取れない形でこのタブのメモリにだけ置かれます。保存も送信もされません。タブを再読み込みするか閉じると、または「終了」を押すと消えます。',
  name: 'システムユーザーの ID',
  nameHint: 'サーバーの設定での名前です。',
  key: '秘密鍵',
  keyHint: '暗号化されていない PEM 形式の RSA 鍵のファイルです。',
  chooseKey: '鍵のファイルを選択',
  audience: 'サーバーのアドレス',
  audienceHint:
    'サーバーの設定（SALLYPORT_EXTERNAL_DOMAIN）のアドレスです。スキームとポートも入力してください。',
  begin: '開始',
  toConsole: 'コンソール',
  problems: {
    title: 'うまくいきませんでした',
    noName: 'システムユーザーの ID を入力してください。',
    noKey: '秘密鍵のファイルを選んでください。',
    notKey:
      'このファイルには、読み取れる PEM 形式の RSA 鍵がありません。暗号化された鍵は先に復号してください。',
    noCrypto:
      'ブラウザーが署名できるのは https のアドレスと localhost だけです。そのようなアドレスでコンソールを開いてください。',
    refused:
      'サーバーがこの鍵の署名を受け付けません。ID、鍵、サーバーのアドレス、このコンピューターの時計を確認してください。',
  },
}

export const home: Translation['home'] = {
  title: 'ホーム',
  instance: 'インスタンス全体',
  noRightsTitle: 'ここでの権限がまだありません',
  noRights: '権限は組織の管理者に依頼してください。自分のアカウントのページは使えます。',
  ownAccount: '自分のアカウント',
  noFigures: '管理できるものはナビゲーションにあります。統計の表示にはここでの権限 user.read が必要です。',
  version: (version: string) => `Sallyport ${version}`,
  figures: {
    people: 'ユーザー',
    withSecondFactor: '2 段階目の確認あり',
    withPhishingResistant: 'フィッシング耐性あり',
    logins: '30 日間のログイン',
    failedChecks: '30 日間の確認の失敗',
    locks: '30 日間のロック',
  },
  charts: {
    logins: 'ログインと確認の失敗',
    factors: 'ロックと確認方法',
    intro: '1 日ごと（UTC）。アプリケーションへのトークンの発行を 1 回のログインと数えます。',
    incomplete: 'イベントが多すぎるため、すべては数えていません。数値が揃っている最初の日: ',
    table: '表で表示',
    date: '日付',
    series: {
      logins: 'ログイン',
      failedChecks: '確認の失敗',
      locks: 'ロック',
      factorsAdded: '確認方法の追加',
      factorsRemoved: '確認方法の削除',
    },
  },
  attention: {
    title: '対応が必要',
    nothing: '対応が必要なものはありません。',
    locked: 'ロックされているユーザー',
    withoutFactorUnderForcedMfa: 'ポリシーで必須の確認方法がないユーザー',
    expiring: '30 日以内に期限が切れるキーとトークン',
    failingJobs: '送信に失敗しているメールとメッセージ',
    count: (total: number, capped: boolean) =>
      capped ? `${total.toLocaleString('ja')} 件超` : `${total.toLocaleString('ja')} 件`,
    more: (count: string) => `${count}のうち最初の一部を表示しています。`,
    kinds: {
      application_key: 'アプリケーションのキー',
      machine_key: 'マシンのキー',
      personal_access_token: '個人用アクセストークン',
    },
    expires: '期限:',
    jobs: (jobs: number) => `${jobs.toLocaleString('ja')} 件待機中`,
    again: '再試行:',
    allExpiring: '期限のあるすべてのキーとトークン',
  },
  coverage: {
    title: '組織ごとの確認方法',
    organization: '組織',
  },
  steps: {
    title: '最初の手順',
    intro: '新しいインスタンスを使い始める前に必要なことです。',
    done: '完了',
    open: '未完了',
    factor: '自分のアカウントに 2 段階目の確認を設定する',
    mail: 'コードや招待が届くように、メールプロバイダーを設定する',
    people: '最初のユーザーを追加する',
    organization: '顧客または会社ごとに組織を作成する',
  },
}
