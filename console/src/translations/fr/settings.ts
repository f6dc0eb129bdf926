import type { Translation } from '../translation.ts'
import { settingsTitles } from './titles.ts'

export const settings: Translation['settings'] = {
  ...settingsTitles,
  onlyInstance: (title: string) =>
    `« ${title} » est un réglage de toute l’instance ; choisissez « Toute l’instance » en haut de la page`,
  notFound: 'cette page de réglages n’existe pas ; ouvrez la liste de tous les réglages',
  policies: {
    login: { title: 'Règles', intro: 'Pour toutes les personnes qui se connectent à ce niveau.' },
    complexity: {
      title: 'Ce qu’un nouveau mot de passe exige',
      intro: 'Les mots de passe actuels restent tels quels.',
    },
    age: { title: 'Combien de temps dure un mot de passe', intro: 'En jours depuis sa définition.' },
    lockout: { title: 'Limites', intro: 'Un compte verrouillé ne peut se connecter par aucun moyen.' },
    domain: { title: 'Règles', intro: 'Seuls les administrateurs de l’instance les modifient.' },
    privacy: {
      title: 'Adresses',
      intro:
        'Les pages de connexion et les e-mails affichent celles qui ne sont pas vides. {{.Lang}} représente la langue de la page.',
    },
    notification: { title: 'E-mails' },
    security: { title: 'Cadres, actions au nom d’autrui et moyens de connexion' },
    oidc: {
      title: 'Durées de validité des jetons',
      intro: 'Les jetons déjà émis gardent la leur.',
    },
    restrictions: { title: 'Création d’organisations' },
    defaultLanguage: { title: 'Langue par défaut' },
    allowedLanguages: { title: 'Langues autorisées' },
    loginFlag: {
      title: 'Vos propres pages de connexion',
      intro: 'Envoie les personnes de toutes les applications vers des pages de connexion que vous gérez.',
    },
    flags: {
      title: 'Autres indicateurs du contrat',
      intro:
        'Ils sont conservés pour les clients qui les définissent. Ce serveur n’a pas de second comportement à activer.',
    },
  },
  parts: {
    ways: 'Moyens de connexion',
    factors: 'Seconds facteurs',
    names: 'Identifiants',
    pages: 'Pages',
    lifetimes: 'Combien de temps vaut une preuve',
  },
  factors: {
    title: 'Facteurs autorisés',
    intro: 'Une modification est enregistrée aussitôt, après que vous avez vu qui elle touche.',
    second: 'Seconds facteurs, après le mot de passe',
    multi: 'Plusieurs facteurs à la fois',
    names: {
      SECOND_FACTOR_TYPE_OTP: [
        'Application d’authentification',
        'Les codes d’une application sur le téléphone.',
      ],
      SECOND_FACTOR_TYPE_U2F: ['Clé de sécurité', 'Une clé ou un appareil, à l’abri de l’hameçonnage.'],
      SECOND_FACTOR_TYPE_OTP_EMAIL: ['Code par e-mail', 'Aussi sûr que la boîte de réception.'],
      SECOND_FACTOR_TYPE_RECOVERY_CODES: [
        'Codes de secours',
        'Remplacent un facteur perdu. Autorisés si les règles n’en disent rien.',
      ],
      SECOND_FACTOR_TYPE_OTP_SMS: ['Code par SMS', 'Un numéro peut être détourné.'],
      MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION: [
        'Clé d’accès avec code PIN ou empreinte digitale',
        'Aucun mot de passe n’est nécessaire.',
      ],
    },
    named: 'Autorisé explicitement',
    allowNow: 'Autoriser',
    forbidNow: 'Interdire',
    allow: (name: string) => `Autoriser : ${name}`,
    forbid: (name: string) => `Ne plus autoriser : ${name}`,
    save: 'Enregistrer',
    allowed: (name: string) => `Désormais autorisé : ${name}.`,
    forbidden: (name: string) => `N’est plus autorisé : ${name}.`,
  },
  warnings: {
    noWayIn:
      'Ni mots de passe ni clés d’accès ne seraient autorisés : personne ne pourrait se connecter, vous non plus.',
    noFactor:
      'Un second facteur est exigé, mais aucun n’est autorisé : personne ne peut configurer ce qu’il lui faut.',
    shortPasswords: 'Les mots de passe de moins de 8 caractères se devinent vite.',
    noLock: 'Sans limite, on peut tenter de deviner mots de passe et codes indéfiniment.',
    lockForEver:
      'Seul un administrateur pourrait lever un verrouillage : quiconque connaît un identifiant peut bloquer son titulaire avec des mots de passe erronés.',
    namesWithDomain:
      'Tous les identifiants se terminent alors par un domaine de l’organisation. Communiquez d’abord aux personnes leurs nouveaux identifiants.',
    namesWithoutDomain:
      'Tous les identifiants perdent leur domaine. Deux personnes de même nom d’utilisateur ne peuvent pas toutes deux le garder ; la modification est alors refusée.',
    noOrigins: 'Les cadres sont autorisés, mais aucune page qui peut en avoir n’est indiquée.',
    impersonation: 'Quiconque a le rôle correspondant peut agir comme une autre personne.',
    anyCredentials:
      'Les administrateurs peuvent alors définir les moyens de connexion de personnes qui ont plus de droits qu’eux, et obtenir ainsi ces droits.',
    noFreshProof:
      'Quiconque trouve un navigateur ouvert peut alors changer le mot de passe et les facteurs de son titulaire.',
    longTokens: 'Un jeton d’accès volé qui dure plus d’un jour a plus de valeur.',
    guessable: 'Il y a si peu de codes possibles qu’on peut les deviner.',
    ownLogin:
      'Personne ne peut se connecter, pas même ici, si les pages de connexion à cette adresse ne fonctionnent pas. Ouvrez-la d’abord.',
  },
  clash: (labels: string) =>
    `quelqu’un d’autre a modifié ceci entre-temps : ${labels} ; enregistrez encore une fois pour choisir entre les deux`,
  ownBeside:
    'Ces valeurs sont celles de l’organisation. Si l’instance a une autre valeur, elle est indiquée à côté.',
  saveTogether:
    'L’enregistrement donne à cette organisation ses propres valeurs, toutes ensemble : les modifications ultérieures de l’instance ne l’atteignent plus.',
  readOnly: (right: string) => `Pour modifier ces réglages, il vous faut le droit ${right}.`,
  credentialRights: [
    { value: 'held', label: 'Ceux des personnes qui n’ont pas plus de droits que lui' },
    { value: 'contract', label: 'Ceux de toutes les personnes qu’il peut modifier' },
  ],
  reasonDemand: [
    { value: 'none', label: 'De personne' },
    {
      value: 'people',
      label: 'Des personnes ; les machines n’en donnent un que si elles agissent pour d’autres',
    },
  ],
  generators: [
    ['INIT_CODE', 'Premier code d’une personne', 'Définit le premier mot de passe.'],
    ['VERIFY_EMAIL_CODE', 'Code pour une adresse e-mail', 'Confirme une adresse.'],
    ['VERIFY_PHONE_CODE', 'Code pour un numéro de téléphone', 'Confirme un numéro.'],
    ['PASSWORD_RESET_CODE', 'Code pour un nouveau mot de passe', 'Envoyé à qui a oublié le sien.'],
    ['PASSWORDLESS_INIT_CODE', 'Code pour une clé d’accès', 'Partie du lien pour l’ajouter.'],
    ['APP_SECRET', 'Secrets des applications et des machines', 'Ils n’expirent pas.'],
    ['OTP_SMS', 'Second facteur par SMS', 'Saisi lors d’une connexion.'],
    ['OTP_EMAIL', 'Second facteur par e-mail', 'Saisi lors d’une connexion.'],
  ],
  generatorSummary: (length: number, seconds: number) => {
    const time =
      seconds === 0
        ? 'sans limite'
        : seconds % 3600 === 0
          ? `pendant ${seconds / 3600} h`
          : `pendant ${Math.round((seconds / 60) * 100) / 100} min`
    return `${length} ${length < 2 ? 'caractère' : 'caractères'}, valable ${time}`
  },
  flags: {
    instance: 'Défini sur cette instance',
    system: 'Du système',
    unset: 'Non défini',
    reset: 'Tout réinitialiser',
    resetTitle: 'Réinitialiser tous les indicateurs ?',
    resetText:
      'Tous les indicateurs de cette instance, y compris vos propres pages de connexion, reprennent les valeurs du système.',
    resetDone: 'Les indicateurs ont été réinitialisés.',
  },
  keys: {
    title: 'Clés',
    intro:
      'Une seule clé signe. Les clients gardent les clés publiées quelques minutes : créez donc la prochaine un moment avant de l’activer, et ne supprimez une ancienne clé que lorsque aucun jeton signé par elle n’est encore valable.',
    id: 'ID',
    kind: 'Type',
    state: 'État',
    created: 'Création',
    changed: 'Modification',
    states: {
      STATE_INITIAL: ['Prochaine', 'quiet'],
      STATE_ACTIVE: ['Active', 'good'],
      STATE_INACTIVE: ['Ancienne', 'warn'],
      STATE_REMOVED: ['Supprimée', 'warn'],
    },
    add: 'Nouvelle clé',
    addText: 'Elle est publiée aussitôt et ne signe rien avant que vous ne l’activiez.',
    kinds: [
      { value: 'rsa-2048-256', label: 'RSA 2048, SHA-256 (RS256) : connue de tous les clients' },
      { value: 'rsa-3072-256', label: 'RSA 3072, SHA-256 (RS256)' },
      { value: 'rsa-4096-512', label: 'RSA 4096, SHA-512 (RS512)' },
      { value: 'ecdsa-P256', label: 'Courbe elliptique P-256 (ES256) : petite et rapide' },
      { value: 'ecdsa-P384', label: 'Courbe elliptique P-384 (ES384)' },
      { value: 'ecdsa-P512', label: 'Courbe elliptique P-521 (ES512)' },
      { value: 'ed25519', label: 'Ed25519 (EdDSA)' },
    ],
    added: 'La clé a été créée.',
    activate: 'Activer',
    activateTitle: 'Signer désormais avec cette clé ?',
    activateText:
      'Les clients qui n’ont pas encore récupéré cette clé refusent les nouveaux jetons d’ici là. La clé précédente reste publiée : ses jetons restent donc valables.',
    activated: 'La clé est active.',
    remove: 'Supprimer',
    removeTitle: 'Supprimer cette clé ?',
    removeText: 'Les jetons qu’elle a signés seront désormais refusés, même ceux encore valables.',
    removed: 'La clé a été supprimée.',
  },
}

export const loginAddress: Translation['loginAddress'] = {
  status: (status: number) =>
    `Le serveur a demandé la page de connexion à cette adresse et a reçu HTTP ${status}.`,
  name_unknown: 'Le serveur ne peut pas joindre cette adresse : son nom est inconnu.',
  connection_refused: 'Le serveur ne peut pas joindre cette adresse : rien n’y accepte de connexion.',
  timeout: 'Le serveur ne peut pas joindre cette adresse : aucune réponse en 5 secondes.',
  certificate:
    'Le serveur ne peut pas joindre cette adresse de façon sûre : il ne fait pas confiance à son certificat.',
  failed: 'Le serveur ne peut pas joindre cette adresse : la connexion a échoué.',
  not_allowed:
    'L’adresse n’a pas pu être vérifiée : le serveur ne peut pas interroger les adresses de réseaux privés.',
  not_public:
    'L’adresse n’a pas pu être vérifiée\u202f: son nom est inconnu ou elle appartient à un réseau privé. Vérifiez l’orthographe.',
  not_asked: 'L’adresse n’a pas pu être vérifiée.',
}
