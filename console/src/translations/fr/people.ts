import type { Translation } from '../translation.ts'
import { peopleTitles } from './titles.ts'

const counted = (count: number, one: string, many: string) =>
  `${count.toLocaleString('fr')} ${count < 2 ? one : many}`

const rows = (count: number) => counted(count, 'ligne', 'lignes')

const accounts = (count: number) => counted(count, 'compte', 'comptes')

export const importing: Translation['importing'] = {
  title: peopleTitles.importTitle,
  intro: 'Choisissez un fichier, vérifiez ce qu’il contient, puis importez. Rien n’est écrit avant.',
  fileTitle: 'Fichier',
  fileIntro: 'CSV avec une ligne d’en-tête ; virgule, point-virgule ou tabulation ; UTF-8.',
  choose: 'Choisir un fichier',
  template: 'Enregistrer un exemple',
  tooLarge: 'Le fichier dépasse 20 Mo ; divisez-le.',
  rows,
  missingTitle: 'Il manque des colonnes',
  missing: (fields: readonly string[]) => `Le fichier doit avoir une colonne pour ${fields.join(', ')}.`,
  ignored: (columns: readonly string[]) => `Colonnes non lues : ${columns.join(', ')}.`,
  columns: 'Ces colonnes sont lues :',
  fields: {
    email: 'obligatoire',
    givenName: 'obligatoire ; aussi « first name »',
    familyName: 'obligatoire ; aussi « last name »',
    username: 'par défaut, l’adresse e-mail',
    displayName: 'par défaut, le prénom et le nom de famille',
    nickName: '',
    language: 'par exemple fr ou de-CH',
    gender: 'female, male ou diverse',
    phone: 'avec l’indicatif du pays, par exemple +41 79 123 45 67',
    emailVerified: 'yes ou no ; par défaut, no',
    phoneVerified: 'yes ou no ; par défaut, no',
    userId: 'par défaut, un nouvel ID',
    password: 'un premier mot de passe ; qui en a un ne reçoit pas d’invitation',
    changeRequired: 'si ce mot de passe doit être changé ; par défaut, yes',
  },
  example: {
    email: 'ada@example.com',
    givenName: 'Ada',
    familyName: 'Lovelace',
    username: 'ada',
    language: 'fr',
    phone: '+41791234567',
  },
  previewTitle: 'Contenu du fichier',
  resultTitle: 'Résultat de l’importation',
  found: (good: number, bad: number) => {
    const fit = counted(good, 'ligne peut être importée', 'lignes peuvent être importées')
    return bad === 0
      ? `${fit}.`
      : `${fit} ; ${counted(bad, 'ligne ne le peut pas et sera ignorée', 'lignes ne le peuvent pas et seront ignorées')}.`
  },
  access: {
    title: 'Comment ces personnes accèdent-elles à leur compte ?',
    invite: 'Envoyer une invitation à chacune',
    inviteHint: 'Sauf à celles qui ont un mot de passe dans le fichier.',
    later: 'Configurer plus tard, n’envoyer aucun e-mail',
  },
  leaveOut: (count: number) =>
    count < 2
      ? 'Ignorer la personne dont l’adresse e-mail est déjà utilisée'
      : `Ignorer les ${count.toLocaleString('fr')} personnes dont l’adresse e-mail est déjà utilisée`,
  start: (count: number) => `Importer ${rows(count)}`,
  progress: 'Progression de l’importation',
  done: (created: number, failed: number) =>
    failed === 0
      ? `Créés : ${created.toLocaleString('fr')}.`
      : `Créés : ${created.toLocaleString('fr')} ; non créés : ${failed.toLocaleString('fr')}.`,
  saveFailed: 'Enregistrer les échecs',
  onlyProblems: 'Seulement les lignes à problème',
  line: 'Ligne',
  outcome: 'Résultat',
  ready: 'Prêt',
  created: 'Créé',
  notInvited: (message: string) => `L’invitation n’a pas été envoyée. ${message}`,
  page: {
    first: 'Première page',
    previous: 'Page précédente',
    next: 'Page suivante',
    last: 'Dernière page',
  },
  problems: {
    givenName: 'Le prénom manque.',
    familyName: 'Le nom de famille manque.',
    email: 'L’adresse e-mail manque.',
    phone: 'Le numéro de téléphone doit commencer par l’indicatif du pays, par exemple +41 79 123 45 67.',
    language: 'La langue n’est pas un code tel que fr ou de-CH.',
    gender: 'Le genre doit être female, male ou diverse.',
    password: 'Le mot de passe ne respecte pas toutes les règles.',
    flag: (column: string) => `« ${column} » ne vaut ni yes ni no.`,
    repeated: (line: number) => `Même nom d’utilisateur ou même ID qu’à la ligne ${line}.`,
    exists: 'Une personne de l’organisation a déjà cette adresse e-mail.',
  },
}

