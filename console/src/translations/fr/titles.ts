import type { Translation } from '../translation.ts'

export const looksTitles: Translation['looksTitles'] = {
  branding: {
    title: 'Présentation',
    intro: 'Couleurs, logo, icône et police des pages de connexion, des pages du compte et des e-mails.',
  },
  messages: {
    title: 'Textes des messages',
    intro: 'Ce que disent les e-mails et les SMS, dans chaque langue.',
  },
  loginTexts: {
    title: 'Textes de connexion',
    intro: 'Ce que disent les pages de connexion, dans chaque langue.',
  },
  email: {
    title: 'Envoi des e-mails',
    intro: 'Le serveur ou le service d’e-mail qui envoie les codes, les invitations et les avis.',
  },
  sms: {
    title: 'Envoi des SMS',
    intro: 'Le service qui envoie les codes aux téléphones.',
  },
  domains: {
    title: 'Domaines de l’instance',
    intro: 'Les adresses où l’instance répond, et les autres domaines auxquels elle fait confiance.',
  },
}

export const authorizationsTitles: Translation['authorizationsTitles'] = {
  title: 'Autorisations',
  add: 'Ajouter une autorisation',
}

export const projectsTitles: Translation['projectsTitles'] = {
  title: 'Projets',
  add: 'Nouveau projet',
}

export const auditTitles: Translation['auditTitles'] = {
  title: 'Audit',
  command: 'Journal des modifications et des connexions',
}

export const settingsTitles: Translation['settingsTitles'] = {
  title: 'Réglages',
  pages: {
    login: ['Connexion', 'Mots de passe, clés d’accès, seconds facteurs, et combien de temps ils comptent.'],
    complexity: ['Règles des mots de passe', 'Ce qu’un nouveau mot de passe exige, et quand il expire.'],
    lockout: ['Verrouillage', 'Après combien d’échecs un compte est verrouillé, et pour combien de temps.'],
    domain: [
      'Identifiants et domaines',
      'Si les identifiants se terminent par un domaine, et si les domaines doivent être vérifiés.',
    ],
    notification: ['Avis', 'E-mails sur les modifications d’un compte.'],
    privacy: ['Liens', 'Conditions, confidentialité, aide et assistance sur les pages de connexion.'],
    security: ['Sécurité', 'Cadres, actions au nom d’autrui, et changement des moyens de connexion.'],
    oidc: ['Jetons', 'Combien de temps durent les jetons des applications.'],
    generators: ['Codes et secrets', 'Longueur, durée de validité et caractères des codes générés.'],
    languages: ['Langues', 'La langue par défaut, et celles qui peuvent être utilisées.'],
    restrictions: ['Inscription', 'Si les visiteurs peuvent créer des organisations.'],
    features: ['Fonctionnalités', 'Vos propres pages de connexion, et les indicateurs du contrat.'],
    keys: ['Clés de signature', 'Les clés qui signent les jetons : active, prochaine et anciennes.'],
  },
}

export const instancesTitles: Translation['instancesTitles'] = {
  work: 'Travailler comme utilisateur système',
}

export const organizationsTitles: Translation['organizationsTitles'] = {
  title: 'Organisations',
  add: 'Nouvelle organisation',
}

export const peopleTitles: Translation['peopleTitles'] = {
  title: 'Personnes',
  addTitles: { person: 'Nouvelle personne', machine: 'Nouvelle machine' },
  lifecycles: {
    invited: 'Invitation pas encore acceptée',
    unverified: 'E-mail non confirmé',
  },
  dormant: (days: number) => `Ni session ni jeton depuis ${days} ${days < 2 ? 'jour' : 'jours'}`,
  importTitle: 'Importer des personnes (CSV)',
}

export const commands: Translation['commands'] = { add: 'Nouvelle application' }

export const logTargetsTitles: Translation['logTargetsTitles'] = {
  title: 'Destinations du journal',
  intro: 'D’autres systèmes qui reçoivent chaque événement du journal, par exemple un SIEM.',
}
