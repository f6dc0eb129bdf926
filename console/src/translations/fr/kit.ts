import type { Translation } from '../translation.ts'

export const kit: Translation['kit'] = {
  loading: 'Chargement',
  more: 'Plus',
  cancel: 'Annuler',
  close: 'Fermer',
  save: 'Enregistrer',
  saved: 'Enregistré.',
  reset: 'Rétablir',
  remove: 'Retirer',
  copy: 'Copier',
  copied: 'Copié',
  breadcrumb: 'Fil d’Ariane',
  settingGroups: {
    'Sign-in': 'Connexion',
    'Looks and texts': 'Apparence et textes',
    People: 'Personnes',
    Delivery: 'Envoi',
    Security: 'Sécurité',
    Instance: 'Instance',
  },
  units: { hours: ' h', minutes: ' min', days: ' jours' },
  pageTitle: (title: string) => `${title} – Console`,
  yes: 'Oui',
  no: 'Non',
  none: 'Aucun',
  problem: {
    logInAgain: 'Se reconnecter',
    loggedIn: 'Vous êtes de nouveau connecté. Votre saisie est toujours là ; réessayez.',
    pageTitle: 'Impossible d’afficher cette page',
    again: 'Réessayer',
    old: 'Ce que vous voyez n’est peut-être plus à jour.',
    id: 'ID',
    lacks: (right: string) => `cette page exige ici le droit ${right}`,
    whoGives: 'Une personne qui administre cette organisation ou cette instance peut vous donner ce droit.',
    titles: {
      stale_login: 'Reconnectez-vous d’abord',
      refused: 'Refusé',
      missing_right: 'Il vous manque un droit',
      not_found: 'Introuvable',
      conflict: 'Conflit avec un autre élément',
      invalid: 'Non valide',
      unreachable: 'Pas de connexion au serveur',
    },
  },
  table: {
    empty: 'Rien ici pour l’instant',
    nothingFound: 'Aucun résultat pour cette recherche et ces filtres.',
    clear: 'Effacer la recherche et les filtres',
    refresh: 'Actualiser',
    total: (total: number) => `${total.toLocaleString('fr')} ${total < 2 ? 'entrée' : 'entrées'}`,
    range: (from: number, to: number, total: number, more: boolean) =>
      `${from.toLocaleString('fr')}–${to.toLocaleString('fr')} sur ${more ? 'plus de ' : ''}${total.toLocaleString('fr')}`,
    pageSize: 'Lignes par page',
    previous: 'Page précédente',
    next: 'Page suivante',
    sortBy: (column: string) => `Trier par : ${column}`,
    selectAll: 'Tout sélectionner sur cette page',
    select: (name: string) => `Sélectionner ${name}`,
    selected: (count: number) => `Sélection : ${count}`,
    unselect: 'Effacer la sélection',
    open: (name: string) => `Ouvrir ${name}`,
    filters: 'Filtres',
  },
  search: { label: 'Rechercher', clear: 'Effacer la recherche' },
  form: {
    unsavedTitle: 'Quitter sans enregistrer ?',
    unsaved: 'Vos modifications ne sont pas enregistrées.',
    leave: 'Quitter',
    stay: 'Rester',
    required: 'Ce champ est obligatoire.',
    contested:
      'Quelqu’un d’autre a modifié ceci entre-temps. Votre saisie est toujours là : l’enregistrer remplace l’autre modification, « Rétablir » l’affiche.',
  },
  reason: {
    label: 'Motif (conservé dans le journal)',
    hint: 'Facultatif. Toute personne qui lit le journal le voit.',
    required: 'Cette action exige un motif ici. Remplissez le champ « Motif » et réessayez.',
  },
  confirm: {
    type: (name: string) => `Saisissez ${name} pour confirmer`,
    checking: 'Analyse des conséquences',
    effects: 'Conséquences',
    noEffects: 'Personne n’est touché.',
    people: 'Personnes touchées',
    export: 'Exporter en CSV',
  },
  secret: {
    once: 'Affiché une seule fois. Copiez-le maintenant : vous ne pourrez plus le lire ensuite.',
    done: 'Je l’ai copié',
    download: (file: string) => `Enregistrer sous ${file}`,
  },
  timeline: {
    title: 'Modifications',
    more: 'Modifications plus anciennes',
    empty: 'Aucune modification.',
    payload: 'Détails',
    by: 'par',
    system: 'le système',
  },
  passwordRules: {
    title: 'Le mot de passe doit contenir',
    password: 'Mot de passe',
    repeated: 'Mot de passe, une seconde fois',
    length: (count: number) => `Au moins ${count} ${count < 2 ? 'caractère' : 'caractères'}`,
    lowercase: 'Une lettre minuscule (a–z)',
    uppercase: 'Une lettre majuscule (A–Z)',
    number: 'Un chiffre (0–9)',
    symbol: 'Un signe de ponctuation ou un symbole',
    met: ' (respecté)',
    missing: ' (manquant)',
    notMet: 'Le mot de passe ne respecte pas toutes les règles.',
    notEqual: 'Les deux mots de passe ne sont pas identiques.',
  },
  pickers: {
    nothing: 'Aucun résultat',
    more: (count: number) =>
      `${count.toLocaleString('fr')} ${count < 2 ? 'autre' : 'autres'} ; précisez le nom`,
    person: 'Personne',
    personHint: 'Nom, identifiant ou e-mail',
    organization: 'Organisation',
    project: 'Projet',
    roles: 'Rôles',
    findRoles: 'Chercher des rôles par leur clé',
    noRoles: 'Ce projet n’a pas de rôles.',
  },
  members: {
    title: 'Administrateurs',
    empty: 'Aucun administrateur.',
    add: 'Ajouter un administrateur',
    edit: 'Modifier les rôles',
    removeTitle: 'Retirer cet administrateur ?',
    removeText: (name: string) => `${name} perd tous ses rôles ici.`,
    chooseRole: 'Choisissez au moins un rôle.',
  },
  policy: {
    sources: { own: 'Valeurs propres', inherited: 'De l’instance', default: 'Jamais modifié' },
    reset: 'Utiliser les valeurs de l’instance',
    resetTitle: 'Supprimer les valeurs propres ?',
    resetText: 'Les valeurs de l’instance s’appliqueront désormais.',
    confirmTitle: 'Enregistrer ces réglages ?',
    instanceHas: (value: string) => `Instance : ${value}`,
    savedUnnoticed: 'Enregistré. Personne n’y perd quoi que ce soit.',
    resetDone: 'Les valeurs de l’instance s’appliquent.',
    warnings: 'Avant d’enregistrer',
    on: 'Activé',
    off: 'Désactivé',
    empty: 'vide',
  },
  apiCall: {
    show: 'Voir l’appel d’API',
    note: 'Mettez votre jeton dans TOKEN, et les secrets à la place de « … ». S’il faut plusieurs appels, voici le premier.',
    nothing: 'Rien ne serait encore envoyé.',
  },
  when: { never: 'jamais' },
}

