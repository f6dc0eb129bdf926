import type { Translation } from '../translation.ts'

export const shell: Translation['shell'] = {
  product: 'Console',
  skip: 'Aller au contenu',
  menu: 'Navigation',
  openMenu: 'Ouvrir la navigation',
  closeMenu: 'Fermer la navigation',
  loading: 'Chargement',
  wholeInstance: 'Toute l’instance',
  chooseOrganization: 'Choisir une organisation',
  searchOrganizations: 'Nom d’une organisation',
  recent: 'Récentes',
  organization: 'Organisation',
  organizations: 'Organisations',
  noOrganization: 'Aucune organisation ne porte ce nom.',
  search: 'Rechercher',
  searchHint: 'Nom, e-mail, téléphone, identifiant, ID client ou ID',
  searchFailed: 'La recherche a échoué.',
  nothingFound: 'Rien ne porte ce nom ou cet ID.',
  pages: 'Pages',
  settings: 'Réglages',
  settingsIntro: {
    instance: 'De toute l’instance. Ces valeurs s’appliquent aux organisations qui n’ont pas les leurs.',
    organization: 'De cette organisation. Sans valeurs propres, celles de l’instance s’appliquent.',
  },
  noSettings: 'Il n’y a ici aucun réglage que vous puissiez lire.',
  kinds: {
    person: 'Personne',
    machine: 'Machine',
    organization: 'Organisation',
    project: 'Projet',
    application: 'Application',
  },
  keyboard: 'Raccourcis clavier',
  keys: {
    palette: 'Tout rechercher',
    filter: 'Aller à la recherche de la liste',
    help: 'Afficher cette aide',
    close: 'Fermer ce qui est ouvert',
  },
  followedBy: 'puis',
  looks: 'Thème et langue',
  theme: 'Thème',
  language: 'Langue',
  themes: { light: 'Clair', dark: 'Sombre', auto: 'Comme l’appareil' },
  account: 'Compte',
  ownAccount: 'Votre compte',
  switchAccount: 'Changer de compte',
  logOut: 'Se déconnecter',
  systemUser: { as: (name: string) => `Utilisateur système ${name}`, stop: 'Arrêter' },
  noRights: {
    title: 'Vous n’avez pas encore de droits ici',
    text: 'L’administration de votre organisation peut vous en donner. Votre propre compte vous est ouvert.',
  },
  notFound: {
    title: 'Page introuvable',
    text: 'Vérifiez l’adresse, ou revenez à la page précédente.',
    home: 'Aller à l’accueil',
  },
}

export const session: Translation['session'] = {
  start: {
    title: 'La console ne peut pas démarrer',
    unknown: 'Le serveur est injoignable ; vérifiez votre connexion au réseau et réessayez.',
    storage:
      'Le navigateur ne laisse rien enregistrer à la console, pas même la connexion de cet onglet\u202f; autorisez les cookies et les données de site pour cette adresse et réessayez.',
    again: 'Réessayer',
  },
  ended: 'votre connexion a expiré ; connectez-vous de nouveau pour continuer',
  signedOut: {
    title: 'Vous êtes déconnecté',
    text: 'Les jetons de cet onglet ont été révoqués.',
    again: 'Se connecter',
    account: 'Votre compte',
  },
  tried: {
    title: 'Retour de la connexion',
    text: 'La console affiche ce qui est revenu. Vous pouvez fermer cette fenêtre.',
  },
}

