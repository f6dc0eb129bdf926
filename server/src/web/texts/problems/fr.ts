import type { ProblemTexts } from '../texts.ts'

/** French texts; see `en.ts`. */
export const problemsFr: ProblemTexts = {
  'problem.title': 'Cela n’a pas fonctionné',
  'problem.general':
    'Un problème est survenu. Réessayez. Si cela se reproduit, donnez à votre administration la référence {reference}.',
  'problem.not_found_title': 'Page introuvable',
  'problem.not_found': 'Il n’y a pas de page à cette adresse. Vérifiez l’adresse, ou recommencez.',
  'problem.unavailable': 'Le service est très sollicité en ce moment. Réessayez dans une minute.',
  'problem.field_empty': 'Remplissez ce champ.',
  'problem.entry_too_long': 'C’est trop long. Utilisez au plus 200 caractères.',
  'problem.entry_unusable':
    'La saisie est trop longue ou contient un caractère qui ne peut pas être utilisé. Vérifiez-la et réessayez.',
  'problem.passwords_differ':
    'Les deux mots de passe ne sont pas identiques. Saisissez deux fois le même mot de passe.',
  'problem.terms_missing': 'Acceptez les conditions pour continuer.',
  'problem.choice_missing': 'Choisissez l’une des options.',
  'problem.denied': 'Vous n’avez pas le droit de faire cela. Demandez de l’aide à votre administration.',
  'problem.too_many_requests': 'Il y a eu trop de tentatives. Réessayez {time}.',
  'problem.captcha_failed':
    'Nous n’avons pas pu confirmer que vous êtes une personne. Recommencez la vérification.',

  'problem.wrong_login': 'Le nom ou le mot de passe est incorrect. Vérifiez les deux et réessayez.',
  'problem.user_not_found': 'Nous ne connaissons pas ce nom. Vérifiez-le et réessayez.',
  'problem.several_users': 'Plusieurs comptes portent ce nom. Saisissez l’identifiant complet.',
  'problem.name_empty': 'Saisissez le nom de votre compte.',

  'problem.password_wrong': 'Le mot de passe est incorrect. Vérifiez-le et réessayez.',
  'problem.password_wrong_attempts': {
    one: 'Le mot de passe est incorrect. Il reste {count} tentative avant le verrouillage du compte.',
    other: 'Le mot de passe est incorrect. Il reste {count} tentatives avant le verrouillage du compte.',
  },
  'problem.password_missing': 'Saisissez un mot de passe.',
  'problem.password_not_set':
    'Ce compte n’a pas de mot de passe. Choisissez un autre moyen de vous connecter.',
  'problem.password_unchanged': 'Le nouveau mot de passe est identique à l’ancien. Choisissez-en un autre.',
  'problem.password_too_short': 'Le mot de passe est trop court. Choisissez-en un plus long.',
  'problem.password_too_long': 'Le mot de passe est trop long. Utilisez au plus 72 caractères.',
  'problem.password_control_character':
    'Le mot de passe contient une tabulation, un saut de ligne ou un autre caractère invisible. Supprimez-le.',
  'problem.password_no_lowercase': 'Le mot de passe doit contenir une lettre minuscule (a–z).',
  'problem.password_no_uppercase': 'Le mot de passe doit contenir une lettre majuscule (A–Z).',
  'problem.password_no_number': 'Le mot de passe doit contenir un chiffre (0–9).',
  'problem.password_no_symbol': 'Le mot de passe doit contenir un signe de ponctuation ou un symbole.',
  'problem.password_check_abandoned': 'La vérification a pris trop de temps. Réessayez.',

  'problem.locked': 'Ce compte est verrouillé. Demandez à votre administration de le déverrouiller.',
  'problem.locked_until': 'Ce compte est verrouillé après trop de tentatives échouées. Réessayez {time}.',
  'problem.user_inactive':
    'Ce compte ne peut pas être utilisé actuellement. Demandez de l’aide à votre administration.',
  'problem.organization_inactive':
    'L’organisation de ce compte est désactivée. Demandez de l’aide à votre administration.',

  'problem.code_empty': 'Saisissez le code.',
  'problem.code_wrong': 'Le code est incorrect ou a expiré. Vérifiez-le, ou utilisez-en un plus récent.',
  'problem.code_kept':
    'Le code est correct et reste valable. Saisissez-le de nouveau dès que le compte pourra être utilisé.',
  'problem.code_expired': 'Le code a expiré. Demandez-en un nouveau.',
  'problem.code_used': 'Ce code a déjà été utilisé. Attendez le suivant.',
  'problem.code_malformed': 'Un code de l’application a six chiffres. Vérifiez-le et réessayez.',
  'problem.totp_key_replaced':
    'Une autre fenêtre a remplacé la clé que cette page affichait. Ajoutez la nouvelle clé à votre application.',
  'problem.code_not_sent': 'Aucun code n’a encore été envoyé. Demandez-en un.',
  'problem.codes_exhausted':
    'Trop de codes erronés ont été saisis. Demandez de l’aide à votre administration.',
  'problem.recovery_code_wrong':
    'Le code de secours est incorrect ou a déjà été utilisé. Essayez-en un autre.',
  'problem.recovery_code_malformed': 'Un code de secours a 15 lettres et chiffres. Vérifiez-le et réessayez.',
  'problem.recovery_code_used': 'Ce code de secours a déjà été utilisé. Essayez-en un autre.',
  'problem.recovery_codes_used_up':
    'Tous vos codes de secours ont été utilisés. Choisissez un autre moyen, ou demandez de l’aide à votre administration.',
  'problem.recovery_codes_changed':
    'Les codes de récupération ont été modifiés dans une autre fenêtre. Rien n’a été remplacé.',
  'problem.recovery_codes_without_factor':
    'Les codes de secours remplacent un second facteur. Configurez-en d’abord un.',
  'problem.link_invalid': 'Ce lien est incorrect, a déjà été utilisé ou a expiré. Demandez-en un nouveau.',
  'problem.address_verified': 'Cette adresse est déjà confirmée. Il n’y a rien à faire.',
  'problem.address_unverified': 'Cette adresse n’est pas encore confirmée. Confirmez-la d’abord.',

  'problem.passkey_failed': 'La clé d’accès n’a pas été acceptée. Réessayez, ou choisissez un autre moyen.',
  'problem.passkey_none': 'Ce compte n’a pas de clé d’accès pour ce site. Choisissez un autre moyen.',
  'problem.passkey_unknown': 'Cette clé d’accès n’appartient à aucun compte ici. Choisissez un autre moyen.',
  'problem.passkey_expired': 'La demande a expiré. Recommencez.',
  'problem.passkey_taken': 'Cette clé d’accès ou de sécurité est déjà enregistrée. Utilisez-en une autre.',
  'problem.passkey_user_not_verified':
    'Votre appareil n’a pas vérifié que c’est bien vous. Configurez-y un code PIN, une empreinte digitale ou un visage, puis réessayez.',
  'problem.passkey_too_many':
    'Ce compte a atteint le nombre maximal de clés. Supprimez-en une avant d’en ajouter une autre.',
  'problem.passkey_suspicious':
    'Cette clé ressemble à la copie d’une autre, elle n’a donc pas été acceptée. Supprimez-la et enregistrez-la de nouveau.',

  'problem.factor_exists': 'C’est déjà configuré. Il n’y a rien à faire.',
  'problem.factor_missing': 'Ce second facteur n’est pas configuré. Choisissez-en un autre.',
  'problem.factor_not_allowed':
    'Votre organisation n’autorise pas ce second facteur. Choisissez-en un autre.',
  'problem.factor_required': 'Ce compte a besoin d’un second facteur. Confirmez d’abord avec celui-ci.',
  'problem.factor_forced': 'Votre organisation exige un second facteur. Configurez-en d’abord un.',
  'problem.fresh_proof':
    'Cette modification exige une connexion récente. Confirmez que c’est bien vous, puis réessayez.',

  'problem.session_ended': 'Vous avez été déconnecté ou votre connexion a expiré. Reconnectez-vous.',
  'problem.session_other_user':
    'Cette connexion appartient à un autre compte. Recommencez avec le compte souhaité.',

  'problem.request_unknown':
    'Cette demande de connexion est inconnue ou a expiré. Retournez à l’application et connectez-vous depuis celle-ci.',
  'problem.request_unfinished': 'Votre connexion n’est pas encore terminée. Passez à l’étape suivante.',
  'problem.request_answered': 'Cette connexion est déjà terminée. Retournez à l’application.',
  'problem.request_other_organization':
    'L’application n’accepte que les comptes d’une autre organisation. Choisissez un autre compte.',
  'problem.request_other_user': 'L’application a demandé un autre compte. Connectez-vous avec celui-ci.',
  'problem.request_acr_unmet':
    'L’application exige une preuve plus forte que celle que ce compte peut fournir. Configurez un moyen de connexion plus fort, ou choisissez un autre compte.',
  'problem.request_too_old': 'L’application veut une connexion plus récente. Reconnectez-vous.',
  'problem.request_prompt_none':
    'L’application a demandé une connexion sans aucune question, mais vous devez d’abord vous connecter.',
  'problem.other_browser':
    'Cette connexion a été commencée dans un autre navigateur. Continuez dans celui-ci, ou reconnectez-vous ici.',
  'problem.cross_site':
    'Pour votre sécurité, ce formulaire n’a pas été accepté, car il provient d’un autre site. Rouvrez la page et recommencez l’étape.',
  'problem.insecure':
    'Cette page ne fonctionne qu’avec une connexion sécurisée. Ouvrez son adresse avec https.',
  'problem.form_outdated': 'Cette page n’était plus à jour. Vérifiez vos réponses et envoyez-les de nouveau.',
  'problem.project_access_required':
    'Votre organisation n’a pas accès à cette application. Contactez votre administration, ou choisissez un autre compte.',
  'problem.authorization_required':
    'Ce compte n’a aucun rôle dans cette application. Contactez votre administration, ou choisissez un autre compte.',
  'problem.project_unusable':
    'Cette application est actuellement désactivée. Demandez de l’aide à votre administration.',

  'problem.no_way':
    'Ce compte n’a aucun moyen autorisé de se connecter. Demandez de l’aide à votre administration, ou choisissez un autre compte.',
  'problem.no_second_factor':
    'Un second facteur est exigé, mais ce compte ne peut en configurer aucun qui soit autorisé. Demandez de l’aide à votre administration.',

  'problem.device_unknown':
    'Aucun appareil n’attend avec ce code. Vérifiez le code sur l’appareil, ou faites-en afficher un nouveau.',
  'problem.device_answered':
    'La demande de cet appareil a déjà reçu une réponse, ou son code a expiré. Faites-en afficher un nouveau.',
  'problem.device_guessed': 'Trop de codes erronés ont été saisis. Attendez une minute, puis réessayez.',

  'problem.registration_not_allowed':
    'Il n’est pas possible de créer un compte ici. Demandez un compte à votre administration.',
  'problem.registration_org_not_allowed':
    'Il n’est pas possible de créer une organisation ici. Adressez-vous à l’exploitant de ce site.',
  'problem.registration_org_unknown':
    'Cette organisation n’existe pas ou est désactivée. Vérifiez le lien qui vous a mené ici.',
  'problem.registration_useless':
    'Un nouveau compte ne peut pas servir pour cette connexion. Connectez-vous avec un compte existant, ou adressez-vous à votre administration.',
  'problem.username_taken': 'Ce nom d’utilisateur est déjà pris. Choisissez-en un autre, ou connectez-vous.',
  'problem.username_character':
    'Le nom d’utilisateur contient un caractère qui n’est pas autorisé. Utilisez des lettres, des chiffres et des signes simples.',
  'problem.username_direction':
    'Le nom d’utilisateur mélange les sens d’écriture d’une façon qui n’est pas autorisée. Choisissez-en un autre.',
  'problem.foreign_domain':
    'Ce nom d’utilisateur appartient au domaine d’une autre organisation. Choisissez-en un autre.',
  'problem.name_part_empty': 'Saisissez votre prénom et votre nom de famille.',
  'problem.email_invalid': 'Ce n’est pas une adresse e-mail. Utilisez la forme nom@example.com.',
  'problem.phone_invalid':
    'Ce n’est pas un numéro de téléphone. Commencez par l’indicatif du pays, par exemple +41 44 668 18 00.',
  'problem.phone_missing': 'Ce compte n’a pas de numéro de téléphone. Ajoutez-en d’abord un.',
  'problem.language_invalid': 'Cette langue n’est pas connue. Choisissez-en une dans la liste.',
  'problem.already_set_up': 'Ce compte est déjà configuré. Connectez-vous avec celui-ci.',
  'problem.not_set_up': 'Ce compte n’a pas encore été configuré. Utilisez d’abord le code de notre message.',
  'problem.organization_name_taken': 'Une organisation porte déjà ce nom. Choisissez un autre nom.',
  'problem.organization_name_unusable':
    'Ce nom ne peut pas être utilisé. Il doit contenir au moins une lettre ou un chiffre.',
  'problem.organization_domain_taken':
    'Une autre organisation utilise le domaine de ce nom. Choisissez un autre nom.',
  'problem.picture_invalid':
    'Ce fichier n’est pas une image utilisable. Choisissez un fichier PNG, JPEG ou WebP.',
  'problem.picture_missing': 'Choisissez d’abord une photo.',
  'problem.file_too_large': 'Le fichier est trop volumineux. Choisissez-en un plus petit.',
  'problem.gone': 'Cet élément n’existe plus. Rechargez la page.',
  'problem.unchanged': 'Rien n’a été modifié.',

  'blocked.title': 'Vous ne pouvez pas vous connecter maintenant',
  'blocked.locked': 'Le compte {name} est verrouillé. Demandez à votre administration de le déverrouiller.',
  'blocked.locked_until':
    'Le compte {name} est verrouillé après trop de tentatives échouées. Il sera déverrouillé {time}.',
  'blocked.inactive': 'Le compte {name} est désactivé. Demandez de l’aide à votre administration.',
  'blocked.organization_inactive':
    'L’organisation de {name} est désactivée. Demandez de l’aide à votre administration.',
  'blocked.machine': 'Le compte {name} est destiné aux machines et ne peut pas se connecter ici.',
  'refused.title': 'Ce compte ne peut pas être utilisé ici',
}
