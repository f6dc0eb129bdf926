import type { ProblemTexts } from '../texts.ts'

/** Japanese texts; see `en.ts`. */
export const problemsJa: ProblemTexts = {
  'problem.title': 'うまくいきませんでした',
  'problem.general':
    '問題が起きました。もう一度お試しください。繰り返し起きる場合は、参照番号 {reference} を管理者に伝えてください。',
  'problem.not_found_title': 'ページが見つかりません',
  'problem.not_found': 'このアドレスにページはありません。アドレスを確認するか、最初からやり直してください。',
  'problem.unavailable': '現在サービスが混み合っています。1 分後にもう一度お試しください。',
  'problem.field_empty': 'この項目を入力してください。',
  'problem.entry_too_long': '長すぎます。200 文字以内で入力してください。',
  'problem.entry_unusable':
    '入力が長すぎるか、使えない文字が含まれています。確認して、もう一度お試しください。',
  'problem.passwords_differ': '2 つのパスワードが一致しません。同じパスワードを 2 回入力してください。',
  'problem.terms_missing': '続けるには規約に同意してください。',
  'problem.choice_missing': 'いずれかを選んでください。',
  'problem.denied': 'この操作は許可されていません。管理者に相談してください。',
  'problem.too_many_requests': '試行回数が多すぎます。{time}にもう一度お試しください。',
  'problem.captcha_failed': '人間であることを確認できませんでした。もう一度確認してください。',

  'problem.wrong_login': '名前またはパスワードが正しくありません。両方を確認して、もう一度お試しください。',
  'problem.user_not_found': 'この名前は見つかりません。確認して、もう一度お試しください。',
  'problem.several_users': 'この名前のアカウントが複数あります。完全なログイン名を入力してください。',
  'problem.name_empty': 'アカウント名を入力してください。',

  'problem.password_wrong': 'パスワードが正しくありません。確認して、もう一度お試しください。',
  'problem.password_wrong_attempts': {
    other: 'パスワードが正しくありません。あと {count} 回間違えるとアカウントがロックされます。',
  },
  'problem.password_missing': 'パスワードを入力してください。',
  'problem.password_not_set': 'このアカウントにはパスワードがありません。別のログイン方法を選んでください。',
  'problem.password_unchanged': '新しいパスワードが古いものと同じです。別のものにしてください。',
  'problem.password_too_short': 'パスワードが短すぎます。もっと長くしてください。',
  'problem.password_too_long': 'パスワードが長すぎます。72 文字以内にしてください。',
  'problem.password_control_character':
    'パスワードにタブ、改行、またはほかの見えない文字が含まれています。取り除いてください。',
  'problem.password_no_lowercase': 'パスワードには小文字（a–z）が必要です。',
  'problem.password_no_uppercase': 'パスワードには大文字（A–Z）が必要です。',
  'problem.password_no_number': 'パスワードには数字（0–9）が必要です。',
  'problem.password_no_symbol': 'パスワードには句読点または記号が必要です。',
  'problem.password_check_abandoned': '確認に時間がかかりすぎました。もう一度お試しください。',

  'problem.locked': 'このアカウントはロックされています。管理者に解除を依頼してください。',
  'problem.locked_until':
    '失敗が続いたため、このアカウントはロックされています。{time}にもう一度お試しください。',
  'problem.user_inactive': 'このアカウントは現在使えません。管理者に相談してください。',
  'problem.organization_inactive': 'このアカウントの組織は無効になっています。管理者に相談してください。',

  'problem.code_empty': 'コードを入力してください。',
  'problem.code_wrong':
    'コードが正しくないか、期限が切れています。確認するか、最新のコードを使ってください。',
  'problem.code_kept':
    'コードは正しく、引き続き有効です。アカウントが使えるようになったら、もう一度入力してください。',
  'problem.code_expired': 'コードの期限が切れています。新しいコードを取得してください。',
  'problem.code_used': 'このコードはすでに使われました。次のコードをお待ちください。',
  'problem.code_malformed': 'アプリのコードは 6 桁です。確認して、もう一度お試しください。',
  'problem.totp_key_replaced':
    'このページに表示されていたキーは、別のウィンドウで置き換えられました。新しいキーをアプリに追加してください。',
  'problem.code_not_sent': 'コードはまだ送信されていません。コードを取得してください。',
  'problem.codes_exhausted': '間違ったコードの入力回数が多すぎます。管理者に相談してください。',
  'problem.recovery_code_wrong':
    'リカバリーコードが正しくないか、すでに使われています。別のコードをお試しください。',
  'problem.recovery_code_malformed':
    'リカバリーコードは 15 文字の英数字です。確認して、もう一度お試しください。',
  'problem.recovery_code_used': 'このリカバリーコードはすでに使われています。別のコードをお試しください。',
  'problem.recovery_codes_used_up':
    'リカバリーコードはすべて使われています。別の方法を選ぶか、管理者に相談してください。',
  'problem.recovery_codes_changed':
    'リカバリーコードは別のウィンドウで変更されました。何も置き換えられていません。',
  'problem.recovery_codes_without_factor':
    'リカバリーコードは 2 段階目の確認の代わりです。先に 2 段階目の確認を設定してください。',
  'problem.link_invalid':
    'このリンクは正しくないか、すでに使われたか、期限が切れています。新しいリンクを取得してください。',
  'problem.address_verified': 'このアドレスはすでに確認済みです。何もする必要はありません。',
  'problem.address_unverified': 'このアドレスはまだ確認されていません。先に確認してください。',

  'problem.passkey_failed': 'パスキーが受け付けられませんでした。もう一度試すか、別の方法を選んでください。',
  'problem.passkey_none': 'このアカウントにはこのサイト用のパスキーがありません。別の方法を選んでください。',
  'problem.passkey_unknown':
    'このパスキーはここのどのアカウントのものでもありません。別の方法を選んでください。',
  'problem.passkey_expired': 'リクエストの期限が切れました。最初からやり直してください。',
  'problem.passkey_taken':
    'このパスキーまたはセキュリティキーはすでに登録されています。別のものを使ってください。',
  'problem.passkey_user_not_verified':
    'デバイスが本人確認を行いませんでした。デバイスに PIN、指紋、または顔を設定して、もう一度お試しください。',
  'problem.passkey_too_many': 'このアカウントのキーは上限に達しています。1 つ削除してから追加してください。',
  'problem.passkey_suspicious':
    'このキーは別のキーの複製のようなため、受け付けられませんでした。削除して登録し直してください。',

  'problem.factor_exists': 'すでに設定されています。何もする必要はありません。',
  'problem.factor_missing': 'この 2 段階目の確認は設定されていません。別のものを選んでください。',
  'problem.factor_not_allowed': 'この 2 段階目の確認は組織で許可されていません。別のものを選んでください。',
  'problem.factor_required': 'このアカウントには 2 段階目の確認が必要です。先に確認してください。',
  'problem.factor_forced': '組織により 2 段階目の確認が求められています。先に設定してください。',
  'problem.fresh_proof':
    'この変更には最近のログインが必要です。ご本人であることを確認してから、もう一度お試しください。',

  'problem.session_ended': 'ログアウトされたか、ログインの期限が切れています。再度ログインしてください。',
  'problem.session_other_user':
    'このログインは別のアカウントのものです。使いたいアカウントでやり直してください。',

  'problem.request_unknown':
    'このログインのリクエストは不明か、期限が切れています。アプリケーションに戻り、そこからログインしてください。',
  'problem.request_unfinished': 'ログインはまだ完了していません。次の手順に進んでください。',
  'problem.request_answered': 'このログインはすでに完了しています。アプリケーションに戻ってください。',
  'problem.request_other_organization':
    'アプリケーションは別の組織のアカウントだけを受け付けます。別のアカウントを選んでください。',
  'problem.request_other_user':
    'アプリケーションが別のアカウントを求めています。そのアカウントでログインしてください。',
  'problem.request_acr_unmet':
    'アプリケーションが、このアカウントでできるより強い確認を求めています。より強いログイン方法を設定するか、別のアカウントを選んでください。',
  'problem.request_too_old': 'アプリケーションがより新しいログインを求めています。再度ログインしてください。',
  'problem.request_prompt_none':
    'アプリケーションは確認なしのログインを求めましたが、先にログインが必要です。',
  'problem.other_browser':
    'このログインは別のブラウザーで始められました。そちらで続けるか、ここで再度ログインしてください。',
  'problem.cross_site':
    '別のサイトから送信されたため、安全のためこのフォームは受け付けられませんでした。ページを開き直して、手順をやり直してください。',
  'problem.insecure': 'このページは安全な接続でだけ使えます。https のアドレスで開いてください。',
  'problem.form_outdated': 'このページは古くなっていました。入力内容を確認して、もう一度送信してください。',
  'problem.project_access_required':
    '所属する組織はこのアプリケーションを使えません。管理者に問い合わせるか、別のアカウントを選んでください。',
  'problem.authorization_required':
    'このアカウントにはこのアプリケーションのロールがありません。管理者に問い合わせるか、別のアカウントを選んでください。',
  'problem.project_unusable': 'このアプリケーションは現在無効になっています。管理者に相談してください。',

  'problem.no_way':
    'このアカウントには許可されたログイン方法がありません。管理者に相談するか、別のアカウントを選んでください。',
  'problem.no_second_factor':
    '2 段階目の確認が必要ですが、このアカウントに設定できるものがありません。管理者に相談してください。',

  'problem.device_unknown':
    'このコードを待っているデバイスはありません。デバイスのコードを確認するか、新しいコードを表示させてください。',
  'problem.device_answered':
    'このデバイスはすでに処理されたか、コードの期限が切れています。デバイスに新しいコードを表示させてください。',
  'problem.device_guessed': '間違ったコードの入力回数が多すぎます。1 分待ってから、もう一度お試しください。',

  'problem.registration_not_allowed':
    'ここではアカウントを作成できません。管理者にアカウントを依頼してください。',
  'problem.registration_org_not_allowed':
    'ここでは組織を作成できません。サイトの運営者にお問い合わせください。',
  'problem.registration_org_unknown':
    'この組織は存在しないか、無効になっています。ここに来たときのリンクを確認してください。',
  'problem.registration_useless':
    'このサインインには新しいアカウントを使えません。お持ちのアカウントでサインインするか、管理者に相談してください。',
  'problem.username_taken': 'このユーザー名は使われています。別のものにするか、ログインしてください。',
  'problem.username_character':
    'ユーザー名に使えない文字が含まれています。文字、数字、簡単な記号を使ってください。',
  'problem.username_direction':
    'ユーザー名に許可されない形で書字方向が混在しています。別のものにしてください。',
  'problem.foreign_domain': 'このユーザー名は別の組織のドメインに属しています。別のものにしてください。',
  'problem.name_part_empty': '姓と名を入力してください。',
  'problem.email_invalid': 'メールアドレスではありません。name@example.com の形式で入力してください。',
  'problem.phone_invalid': '電話番号ではありません。+41 44 668 18 00 のように国番号から入力してください。',
  'problem.phone_missing': 'このアカウントには電話番号がありません。先に追加してください。',
  'problem.language_invalid': 'この言語は不明です。一覧から選んでください。',
  'problem.already_set_up': 'このアカウントはすでに設定されています。このアカウントでログインしてください。',
  'problem.not_set_up':
    'このアカウントはまだ設定されていません。先にメッセージに記載されたコードを使ってください。',
  'problem.organization_name_taken': 'この名前の組織はすでにあります。別の名前にしてください。',
  'problem.organization_name_unusable': 'この名前は使えません。文字または数字が 1 つ以上必要です。',
  'problem.organization_domain_taken': 'この名前のドメインは別の組織が使っています。別の名前にしてください。',
  'problem.picture_invalid':
    'このファイルは使える画像ではありません。PNG、JPEG、または WebP のファイルを選んでください。',
  'problem.picture_missing': '先に写真を選んでください。',
  'problem.file_too_large': 'ファイルが大きすぎます。もっと小さいものを選んでください。',
  'problem.gone': 'これはもう存在しません。ページを読み込み直してください。',
  'problem.unchanged': '変更はありませんでした。',

  'blocked.title': '現在ログインできません',
  'blocked.locked': 'アカウント {name} はロックされています。管理者に解除を依頼してください。',
  'blocked.locked_until': '失敗が続いたため、アカウント {name} はロックされています。{time}に解除されます。',
  'blocked.inactive': 'アカウント {name} は無効になっています。管理者に相談してください。',
  'blocked.organization_inactive': '{name} の組織は無効になっています。管理者に相談してください。',
  'blocked.machine': 'アカウント {name} はマシン用で、ここではログインできません。',
  'refused.title': 'このアカウントはここでは使えません',
}
