import type { Translation } from '../translation.ts'
import { settingsTitles } from './titles.ts'

export const settings: Translation['settings'] = {
  ...settingsTitles,
  onlyInstance: (title: string) =>
    `「${title}」はインスタンス全体の設定です。ページ上部で「インスタンス全体」を選んでください。`,
  notFound: 'この設定ページは存在しません。設定の一覧を開いてください。',
  policies: {
    login: { title: '規則', intro: 'このレベルでログインするすべての人に適用されます。' },
    complexity: { title: '新しいパスワードの条件', intro: '現在のパスワードはそのまま使えます。' },
    age: { title: 'パスワードの有効期間', intro: '設定されてからの日数です。' },
    lockout: { title: '上限', intro: 'ロックされたユーザーは、どの方法でもログインできません。' },
    domain: { title: '規則', intro: '変更できるのはインスタンスの管理者だけです。' },
    privacy: {
      title: 'アドレス',
      intro:
        'ログインページとメールには、空でないものが表示されます。{{.Lang}} はページの言語に置き換えられます。',
    },
    notification: { title: 'メール' },
    security: { title: 'フレーム、代理操作、認証情報' },
    oidc: {
      title: 'トークンの有効期間',
      intro: '発行済みのトークンの有効期間は変わりません。',
    },
    restrictions: { title: '組織の登録' },
    defaultLanguage: { title: '既定の言語' },
    allowedLanguages: { title: '許可する言語' },
    loginFlag: {
      title: '独自のログイン',
      intro: 'すべてのアプリケーションのユーザーを、ご自身で運用するログインに移動させます。',
    },
    flags: {
      title: 'API 契約のその他のフラグ',
      intro: '設定するクライアントのために保存されます。このサーバーには、切り替わる別の動作はありません。',
    },
  },
  parts: {
    ways: 'ログイン方法',
    factors: '2 段階目の確認',
    names: 'ログイン名',
    pages: 'ページ',
    lifetimes: '確認の有効期間',
  },
  factors: {
    title: '許可する確認方法',
    intro: '変更は、影響を受ける人を確認した後、すぐに保存されます。',
    second: 'パスワードの後の 2 段階目の確認',
    multi: '1 回で複数段階の確認',
    names: {
      SECOND_FACTOR_TYPE_OTP: ['認証アプリ', 'スマートフォンのアプリのコード。'],
      SECOND_FACTOR_TYPE_U2F: ['セキュリティキー', 'だまし取られることのないキーまたはデバイス。'],
      SECOND_FACTOR_TYPE_OTP_EMAIL: ['メールのコード', '安全性はメールボックスと同程度。'],
      SECOND_FACTOR_TYPE_RECOVERY_CODES: [
        'リカバリーコード',
        '失くした確認方法の代わり。ポリシーで指定がなければ許可されます。',
      ],
      SECOND_FACTOR_TYPE_OTP_SMS: ['SMS のコード', '電話番号は乗っ取られることがあります。'],
      MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION: [
        'PIN または指紋によるパスキー',
        'パスワードは必要ありません。',
      ],
    },
    named: '明示的に許可',
    allowNow: '許可',
    forbidNow: '禁止',
    allow: (name: string) => `許可: ${name}`,
    forbid: (name: string) => `許可の取り消し: ${name}`,
    save: '保存',
    allowed: (name: string) => `許可しました: ${name}。`,
    forbidden: (name: string) => `許可を取り消しました: ${name}。`,
  },
  warnings: {
    noWayIn: 'パスワードもパスキーも許可されなくなります。ご自身を含め、誰もログインできなくなります。',
    noFactor:
      '2 段階目の確認が必須なのに、許可されているものがありません。ユーザーは必要なものを設定できません。',
    shortPasswords: '8 文字未満のパスワードはすぐに推測されます。',
    noLock: '上限がないと、パスワードやコードの推測をいつまでも続けられます。',
    lockForEver:
      'ロックを解除できるのは管理者だけになります。ログイン名を知っている人なら誰でも、誤ったパスワードで本人を締め出せます。',
    namesWithDomain:
      'すべてのログイン名の末尾に組織のドメインが付きます。先に新しいログイン名をユーザーに知らせてください。',
    namesWithoutDomain:
      'すべてのログイン名からドメインがなくなります。同じユーザー名の人が 2 人いると両立できないため、その場合は変更が拒否されます。',
    noOrigins: 'フレームが許可されていますが、使えるページが指定されていません。',
    impersonation: 'そのためのロールを持つ人は、ほかの人として操作できます。',
    anyCredentials:
      '管理者は、自分より多くの権限を持つ人の認証情報を設定し、その権限を得られるようになります。',
    noFreshProof:
      '開いたままのブラウザーを見つけた人が、持ち主のパスワードと確認方法を変更できるようになります。',
    longTokens: '1 日を超えて有効なアクセストークンは、盗まれた場合の危険が大きくなります。',
    guessable: 'コードの種類が少なすぎるため、推測される可能性があります。',
    ownLogin:
      'このアドレスのログインが動作しない限り、ここを含めて誰もログインできません。先に開いて確かめてください。',
  },
  clash: (labels: string) =>
    `その間に、ほかの人が次の項目を変更しました: ${labels}。どちらにするかを選ぶには、もう一度保存してください。`,
  ownBeside: 'これらは組織の独自の値です。インスタンスの値と異なる場合は、その値を横に示しています。',
  saveTogether:
    '保存すると、すべての値がこの組織の独自の値になります。以後、インスタンスの変更は反映されません。',
  readOnly: (right: string) => `変更するには権限 ${right} が必要です。`,
  credentialRights: [
    { value: 'held', label: '自分より多くの権限を持たない人' },
    { value: 'contract', label: '編集を許可されているすべての人' },
  ],
  reasonDemand: [
    { value: 'none', label: '求めない' },
    { value: 'people', label: 'ユーザーに求める (マシンは他者の代わりに操作するときだけ)' },
  ],
  generators: [
    ['INIT_CODE', 'ユーザーの最初のコード', '最初のパスワードの設定に使います。'],
    ['VERIFY_EMAIL_CODE', 'メールアドレスのコード', 'アドレスを確認します。'],
    ['VERIFY_PHONE_CODE', '電話番号のコード', '番号を確認します。'],
    ['PASSWORD_RESET_CODE', 'パスワード再設定のコード', 'パスワードを忘れた人にメールで送信されます。'],
    ['PASSWORDLESS_INIT_CODE', 'パスキーのコード', '登録リンクの一部です。'],
    ['APP_SECRET', 'アプリケーションとマシンのシークレット', '期限はありません。'],
    ['OTP_SMS', 'SMS による 2 段階目の確認', 'ログイン時に入力します。'],
    ['OTP_EMAIL', 'メールによる 2 段階目の確認', 'ログイン時に入力します。'],
  ],
  generatorSummary: (length: number, seconds: number) => {
    const time =
      seconds === 0
        ? '無期限'
        : seconds % 3600 === 0
          ? `${seconds / 3600} 時間`
          : `${Math.round((seconds / 60) * 100) / 100} 分`
    return `${length} 文字、有効期間: ${time}`
  },
  flags: {
    instance: 'このインスタンスで設定',
    system: 'システムの値',
    unset: '未設定',
    reset: 'すべてリセット',
    resetTitle: 'すべてのフラグをリセットしますか？',
    resetText: '独自のログインを含む、このインスタンスのすべてのフラグがシステムの値になります。',
    resetDone: 'フラグをリセットしました。',
  },
  keys: {
    title: 'キー',
    intro:
      '署名に使うキーは 1 つです。クライアントは公開されたキーを数分間保持するため、次のキーは有効化の少し前に作成してください。以前のキーは、それで署名された有効なトークンがなくなってから削除してください。',
    id: 'ID',
    kind: '種類',
    state: '状態',
    created: '作成',
    changed: '変更',
    states: {
      STATE_INITIAL: ['次', 'quiet'],
      STATE_ACTIVE: ['使用中', 'good'],
      STATE_INACTIVE: ['以前', 'warn'],
      STATE_REMOVED: ['削除済み', 'warn'],
    },
    add: '新しいキー',
    addText: 'すぐに公開されますが、有効化するまで署名には使われません。',
    kinds: [
      { value: 'rsa-2048-256', label: 'RSA 2048、SHA-256（RS256）: すべてのクライアントが対応' },
      { value: 'rsa-3072-256', label: 'RSA 3072、SHA-256（RS256）' },
      { value: 'rsa-4096-512', label: 'RSA 4096、SHA-512（RS512）' },
      { value: 'ecdsa-P256', label: '楕円曲線 P-256（ES256）: 小さく高速' },
      { value: 'ecdsa-P384', label: '楕円曲線 P-384（ES384）' },
      { value: 'ecdsa-P512', label: '楕円曲線 P-521（ES512）' },
      { value: 'ed25519', label: 'Ed25519（EdDSA）' },
    ],
    added: 'キーを作成しました。',
    activate: '有効化',
    activateTitle: '今後、このキーで署名しますか？',
    activateText:
      'このキーをまだ取得していないクライアントは、取得するまで新しいトークンを拒否します。これまでのキーは公開されたままなので、そのトークンは引き続き有効です。',
    activated: 'キーの使用を開始しました。',
    remove: '削除',
    removeTitle: 'このキーを削除しますか？',
    removeText: '以後、このキーで署名されたトークンは、まだ有効なものも含めて拒否されます。',
    removed: 'キーを削除しました。',
  },
}

export const loginAddress: Translation['loginAddress'] = {
  status: (status: number) =>
    `サーバーがこのアドレスのログインページを要求したところ、HTTP ${status} が返されました。`,
  name_unknown: 'サーバーはこのアドレスに接続できません。ホスト名が見つかりません。',
  connection_refused: 'サーバーはこのアドレスに接続できません。接続を受け付けるものがありません。',
  timeout: 'サーバーはこのアドレスに接続できません。5 秒以内に応答がありませんでした。',
  certificate: 'サーバーはこのアドレスに安全に接続できません。証明書を信頼できません。',
  failed: 'サーバーはこのアドレスに接続できません。接続に失敗しました。',
  not_allowed:
    'アドレスを確認できませんでした。サーバーはプライベートネットワークのアドレスに接続することを許可されていません。',
  not_public:
    'このアドレスは確認できませんでした。ホスト名が見つからないか、プライベートネットワークのアドレスです。つづりを確認してください。',
  not_asked: 'アドレスを確認できませんでした。',
}