export const effects: Translation['effects'] = {
  peopleLosingLastFactor: (count) =>
    count < 2
      ? `${count} personne perd son dernier facteur.`
      : `${count} personnes perdent leur dernier facteur.`,
  sessionsLowered: (count) =>
    count < 2
      ? `${count} session apporte une preuve moins forte qu’avant.`
      : `${count} sessions apportent une preuve moins forte qu’avant.`,
}

export const bulk: Translation['bulk'] = {
  progress: 'Progression',
  running: (tried: number, total: number) =>
    `${tried.toLocaleString('fr')} sur ${total.toLocaleString('fr')} …`,
  failed: 'Refusé',
  lasting: 'Ne peut pas être rétabli',
  undo: 'Tout rétablir',
  undone: (done: number, total: number) =>
    `Rétablis dans leur état précédent : ${done.toLocaleString('fr')} sur ${total.toLocaleString('fr')}.`,
}

export const metadata: Translation['metadata'] = {
  title: 'Métadonnées',
  intro: 'Vos propres valeurs. Les applications peuvent les lire dans les jetons.',
  empty: 'Aucune métadonnée.',
  add: 'Ajouter une entrée',
  edit: 'Modifier',
  key: 'Clé',
  value: 'Valeur',
  bytes: (count: number) =>
    `${count} ${count < 2 ? 'octet qui n’est pas du texte' : 'octets qui ne sont pas du texte'}`,
  removeText: 'L’entrée est supprimée.',
  changed: 'Modification :',
}

export const authorization: Translation['authorization'] = {
  hasOne: 'Cette personne y a déjà une autorisation. L’enregistrement en modifie les rôles.',
  giver: (organization: string) => `Octroyé par ${organization}`,
}

export const roles: Translation['roles'] = {
  IAM_OWNER: 'Peut tout faire dans toute l’instance.',
  IAM_OWNER_VIEWER: 'Peut tout lire dans toute l’instance.',
  IAM_ORG_MANAGER: 'Gère les organisations et tout ce qui leur appartient.',
  IAM_USER_MANAGER: 'Gère les personnes et les machines de toutes les organisations.',
  IAM_ADMIN_IMPERSONATOR: 'Agit au nom de tout le monde, administrateurs compris.',
  IAM_END_USER_IMPERSONATOR: 'Agit au nom des personnes qui ne sont pas administrateurs.',
  IAM_LOGIN_CLIENT: 'Pour vos propres pages de connexion : sessions et réponses aux demandes de connexion.',
  ORG_OWNER: 'Peut tout faire dans l’organisation.',
  ORG_OWNER_VIEWER: 'Peut tout lire dans l’organisation.',
  ORG_USER_MANAGER: 'Gère les personnes et les machines de l’organisation, et ce qu’elles peuvent utiliser.',
  ORG_USER_PERMISSION_EDITOR: 'Gère les projets et les rôles des personnes.',
  ORG_PROJECT_PERMISSION_EDITOR: 'Gère les organisations qui ont accès à un projet.',
  ORG_PROJECT_CREATOR: 'Crée des projets et en est propriétaire.',
  ORG_SETTINGS_MANAGER: 'Gère les règles et les réglages de l’organisation.',
  ORG_ADMIN_IMPERSONATOR: 'Agit au nom de tout le monde dans l’organisation, administrateurs compris.',
  ORG_END_USER_IMPERSONATOR: 'Agit au nom des personnes de l’organisation qui ne sont pas administrateurs.',
  ORG_USER_SELF_MANAGER: 'Gère uniquement son propre compte.',
  SELF_MANAGEMENT_GLOBAL: 'Gère uniquement son propre compte.',
  PROJECT_OWNER: 'Peut tout faire dans le projet.',
  PROJECT_OWNER_VIEWER: 'Peut tout lire dans le projet.',
  PROJECT_OWNER_GLOBAL: 'Peut tout faire dans le projet, y compris là où il est octroyé.',
  PROJECT_OWNER_VIEWER_GLOBAL: 'Peut tout lire dans le projet, y compris là où il est octroyé.',
  PROJECT_GRANT_OWNER: 'Peut tout faire dans le projet octroyé.',
  PROJECT_GRANT_OWNER_VIEWER: 'Peut tout lire dans le projet octroyé.',
}
