/** English texts that say why something was refused, and what to do. Keys of refusals are their codes with `_` for `.`. */
export const problemsEn = {
  'problem.title': 'This did not work',
  'problem.general':
    'Something went wrong. Try again. If it happens again, give your administrator the reference {reference}.',
  'problem.not_found_title': 'Page not found',
  'problem.not_found': 'There is no page at this address. Check the address, or start over.',
  'problem.unavailable': 'The service is busy at the moment. Try again in a minute.',
  'problem.field_empty': 'Fill in this field.',
  'problem.entry_too_long': 'This is too long. Use at most 200 characters.',
  'problem.entry_unusable':
    'What was entered is too long, or has a character that cannot be used. Check it and try again.',
  'problem.passwords_differ': 'The two passwords are not the same. Enter the same password twice.',
  'problem.terms_missing': 'Accept the terms to go on.',
  'problem.choice_missing': 'Choose one of the options.',
  'problem.denied': 'You are not allowed to do this. Ask an administrator for help.',
  'problem.too_many_requests': 'There were too many attempts. Try again {time}.',
  'problem.captcha_failed': 'We could not confirm that you are a person. Try the check again.',

  'problem.wrong_login': 'The name or the password is wrong. Check both and try again.',
  'problem.user_not_found': 'We do not know this name. Check it and try again.',
  'problem.several_users': 'Several accounts have this name. Enter the full login name.',
  'problem.name_empty': 'Enter the name of your account.',

  'problem.password_wrong': 'The password is wrong. Check it and try again.',
  'problem.password_wrong_attempts': {
    one: 'The password is wrong. {count} attempt is left before the account is locked.',
    other: 'The password is wrong. {count} attempts are left before the account is locked.',
  },
  'problem.password_missing': 'Enter a password.',
  'problem.password_not_set': 'This account has no password. Choose another way to sign in.',
  'problem.password_unchanged': 'The new password is the same as the old one. Choose another one.',
  'problem.password_too_short': 'The password is too short. Choose a longer one.',
  'problem.password_too_long': 'The password is too long. Use at most 72 characters.',
  'problem.password_control_character':
    'The password contains a tab, a line break or another invisible character. Remove it.',
  'problem.password_no_lowercase': 'The password needs a small letter (a–z).',
  'problem.password_no_uppercase': 'The password needs a capital letter (A–Z).',
  'problem.password_no_number': 'The password needs a digit (0–9).',
  'problem.password_no_symbol': 'The password needs a punctuation mark or symbol.',
  'problem.password_check_abandoned': 'The check took too long. Try again.',

  'problem.locked': 'This account is locked. Ask an administrator to unlock it.',
  'problem.locked_until': 'This account is locked after too many failed attempts. Try again {time}.',
  'problem.user_inactive': 'This account cannot be used at the moment. Ask an administrator for help.',
  'problem.organization_inactive':
    'The organization of this account is deactivated. Ask an administrator for help.',

  'problem.code_empty': 'Enter the code.',
  'problem.code_wrong': 'The code is wrong or has expired. Check it, or use a newer one.',
  'problem.code_kept': 'The code is right and stays valid. Enter it again once the account can be used.',
  'problem.code_expired': 'The code has expired. Ask for a new one.',
  'problem.code_used': 'This code was used already. Wait for the next one.',
  'problem.code_malformed': 'A code of the app has six digits. Check it and try again.',
  'problem.totp_key_replaced':
    'Another window has replaced the key that this page showed. Add the new key to your app.',
  'problem.code_not_sent': 'No code has been sent yet. Ask for one.',
  'problem.codes_exhausted': 'Too many wrong codes were entered. Ask an administrator for help.',
  'problem.recovery_code_wrong': 'The recovery code is wrong or was used already. Try another one.',
  'problem.recovery_code_malformed': 'A recovery code has 15 letters and digits. Check it and try again.',
  'problem.recovery_code_used': 'This recovery code was used already. Try another one.',
  'problem.recovery_codes_used_up':
    'All your recovery codes have been used. Choose another way, or ask an administrator for help.',
  'problem.recovery_codes_changed':
    'The recovery codes were changed in another window. Nothing was replaced.',
  'problem.recovery_codes_without_factor': 'Recovery codes stand in for a second step. Set one up first.',
  'problem.link_invalid': 'This link is wrong, was used already or has expired. Ask for a new one.',
  'problem.address_verified': 'This address is confirmed already. There is nothing to do.',
  'problem.address_unverified': 'This address is not confirmed yet. Confirm it first.',

  'problem.passkey_failed': 'The passkey was not accepted. Try again, or choose another way.',
  'problem.passkey_none': 'This account has no passkey for this site. Choose another way.',
  'problem.passkey_unknown': 'This passkey belongs to no account here. Choose another way.',
  'problem.passkey_expired': 'The request has expired. Start again.',
  'problem.passkey_taken': 'This passkey or security key is registered already. Use another one.',
  'problem.passkey_user_not_verified':
    'Your device did not check that it is you. Set up a PIN, fingerprint or face on it and try again.',
  'problem.passkey_too_many':
    'This account has the highest number of keys. Remove one before you add another.',
  'problem.passkey_suspicious':
    'This key looks like a copy of another one, so it was not accepted. Remove it and register it again.',

  'problem.factor_exists': 'This is set up already. There is nothing to do.',
  'problem.factor_missing': 'This second step is not set up. Choose another one.',
  'problem.factor_not_allowed': 'Your organization does not allow this second step. Choose another one.',
  'problem.factor_required': 'This account needs a second step. Confirm with it first.',
  'problem.factor_forced': 'Your organization demands a second step. Set one up first.',
  'problem.fresh_proof': 'This change needs a recent sign-in. Confirm that it is you, then try again.',

  'problem.session_ended': 'You were signed out or your sign-in has expired. Sign in again.',
  'problem.session_other_user':
    'This sign-in belongs to another account. Start again with the account that you want.',

  'problem.request_unknown':
    'This sign-in request is unknown or has expired. Go back to the application and sign in from there.',
  'problem.request_unfinished': 'Your sign-in is not complete yet. Go on with the next step.',
  'problem.request_answered': 'This sign-in is finished already. Go back to the application.',
  'problem.request_other_organization':
    'The application accepts only accounts of another organization. Choose another account.',
  'problem.request_other_user': 'The application asked for another account. Sign in with that one.',
  'problem.request_acr_unmet':
    'The application wants a stronger proof than this account can give. Set up a stronger way to sign in, or choose another account.',
  'problem.request_too_old': 'The application wants a newer sign-in. Sign in again.',
  'problem.request_prompt_none':
    'The application asked for a sign-in without any question, but you have to sign in first.',
  'problem.other_browser':
    'This sign-in was started in another browser. Continue there, or sign in here again.',
  'problem.cross_site':
    'For your safety, this form was not accepted because it came from another site. Open the page again and repeat the step.',
  'problem.insecure': 'This page works only over a secure connection. Open its address with https.',
  'problem.form_outdated': 'This page was out of date. Check your entries and send them again.',
  'problem.project_access_required':
    'Your organization has no access to this application. Ask an administrator, or choose another account.',
  'problem.authorization_required':
    'This account has no role in this application. Ask an administrator, or choose another account.',
  'problem.project_unusable': 'This application is deactivated at the moment. Ask an administrator for help.',

  'problem.no_way':
    'This account has no allowed way to sign in. Ask an administrator for help, or choose another account.',
  'problem.no_second_factor':
    'A second step is demanded, but this account can set up none that is allowed. Ask an administrator for help.',

  'problem.device_unknown':
    'No device is waiting with this code. Check the code on the device, or let it show a new one.',
  'problem.device_answered':
    'This device was answered already, or its code has expired. Let it show a new one.',
  'problem.device_guessed': 'Too many wrong codes were entered. Wait a minute, then try again.',

  'problem.registration_not_allowed': 'Accounts cannot be created here. Ask an administrator for an account.',
  'problem.registration_org_not_allowed':
    'Organizations cannot be created here. Ask the operator of this site.',
  'problem.registration_org_unknown':
    'There is no such organization, or it is deactivated. Check the link that brought you here.',
  'problem.registration_useless':
    'A new account cannot be used for this sign-in. Sign in with an account that you have, or ask an administrator.',
  'problem.username_taken': 'This user name is taken. Choose another one, or sign in.',
  'problem.username_character':
    'The user name contains a character that is not allowed. Use letters, digits and simple signs.',
  'problem.username_direction':
    'The user name mixes writing directions in a way that is not allowed. Choose another one.',
  'problem.foreign_domain':
    'This user name belongs to the domain of another organization. Choose another one.',
  'problem.name_part_empty': 'Enter your given name and your family name.',
  'problem.email_invalid': 'This is not an e-mail address. Use the form name@example.com.',
  'problem.phone_invalid': 'This is not a phone number. Begin with the country code, as in +41 44 668 18 00.',
  'problem.phone_missing': 'This account has no phone number. Add one first.',
  'problem.language_invalid': 'This language is not known. Choose one from the list.',
  'problem.already_set_up': 'This account is set up already. Sign in with it.',
  'problem.not_set_up': 'This account has not been set up yet. Use the code from our message first.',
  'problem.organization_name_taken': 'An organization with this name exists. Choose another name.',
  'problem.organization_name_unusable': 'This name cannot be used. It needs at least one letter or digit.',
  'problem.organization_domain_taken':
    'Another organization uses the domain of this name. Choose another name.',
  'problem.picture_invalid': 'This file is not a picture that can be used. Choose a PNG, JPEG or WebP file.',
  'problem.picture_missing': 'Choose a picture first.',
  'problem.file_too_large': 'The file is too large. Choose a smaller one.',
  'problem.gone': 'This does not exist any more. Load the page again.',
  'problem.unchanged': 'Nothing was changed.',

  'blocked.title': 'You cannot sign in now',
  'blocked.locked': 'The account {name} is locked. Ask an administrator to unlock it.',
  'blocked.locked_until':
    'The account {name} is locked after too many failed attempts. It will be unlocked {time}.',
  'blocked.inactive': 'The account {name} is deactivated. Ask an administrator for help.',
  'blocked.organization_inactive':
    'The organization of {name} is deactivated. Ask an administrator for help.',
  'blocked.machine': 'The account {name} is for machines and cannot sign in here.',
  'refused.title': 'This account cannot be used here',
} as const
