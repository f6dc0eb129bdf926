import type { Translation } from '../translation.ts'
import { projectsTitles } from './titles.ts'

function counted(count: number, what: string): string {
  return `${count.toLocaleString('fr')} ${count < 2 ? what : `${what}s`}`
}

export const projects: Translation['projects'] = {
  ...projectsTitles,
  intro: 'Un projet réunit des applications, et les rôles que les personnes peuvent y avoir.',
  name: 'Nom',
  state: 'État',
  states: { 0: 'Inconnu', 1: 'Actif', 2: 'Désactivé' },
  owner: 'Organisation',
  grantedTo: 'Octroyé à',
  kind: 'Type',
  everyKind: 'Propres et octroyés',
  kinds: { owned: 'Projets propres', granted: 'Projets octroyés' },
  granted: 'Octroyé',
  id: 'ID',
  created: 'Création',
  changed: 'Modification',
  search: 'Rechercher par nom',
  addHint: 'Par exemple le produit dont les applications vont ensemble.',
  added: (name: string) => `Projet créé : ${name}.`,
  empty: 'Aucun projet pour l’instant.',
  overview: 'Vue d’ensemble',
  applications: 'Applications',
  authorizations: 'Autorisations',
  sections: 'Parties du projet',
  rename: 'Nom du projet',
  settings: 'Réglages',
  settingsIntro: 'Ils valent pour toutes les applications du projet, dès la prochaine connexion.',
  roleAssertion: 'Rôles dans les jetons',
  roleAssertionHint: 'Les jetons et userinfo indiquent les rôles des personnes dans ce projet.',
  authorizationRequired: 'Seulement les personnes qui ont un rôle',
  authorizationRequiredHint:
    'Sans autorisation sur ce projet, une personne ne peut pas se connecter à ses applications.',
  accessRequired: 'Seulement les organisations qui ont le projet',
  accessRequiredHint:
    'Une personne ne se connecte que si son organisation possède le projet ou en a reçu l’octroi.',
  labeling: 'Présentation de la connexion',
  labelings: {
    0: 'Celle de l’instance',
    1: 'Celle de l’organisation propriétaire du projet',
    2: 'Celle de l’organisation de la personne',
  },
  acr: 'Force de la preuve exigée',
  acrHint:
    'Une connexion qui prouve moins donne lieu à une demande supplémentaire, quelles que soient les règles de connexion.',
  acrs: {
    none: 'Selon les règles de connexion',
    'urn:sallyport:aal:1': 'Niveau 1 : un facteur',
    'urn:sallyport:aal:2': 'Niveau 2 : deux facteurs, ou une clé d’accès',
    'urn:sallyport:aal:3': 'Niveau 3 : une clé d’accès sur une clé de sécurité',
  },
  registration: 'Clients qui s’ajoutent eux-mêmes',
  registrationHint: 'Ces clients deviennent des applications de ce projet sans administrateur.',
  registrations: {
    metadata_documents: 'Clients qui publient un document de métadonnées à leur propre adresse',
    dynamic_registration: 'Clients qui s’enregistrent (RFC 7591)',
  },
  deactivate: 'Désactiver',
  deactivateText: 'Personne ne peut se connecter aux applications du projet jusqu’à ce qu’il soit réactivé.',
  activate: 'Réactiver',
  remove: 'Supprimer',
  removeText:
    'Ses applications, rôles, octrois, autorisations et administrateurs sont supprimés avec lui. Cette action est irréversible.',
  removed: (name: string) => `Projet supprimé : ${name}.`,
  members: 'Administrateurs',
  membersIntro:
    'Les personnes qui ne gèrent que ce projet. Celles de l’organisation et de l’instance n’y figurent pas.',
  changes: 'Modifications',
  notFound: 'ce projet n’existe pas, ou vous ne pouvez pas le lire ; vérifiez l’adresse',
  roles: {
    title: 'Rôles',
    intro:
      'Ce que les personnes peuvent être dans les applications du projet. Les applications en trouvent les clés dans les jetons.',
    key: 'Clé',
    displayName: 'Nom',
    group: 'Groupe',
    search: 'Rechercher par clé',
    add: 'Ajouter des rôles',
    addHint:
      'La clé figure dans les jetons et ne peut pas être modifiée. À défaut de nom, la clé est affichée.',
    another: 'Un rôle de plus',
    drop: (at: number) => `Enlever le rôle ${at}`,
    keyOf: (at: number) => `Clé du rôle ${at}`,
    nameOf: (at: number) => `Nom du rôle ${at}`,
    groupOf: (at: number) => `Groupe du rôle ${at}`,
    twice: 'Cette clé figure deux fois.',
    added: (count: number) => (count < 2 ? 'Le rôle a été ajouté.' : `${count} rôles ont été ajoutés.`),
    edit: 'Modifier',
    editTitle: (key: string) => `Rôle ${key}`,
    empty: 'Aucun rôle pour l’instant.',
    who: 'Qui l’a ?',
    actions: 'Actions',
    remove: 'Supprimer',
    removeTitle: (count: number) => (count < 2 ? 'Supprimer ce rôle ?' : `Supprimer ${count} rôles ?`),
    removeText:
      'Les applications ne voient plus ces rôles. Les personnes gardent leurs autorisations, sans ces rôles.',
    removed: 'Suppression effectuée.',
    effects: (authorizations: number, grants: number) =>
      `Le perdent : ${counted(authorizations, 'autorisation')} et ${counted(grants, 'octroi')}.`,
  },
  grants: {
    title: 'Octrois',
    intro:
      'Les organisations qui utilisent le projet pour leurs propres utilisateurs, avec les rôles qu’elles peuvent donner.',
    organization: 'Organisation',
    roles: 'Rôles',
    mayGive: 'Rôles qui peuvent être donnés',
    rolesHint:
      'L’organisation peut les donner à ses propres utilisateurs. Quiconque a un rôle retiré ici le perd.',
    add: 'Octroyer',
    added: 'Le projet a été octroyé.',
    search: 'Rechercher par clé de rôle',
    empty: 'Le projet n’est octroyé à aucune autre organisation.',
    project: 'Projet',
    owner: 'Propriétaire',
    title2: (project: string, organization: string) => `${project} pour ${organization}`,
    yours: 'L’organisation propriétaire du projet en gère les applications et les rôles.',
    overview: 'Octroi',
    deactivate: 'Désactiver',
    deactivateText:
      'Ce que les personnes de cette organisation ont par cet octroi ne compte plus jusqu’à ce qu’il soit réactivé.',
    activate: 'Réactiver',
    remove: 'Supprimer',
    removeText:
      'L’organisation perd le projet, avec toutes les autorisations et tous les administrateurs qu’elle a par cet octroi.',
    removed: 'L’octroi a été supprimé.',
    members: 'Administrateurs de l’octroi',
    membersIntro: 'Les personnes qui gèrent ce que l’organisation fait de ce projet.',
    notFound: 'cet octroi n’existe pas, ou vous ne pouvez pas le lire ; vérifiez l’adresse',
    without: 'Aucun',
  },
}
