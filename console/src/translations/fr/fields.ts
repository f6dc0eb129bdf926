import type { Translation } from '../translation.ts'

export const fields: Translation['fields'] = {
  login: {
    allowUsernamePassword: [
      'Se connecter avec un mot de passe',
      'Désactivé : il ne reste que les clés d’accès.',
    ],
    passwordlessType: [
      'Se connecter avec une clé d’accès',
      'Une clé d’accès remplace le mot de passe et vaut aussi comme second facteur.',
    ],
    allowRegister: ['Chacun peut créer son compte', 'Dans l’organisation qu’indique l’application.'],
    allowExternalIdp: [
      'Se connecter avec d’autres fournisseurs',
      'Prend effet dès qu’un fournisseur d’identité est configuré.',
    ],
    defaultRedirectUri: [
      'Où vont les personnes qui ne viennent d’aucune application',
      'Une adresse qui commence par https, ou celle d’une application. Vide : la page du compte.',
    ],
    forceMfa: ['Chaque compte a besoin d’un second facteur'],
    forceMfaLocalOnly: [
      'Les comptes de ce serveur ont besoin d’un second facteur',
      'Pas ceux qui se connectent avec un autre fournisseur.',
    ],
    mfaInitSkipLifetime: ['Proposer de nouveau un facteur après', '0 : ne pas proposer.'],
    ignoreUnknownUsernames: [
      'Ne pas révéler si un identifiant existe',
      'Un mot de passe est aussi demandé pour les noms inconnus, afin que personne ne puisse découvrir qui a un compte.',
    ],
    allowDomainDiscovery: [
      'Trouver l’organisation d’après le domaine de l’identifiant',
      'Les noms inconnus d’un domaine vérifié relèvent de son organisation.',
    ],
    disableLoginWithEmail: ['Ne pas accepter une adresse e-mail comme identifiant'],
    disableLoginWithPhone: ['Ne pas accepter un numéro de téléphone comme identifiant'],
    hidePasswordReset: ['Masquer « Mot de passe oublié ? »'],
    passwordCheckLifetime: ['Mot de passe'],
    secondFactorCheckLifetime: ['Second facteur'],
    multiFactorCheckLifetime: ['Clé d’accès'],
    externalLoginCheckLifetime: ['Autre fournisseur'],
  },
  complexity: {
    minLength: ['Nombre minimal de caractères', 'De 1 à 72.'],
    hasUppercase: ['Une lettre majuscule (A–Z)'],
    hasLowercase: ['Une lettre minuscule (a–z)'],
    hasNumber: ['Un chiffre (0–9)'],
    hasSymbol: ['Un signe de ponctuation ou un symbole'],
  },
  age: {
    maxAgeDays: [
      'Les mots de passe expirent après',
      '0 : jamais. Sinon, la connexion suivante en exige un nouveau.',
    ],
    expireWarnDays: ['Avertir avant', '0 : aucun avertissement.'],
  },
  lockout: {
    maxPasswordAttempts: ['Mots de passe erronés avant le verrouillage', '0 : jamais.'],
    maxOtpAttempts: ['Codes erronés avant le verrouillage', '0 : jamais.'],
    releaseAfter: ['Un verrouillage se lève de lui-même après', '0 : seul un administrateur déverrouille.'],
  },
  domain: {
    userLoginMustBeDomain: [
      'Les identifiants se terminent par un domaine de l’organisation',
      'Deux organisations peuvent alors avoir le même nom d’utilisateur. Une modification change tous les identifiants.',
    ],
    validateOrgDomains: [
      'Les domaines des organisations doivent être vérifiés',
      'Désactivé : un domaine compte dès son ajout.',
    ],
    smtpSenderAddressMatchesInstanceDomain: ['L’expéditeur des e-mails a un domaine de l’instance'],
  },
  notification: {
    passwordChange: ['Envoyer un e-mail aux personnes dont le mot de passe a été changé'],
  },
  privacy: {
    tosLink: ['Conditions d’utilisation'],
    privacyLink: ['Politique de confidentialité'],
    helpLink: ['Aide'],
    supportEmail: ['Adresse e-mail de l’assistance'],
    docsLink: ['Documentation'],
    customLink: ['Un lien de votre choix'],
    customLinkText: ['Son texte'],
  },
  security: {
    enableIframeEmbedding: [
      'D’autres pages peuvent afficher la connexion dans un cadre',
      'Les cadres facilitent les clics obtenus par ruse ; indiquez les pages autorisées.',
    ],
    allowedOrigins: [
      'Pages autorisées',
      'Par exemple https://app.example.com. Appuyez sur Entrée après chacune.',
    ],
    enableImpersonation: [
      'Les utilisateurs peuvent agir au nom d’autrui',
      'Par échange de jetons ; chacun doit aussi avoir un rôle pour cela.',
    ],
    credentialRights: [
      'Les moyens de connexion qu’un administrateur peut définir',
      'Quiconque définit le mot de passe ou la clé d’accès d’une personne peut agir à sa place.',
    ],
    freshProof: [
      'Confirmer son identité avant de changer ses moyens de connexion',
      'Aussi avant de supprimer une organisation, d’attribuer des rôles sur l’instance, de changer les clés de signature ou les destinations du journal, ou d’agir au nom d’autrui. Inutile si la dernière preuve date de moins de ce nombre de minutes. 0\u202f: jamais exigé. Au plus 1 440.',
    ],
    reasonDemand: [
      'Les actions sensibles exigent un motif, que le journal conserve',
      'Suppressions, administrateurs, clés de signature, secrets des applications, destinations du journal, et mots de passe, facteurs et adresses d’autrui.',
    ],
  },
  oidc: {
    accessTokenLifetime: ['Jetons d’accès', 'Opaques et JWT.'],
    idTokenLifetime: ['Jetons d’identité'],
    refreshTokenIdleExpiration: ['Jetons d’actualisation inutilisés'],
    refreshTokenExpiration: ['Jetons d’actualisation, dans tous les cas'],
  },
  generator: {
    length: ['Longueur', 'De 1 à 255 caractères.'],
    expiry: ['Durée de validité', '0 : sans limite.'],
    includeLowerLetters: ['Lettres minuscules'],
    includeUpperLetters: ['Lettres majuscules'],
    includeDigits: ['Chiffres'],
    includeSymbols: ['Symboles'],
  },
  defaultLanguage: { language: ['Langue des personnes qui n’en ont choisi aucune'] },
  allowedLanguages: {
    allowedLanguages: [
      'Langues des pages et des e-mails',
      'Vide : toutes. La langue par défaut doit en faire partie.',
    ],
  },
  restrictions: {
    disallowPublicOrgRegistration: [
      'Les visiteurs ne doivent pas créer d’organisations',
      'La page correspondante est alors introuvable.',
    ],
  },
  loginFlag: {
    required: ['Toutes les applications utilisent les pages de connexion à l’adresse ci-dessous'],
    baseUri: ['Adresse de vos pages de connexion', 'https, sans paramètres. Vide : les pages de ce serveur.'],
  },
  flags: {
    loginDefaultOrg: [
      'loginDefaultOrg',
      'Une connexion qui n’indique pas d’organisation suit de toute façon l’instance.',
    ],
    oidcTokenExchange: ['oidcTokenExchange', 'Toujours actif, pour les clients configurés pour cela.'],
    enableBackChannelLogout: [
      'enableBackChannelLogout',
      'Toujours actif, pour les applications qui ont une adresse pour cela.',
    ],
    permissionCheckV2: [
      'permissionCheckV2',
      'Les listes omettent toujours ce que l’appelant ne peut pas lire.',
    ],
    oidcSingleV1SessionTermination: [
      'oidcSingleV1SessionTermination',
      'Une déconnexion termine toujours une seule session.',
    ],
    debugOidcParentError: ['debugOidcParentError', 'Les erreurs indiquent toujours la cause et le remède.'],
    disableUserTokenEvent: [
      'disableUserTokenEvent',
      'Les jetons ne sont jamais des événements de personnes.',
    ],
    userSchema: ['userSchema', 'Ses services n’existent plus.'],
    consoleUseV2UserApi: ['consoleUseV2UserApi', 'Pour une autre console.'],
  },
}