export const people: Translation['people'] = {
  ...peopleTitles,
  search: 'Nom, identifiant, e-mail, téléphone ou ID',
  empty: 'Personne ici pour l’instant.',
  name: 'Nom',
  loginName: 'Identifiant',
  username: 'Nom d’utilisateur',
  email: 'E-mail',
  notVerified: 'Non confirmé',
  organization: 'Organisation',
  factors: 'Second facteur',
  factorLevels: { none: 'Aucun', second: 'Oui', phishing_resistant: 'Clé' },
  state: 'État',
  states: { active: 'Actif', inactive: 'Désactivé', locked: 'Verrouillé', initial: 'Non configuré' },
  until: 'déverrouillage',
  created: 'Création',
  kinds: { person: 'Personne', machine: 'Machine' },
  factorFilters: {
    none: 'Sans second facteur',
    second: 'Avec second facteur',
    phishing_resistant: 'Avec clé d’accès ou de sécurité',
  },
  invitedAt: 'invitation',
  filters: {
    show: { label: 'Afficher', all: 'Tout le monde' },
    kind: { label: 'Type', all: 'Tous les types' },
    state: { label: 'État', all: 'Tous les états' },
    factors: { label: 'Second facteur', all: 'Tous les facteurs' },
    organization: { label: 'Toutes les organisations' },
  },
  addSubmit: {
    invite: 'Créer et inviter',
    password: 'Créer avec mot de passe',
    later: 'Créer',
    machine: 'Créer la machine',
  },
  added: (name: string) => `Compte créé : ${name}.`,
  invited: (email: string) => `Une invitation est envoyée à ${email}.`,
  givenName: 'Prénom',
  familyName: 'Nom de famille',
  emailInvalid: 'Ce n’est pas une adresse e-mail.',
  emailVerified: 'L’adresse est confirmée',
  emailVerifiedHint: 'Seulement si vous savez qu’elle appartient à cette personne.',
  usernameHint: 'Laissez vide pour utiliser l’adresse e-mail.',
  access: {
    title: 'Comment cette personne accède-t-elle à son compte ?',
    invite: {
      label: 'Envoyer une invitation',
      hint: 'Un e-mail l’amène à choisir un mot de passe ou une clé d’accès, et confirme aussi son adresse.',
    },
    password: {
      label: 'Définir un premier mot de passe',
      hint: 'Vous le lui communiquez vous-même. Si l’adresse n’est pas confirmée, un code y est envoyé.',
    },
    later: {
      label: 'Configurer plus tard',
      hint: 'Aucun e-mail n’est envoyé, et la connexion n’est pas encore possible.',
    },
  },
  changeRequired: 'Doit être changé à la première connexion',
  furtherDetails: 'Nom affiché, langue, genre, téléphone',
  displayName: 'Nom affiché',
  nickName: 'Surnom',
  language: 'Langue',
  noLanguage: 'Celle du navigateur',
  gender: 'Genre',
  genders: { '': 'Non précisé', female: 'Féminin', male: 'Masculin', diverse: 'Autre' },
  phone: 'Téléphone',
  phoneHint: 'Commencez par l’indicatif du pays, par exemple +41 79 123 45 67.',
  phoneVerified: 'Le numéro est confirmé',
  machineName: 'Nom',
  machineUsernameHint: 'Il sert à la retrouver ; personne d’autre ne peut porter le même.',
  description: 'Description',
  tokenTypes: {
    title: 'Jetons d’accès',
    bearer: {
      label: 'Opaque',
      hint: 'Qui en reçoit un interroge le serveur : sa révocation prend donc effet aussitôt.',
    },
    jwt: { label: 'JWT', hint: 'Se vérifie sans appel au serveur : il reste donc valable jusqu’à sa fin.' },
  },
  bulk: {
    people: accounts,
    more: (count: number) => `et ${counted(count, 'autre compte', 'autres comptes')}`,
    changedSince: 'ce compte a été modifié entre-temps ; vérifiez-le avant de le modifier',
    wasNotActive:
      'le compte n’était pas actif auparavant ; le rétablir le rendrait actif, il reste donc tel qu’il est',
    roles: {
      button: 'Donner des rôles',
      title: (count: number) => `Donner des rôles à ${accounts(count)}`,
      text: 'Ces rôles s’ajoutent à ceux que ces comptes ont déjà dans le projet.',
      done: (done: number, total: number) =>
        `Rôles donnés : ${accounts(done)} sur ${total.toLocaleString('fr')}.`,
      changedSince: 'ces rôles ont été modifiés entre-temps ; vérifiez-les avant de les modifier',
    },
    deactivate: {
      button: 'Désactiver',
      title: (count: number) => `Désactiver ${accounts(count)}`,
      text: 'La connexion devient impossible, et leurs sessions et jetons ne fonctionnent plus. Les comptes peuvent être réactivés.',
      left: (count: number) =>
        `${counted(count, 'compte de la sélection ne peut pas être désactivé et sera ignoré', 'comptes de la sélection ne peuvent pas être désactivés et seront ignorés')}.`,
      done: (done: number, total: number) =>
        `Désactivation : ${accounts(done)} sur ${total.toLocaleString('fr')}.`,
    },
    reactivate: {
      button: 'Réactiver',
      title: (count: number) => `Réactiver ${accounts(count)}`,
      text: 'La connexion redevient possible.',
      left: (count: number) =>
        `${counted(count, 'compte de la sélection sera ignoré, car il n’est pas désactivé', 'comptes de la sélection seront ignorés, car ils ne sont pas désactivés')}.`,
      done: (done: number, total: number) =>
        `Réactivation : ${accounts(done)} sur ${total.toLocaleString('fr')}.`,
    },
    lock: {
      button: 'Verrouiller',
      title: (count: number) => `Verrouiller ${accounts(count)}`,
      text: 'La connexion est impossible jusqu’à ce que quelqu’un déverrouille ces comptes.',
      left: (count: number) =>
        `${counted(count, 'compte de la sélection sera ignoré, car il n’est pas actif', 'comptes de la sélection seront ignorés, car ils ne sont pas actifs')}.`,
      done: (done: number, total: number) =>
        `Verrouillage : ${accounts(done)} sur ${total.toLocaleString('fr')}.`,
    },
    unlock: {
      button: 'Déverrouiller',
      title: (count: number) => `Déverrouiller ${accounts(count)}`,
      text: 'La connexion redevient aussitôt possible ; les tentatives échouées sont oubliées. Si vous rétablissez tout, ces comptes seront de nouveau verrouillés, jusqu’à ce que quelqu’un les déverrouille.',
      left: (count: number) =>
        `${counted(count, 'compte de la sélection sera ignoré, car il n’est pas verrouillé', 'comptes de la sélection seront ignorés, car ils ne sont pas verrouillés')}.`,
      done: (done: number, total: number) =>
        `Déverrouillage : ${accounts(done)} sur ${total.toLocaleString('fr')}.`,
    },
    remove: {
      button: 'Supprimer',
      title: (count: number) => `Supprimer ${accounts(count)}`,
      text: 'Leurs facteurs, sessions, jetons, clés, rôles et droits d’administration sont supprimés aussi. Cette action est irréversible.',
      left: (_: number) => '',
      done: (done: number, total: number) =>
        `Suppression : ${accounts(done)} sur ${total.toLocaleString('fr')}.`,
    },
  },
  export: {
    title: 'Exporter en CSV',
    file: 'personnes.csv',
    text: (total: number, more: boolean) =>
      `Les comptes qui correspondent à la recherche et aux filtres seront enregistrés en CSV : ${more ? 'plus de ' : ''}${accounts(total)}.`,
    progress: 'Progression',
    save: 'Enregistrer en CSV',
  },
  import: importing,
}