export const system: Translation['system'] = {
  title: 'Travailler comme utilisateur système',
  intro:
    'Un utilisateur système crée des instances, leur donne des domaines et les supprime. Il est configuré sur le serveur avec une clé publique (SALLYPORT_SYSTEM_API_USERS) et ne se connecte pas : sa clé privée signe chaque requête.',
  memory:
    'La clé reste dans la mémoire de cet onglet, sous une forme qu’aucun script ne peut lire. Elle n’est jamais conservée ni envoyée. Elle disparaît dès que vous rechargez ou fermez l’onglet, ou que vous cliquez sur Arrêter.',
  name: 'ID de l’utilisateur système',
  nameHint: 'Son nom dans la configuration du serveur.',
  key: 'Clé privée',
  keyHint: 'Un fichier contenant une clé RSA au format PEM, non chiffrée.',
  chooseKey: 'Choisir le fichier de la clé',
  audience: 'Adresse du serveur',
  audienceHint: 'Celle de sa configuration (SALLYPORT_EXTERNAL_DOMAIN), avec le schéma et le port.',
  begin: 'Commencer',
  toConsole: 'Console',
  problems: {
    title: 'Cela n’a pas fonctionné',
    noName: 'Saisissez l’ID de l’utilisateur système.',
    noKey: 'Choisissez le fichier de la clé privée.',
    notKey:
      'Ce fichier ne contient pas de clé RSA lisible au format PEM ; déchiffrez d’abord la clé si elle est chiffrée.',
    noCrypto:
      'Les navigateurs ne signent qu’aux adresses https et sur localhost ; ouvrez la console à une telle adresse.',
    refused:
      'Le serveur n’accepte pas ce que cette clé signe. Vérifiez l’ID, la clé, l’adresse du serveur et l’horloge de cet ordinateur.',
  },
}

export const home: Translation['home'] = {
  title: 'Accueil',
  instance: 'Toute l’instance',
  noRightsTitle: 'Vous n’avez pas encore de droits ici',
  noRights:
    'L’administration de votre organisation peut vous en donner. Votre propre compte vous est ouvert.',
  ownAccount: 'Votre compte',
  noFigures: 'La navigation mène à ce que vous administrez. Les chiffres exigent ici le droit user.read.',
  version: (version: string) => `Sallyport ${version}`,
  figures: {
    people: 'Personnes',
    withSecondFactor: 'Avec second facteur',
    withPhishingResistant: 'Résistant à l’hameçonnage',
    logins: 'Connexions en 30 jours',
    failedChecks: 'Tentatives échouées en 30 jours',
    locks: 'Verrouillages en 30 jours',
  },
  charts: {
    logins: 'Connexions et tentatives échouées',
    factors: 'Verrouillages et facteurs',
    intro: 'Par jour (UTC). Une connexion est une remise de jetons à une application.',
    incomplete: 'Il y a trop d’événements pour tous les compter : les chiffres sont complets depuis le ',
    table: 'Sous forme de tableau',
    date: 'Jour',
    series: {
      logins: 'Connexions',
      failedChecks: 'Tentatives échouées',
      locks: 'Verrouillages',
      factorsAdded: 'Facteurs ajoutés',
      factorsRemoved: 'Facteurs supprimés',
    },
  },
  attention: {
    title: 'À surveiller',
    nothing: 'Rien à signaler.',
    locked: 'Comptes verrouillés',
    withoutFactorUnderForcedMfa: 'Personnes sans le facteur exigé par leurs règles',
    expiring: 'Clés et jetons qui expirent dans les 30 jours',
    failingJobs: 'E-mails et messages en échec',
    count: (total: number, capped: boolean) =>
      capped ? `plus de ${total.toLocaleString('fr')}` : total.toLocaleString('fr'),
    more: (count: string) => `Seuls les premiers sont affichés (total : ${count}).`,
    kinds: {
      application_key: 'Clé d’une application',
      machine_key: 'Clé d’une machine',
      personal_access_token: 'Jeton d’accès personnel',
    },
    expires: 'expire',
    jobs: (jobs: number) => `${jobs.toLocaleString('fr')} en attente`,
    again: 'nouvel essai',
    allExpiring: 'Toutes les clés et tous les jetons qui expirent',
  },
  coverage: {
    title: 'Facteurs par organisation',
    organization: 'Organisation',
  },
  steps: {
    title: 'Premiers pas',
    intro: 'Ce qu’il faut à une nouvelle instance avant que l’on puisse l’utiliser.',
    done: 'Fait',
    open: 'À faire',
    factor: 'Donnez un second facteur à votre propre compte',
    mail: 'Configurez un fournisseur d’e-mail, pour que les codes et les invitations arrivent',
    people: 'Ajoutez les premières personnes',
    organization: 'Créez une organisation pour chaque client ou entreprise',
  },
}
